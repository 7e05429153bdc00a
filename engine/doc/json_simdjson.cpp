/* The only C++: calls simdjson's first stage, lets nothing of C++ out. */
#include "doc/json_simdjson.h"

#include <memory>
#include <new>

#include <simdjson.h>

struct pr_json_stage {
    std::unique_ptr<simdjson::internal::dom_parser_implementation> parser;
};

extern "C" pr_json_stage *pr_json_stage_new(void) { return new (std::nothrow) pr_json_stage{}; }

extern "C" void pr_json_stage_free(pr_json_stage *stage) { delete stage; }

/* simdjson counts capacity in whole documents; doubling keeps growing records from asking each time. */
static bool make_room(pr_json_stage *stage, size_t length) {
    if (stage->parser && stage->parser->capacity() >= length) {
        return true;
    }
    size_t capacity = stage->parser ? stage->parser->capacity() * 2 : 4096;
    capacity = capacity < length ? length : capacity;
    capacity = capacity < simdjson::SIMDJSON_MAXSIZE_BYTES ? capacity : simdjson::SIMDJSON_MAXSIZE_BYTES;
    if (!stage->parser) {
        return simdjson::get_active_implementation()->create_dom_parser_implementation(
                   capacity, 1, stage->parser) == simdjson::SUCCESS;
    }
    return stage->parser->set_capacity(capacity) == simdjson::SUCCESS;
}

extern "C" pr_json_result pr_json_stage_run(pr_json_stage *stage, const char *bytes, size_t length,
                                            const uint32_t **offsets, uint32_t *count) {
    if (!make_room(stage, length)) {
        return PR_JSON_NO_MEMORY;
    }
    simdjson::error_code error = stage->parser->stage1(reinterpret_cast<const uint8_t *>(bytes), length,
                                                       simdjson::stage1_mode::regular);
    *offsets = stage->parser->structural_indexes.get();
    *count = stage->parser->n_structural_indexes;
    switch (error) {
    case simdjson::SUCCESS: return PR_JSON_DONE;
    case simdjson::EMPTY: return PR_JSON_EMPTY;
    default: return PR_JSON_REFUSED;
    }
}
