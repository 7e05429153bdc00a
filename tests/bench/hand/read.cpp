// From a line of JSON to what the rules look at, with simdjson on demand: what they do not look at is passed over.
#include "bench/hand/hand.h"

#include <cstdlib>
#include <memory>
#include <string_view>

#include <simdjson.h>

using namespace simdjson;

struct hand_reader {
    ondemand::parser parser;
    hand_patterns *patterns;
};

namespace {

// Thrown nowhere: a pool that is not pool.c's ends the program by the status of hand_read.
struct cursor {
    hand_reader *reader;
    applicant *a;
    bool good = true;
};

// The token as it stands, without what follows it.
std::string_view token(ondemand::value v) {
    std::string_view t = v.raw_json_token();
    while (!t.empty() && (t.back() == ' ' || t.back() == '\n' || t.back() == '\r' || t.back() == '\t')) {
        t.remove_suffix(1);
    }
    return t;
}

text unquoted(cursor &c, ondemand::value v) {
    std::string_view t = token(v);
    if (t.size() < 2 || t.front() != '"' || memchr(t.data(), '\\', t.size()) != nullptr) {
        c.good = false;
        return {"", 0};
    }
    return {t.data() + 1, t.size() - 2};
}

// A name and its colon, up to the closing quote.
template <size_t N> bool is_key(ondemand::raw_json_string key, const char (&name)[N]) {
    return memcmp(key.raw(), name, N - 1) == 0 && key.raw()[N - 1] == '"';
}

template <size_t N> bool is_text(text t, const char (&name)[N]) {
    return t.length == N - 1 && memcmp(t.at, name, N - 1) == 0;
}

truth boolean(ondemand::value v) { return bool(v.get_bool()) ? TRUE : FALSE; }

range number(ondemand::value v) {
    double d = v.get_double();
    return {d, d};
}

range day(cursor &c, ondemand::value v) {
    text t = unquoted(c, v);
    if (t.length != 10) {
        c.good = false;
        return {0, 0};
    }
    const char *s = t.at;
    int year = (s[0] - '0') * 1000 + (s[1] - '0') * 100 + (s[2] - '0') * 10 + (s[3] - '0');
    int month = (s[5] - '0') * 10 + (s[6] - '0'), date = (s[8] - '0') * 10 + (s[9] - '0');
    double d = year * 10000 + month * 100 + date;
    return {d, d};
}

uint8_t wrong(cursor &c) {
    c.good = false;
    return 1;
}

// Which of the names it is, from 1 on, or 0: the order of the enumerators in hand.h.
template <size_t... N> uint8_t find(text t, const char (&...names)[N]) {
    uint8_t number = 0, found = 0;
    (void)((++number, is_text(t, names) ? (found = number, true) : false) || ...);
    return found;
}

template <size_t... N> uint8_t one_of(cursor &c, ondemand::value v, const char (&...names)[N]) {
    uint8_t found = find(unquoted(c, v), names...);
    return found != 0 ? found : wrong(c);
}

uint8_t degree(cursor &c, ondemand::value v) {
    text t = unquoted(c, v);
    uint8_t found = find(t, "none", "bachelor", "master", "doctorate");
    found = found != 0 ? found : hand_degree(c.reader->patterns, t);
    return found != 0 ? found : wrong(c);
}

uint8_t work(cursor &c, ondemand::value v) {
    text t = unquoted(c, v);
    uint8_t found = find(t, "laboratory", "teaching", "office", "field-work", "care");
    found = found != 0 ? found : hand_work(c.reader->patterns, t);
    return found != 0 ? found : wrong(c);
}

uint8_t status(cursor &c, ondemand::value v) { return one_of(c, v, "planned", "running", "completed"); }

constexpr range no_number() { return {0, INFINITY}; }

void read_courses(cursor &c, ondemand::value list) {
    hand_begin_courses(c.a);
    for (ondemand::object o : list.get_array()) {
        uint8_t f = 0, l = 0, g = 0, s = 0;
        range credits = no_number();
        for (auto member : o) {
            ondemand::raw_json_string key = member.key();
            ondemand::value v = member.value();
            if (is_key(key, "field")) {
                f = one_of(c, v, "biology", "chemistry", "physics", "mathematics", "computing", "history");
            } else if (is_key(key, "level")) {
                l = one_of(c, v, "basic", "advanced");
            } else if (is_key(key, "credits")) {
                credits = number(v);
            } else if (is_key(key, "grade")) {
                g = one_of(c, v, "excellent", "good", "fair", "failed");
            } else if (is_key(key, "status")) {
                s = status(c, v);
            }
        }
        c.good &= f != 0;
        hand_add_course(c.a, f, l, g, s, credits);
    }
}

void read_jobs(cursor &c, ondemand::value list) {
    hand_begin_jobs(c.a);
    for (ondemand::object o : list.get_array()) {
        uint8_t f = 0, k = 0, s = 0;
        range weeks = no_number();
        for (auto member : o) {
            ondemand::raw_json_string key = member.key();
            ondemand::value v = member.value();
            if (is_key(key, "field")) {
                f = work(c, v);
            } else if (is_key(key, "kind")) {
                k = one_of(c, v, "paid", "voluntary", "internship");
            } else if (is_key(key, "weeks")) {
                weeks = number(v);
            } else if (is_key(key, "status")) {
                s = status(c, v);
            }
        }
        c.good &= f != 0 && k != 0;
        hand_add_job(c.a, f, k, s, weeks);
    }
}

void read_references(cursor &c, ondemand::value list) {
    hand_begin_references(c.a);
    for (ondemand::object o : list.get_array()) {
        uint8_t r = 0, t = 0, s = 0;
        for (auto member : o) {
            ondemand::raw_json_string key = member.key();
            ondemand::value v = member.value();
            if (is_key(key, "role")) {
                r = one_of(c, v, "professor", "supervisor", "employer", "other");
            } else if (is_key(key, "strength")) {
                t = one_of(c, v, "strong", "average");
            } else if (is_key(key, "status")) {
                s = one_of(c, v, "planned", "requested", "received");
            }
        }
        c.good &= r != 0;
        hand_add_reference(c.a, r, t, s);
    }
}

void read_projects(cursor &c, ondemand::value list) {
    hand_begin_projects(c.a);
    for (ondemand::object o : list.get_array()) {
        uint8_t k = 0, s = 0;
        truth climate = UNKNOWN;
        for (auto member : o) {
            ondemand::raw_json_string key = member.key();
            ondemand::value v = member.value();
            if (is_key(key, "kind")) {
                k = one_of(c, v, "thesis", "publication", "poster", "software");
            } else if (is_key(key, "status")) {
                s = status(c, v);
            } else if (is_key(key, "title")) {
                climate = hand_on_climate(c.reader->patterns, unquoted(c, v)) ? TRUE : FALSE;
            }
        }
        c.good &= k != 0;
        hand_add_project(c.a, k, s, climate);
    }
}

void read_school(cursor &c, ondemand::value group) {
    for (auto member : group.get_object()) {
        ondemand::raw_json_string key = member.key();
        ondemand::value v = member.value();
        if (is_key(key, "status")) {
            c.a->school_status = one_of(c, v, "pupil", "student", "graduate");
        } else if (is_key(key, "degree")) {
            c.a->school_degree = degree(c, v);
        } else if (is_key(key, "gpa")) {
            c.a->school_gpa = number(v);
        } else if (is_key(key, "year")) {
            c.a->school_year = number(v);
        } else if (is_key(key, "graduation")) {
            c.a->school_graduation = day(c, v);
        } else if (is_key(key, "good_standing")) {
            c.a->school_good_standing = boolean(v);
        }
    }
}

void read_test(cursor &c, ondemand::value group, range *score, range *taken_on) {
    for (auto member : group.get_object()) {
        ondemand::raw_json_string key = member.key();
        ondemand::value v = member.value();
        if (is_key(key, "score")) {
            *score = number(v);
        } else if (taken_on != nullptr && is_key(key, "taken_on")) {
            *taken_on = day(c, v);
        }
    }
}

void read_tests(cursor &c, ondemand::value group) {
    for (auto member : group.get_object()) {
        ondemand::raw_json_string key = member.key();
        ondemand::value v = member.value();
        if (is_key(key, "language")) {
            read_test(c, v, &c.a->tests_language_score, &c.a->tests_language_taken_on);
        } else if (is_key(key, "maths")) {
            read_test(c, v, &c.a->tests_maths_score, nullptr);
        } else if (is_key(key, "writing")) {
            read_test(c, v, &c.a->tests_writing_score, nullptr);
        }
    }
}

void read_papers(cursor &c, ondemand::value group) {
    for (auto member : group.get_object()) {
        ondemand::raw_json_string key = member.key();
        ondemand::value v = member.value();
        if (is_key(key, "insurance")) {
            c.a->papers_insurance = boolean(v);
        } else if (is_key(key, "passport")) {
            c.a->papers_passport = boolean(v);
        } else if (is_key(key, "vaccinated")) {
            c.a->papers_vaccinated = boolean(v);
        } else if (is_key(key, "background_check")) {
            c.a->papers_background_check = boolean(v);
        } else if (is_key(key, "first_aid")) {
            c.a->papers_first_aid = boolean(v);
        } else if (is_key(key, "data_protection")) {
            c.a->papers_data_protection = boolean(v);
        }
    }
}

void read_funds(cursor &c, ondemand::value group) {
    for (auto member : group.get_object()) {
        ondemand::raw_json_string key = member.key();
        ondemand::value v = member.value();
        if (is_key(key, "savings")) {
            c.a->funds_savings = number(v);
        } else if (is_key(key, "income")) {
            c.a->funds_income = number(v);
        } else if (is_key(key, "loan")) {
            c.a->funds_loan = boolean(v);
        }
    }
}

void read_goals(cursor &c, ondemand::value group) {
    for (auto member : group.get_object()) {
        ondemand::raw_json_string key = member.key();
        ondemand::value v = member.value();
        if (is_key(key, "start")) {
            c.a->goals_start = day(c, v);
        } else if (is_key(key, "programs")) {
            memset(c.a->goals, FALSE, sizeof c.a->goals);
            for (ondemand::value goal : v.get_array()) {
                text t = unquoted(c, goal);
                for (int p = 0; p < PROGRAM_MOST; p++) {
                    if (strncmp(programs[p].id, t.at, t.length) == 0 && programs[p].id[t.length] == '\0') {
                        c.a->goals[p] = TRUE;
                    }
                }
            }
        }
    }
}

void read_all(cursor &c, ondemand::document &record) {
    for (auto member : record.get_object()) {
        ondemand::raw_json_string key = member.key();
        ondemand::value v = member.value();
        switch (key.raw()[0]) {
        case 'i': {
            text id = unquoted(c, v);
            c.a->id = id.at;
            c.a->id_length = id.length;
            break;
        }
        case 'b': c.a->born = day(c, v); break;
        case 's':
            if (is_key(key, "school")) {
                read_school(c, v);
            } else {
                text t = unquoted(c, v);
                c.a->motivated = hand_motivated(c.reader->patterns, t) ? TRUE : FALSE;
                c.a->plans_research = memmem(t.at, t.length, "research group", 14) != nullptr ? TRUE : FALSE;
            }
            break;
        case 't': read_tests(c, v); break;
        case 'c':
            if (is_key(key, "courses")) {
                read_courses(c, v);
            }
            break;
        case 'j': read_jobs(c, v); break;
        case 'r': read_references(c, v); break;
        case 'p':
            if (is_key(key, "projects")) {
                read_projects(c, v);
            } else {
                read_papers(c, v);
            }
            break;
        case 'f': read_funds(c, v); break;
        case 'g': read_goals(c, v); break;
        default: break;
        }
    }
}

} // namespace

hand_reader *hand_reader_new(hand_patterns *patterns) {
    auto *reader = new hand_reader;
    reader->patterns = patterns;
    return reader;
}

void hand_reader_free(hand_reader *reader) { delete reader; }

bool hand_read(hand_reader *reader, const char *at, size_t length, applicant *out) {
    cursor c = {reader, out};
    hand_begin(out);
    try {
        ondemand::document record = reader->parser.iterate(at, length, length + SIMDJSON_PADDING);
        read_all(c, record);
    } catch (const simdjson_error &) {
        return false;
    }
    hand_end(out);
    return c.good;
}
