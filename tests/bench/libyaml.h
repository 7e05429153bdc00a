/* libyaml by itself, the measure of reading. */
#ifndef TESTS_BENCH_LIBYAML_H
#define TESTS_BENCH_LIBYAML_H

#include <stdbool.h>
#include <yaml.h>

/* Parses all events of a text and drops them. */
static inline bool libyaml_parse(const char *bytes, size_t count) {
    yaml_parser_t parser;
    yaml_event_t event;
    bool good = yaml_parser_initialize(&parser) != 0, end = false;
    yaml_parser_set_input_string(&parser, (const unsigned char *)bytes, count);
    while (good && !end) {
        good = yaml_parser_parse(&parser, &event) != 0;
        end = good && event.type == YAML_STREAM_END_EVENT;
        if (good) {
            yaml_event_delete(&event);
        }
    }
    yaml_parser_delete(&parser);
    return good;
}

#endif
