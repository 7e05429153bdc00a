/* Text from files, made fit for a terminal. */
#include "diag/diag.h"

/* Not in ranges: the joiners U+200C and U+200D, which scripts and emoji need. */
static const struct {
    uint32_t first, last;
} unseen[] = {
    {0x00, 0x1F},     {0x7F, 0x9F},     {0xAD, 0xAD},       {0x61C, 0x61C},
    {0x200B, 0x200B}, {0x200E, 0x200F}, {0x2028, 0x202E},   {0x2060, 0x206F},
    {0xFEFF, 0xFEFF}, {0xFFF9, 0xFFFB}, {0xE0000, 0xE007F},
};

static bool is_plain(uint32_t c) { return c >= 0x20 && c < 0x7F; }

bool pr_harmful(uint32_t c) {
    if (is_plain(c)) {
        return false;
    }
    for (size_t i = 0; i < sizeof unseen / sizeof *unseen; i++) {
        if (c >= unseen[i].first && c <= unseen[i].last) {
            return true;
        }
    }
    return false;
}

static void add_escape(pr_buf *out, uint32_t c) {
    static const char *const named[] = {['\t'] = "\\t", ['\n'] = "\\n", ['\r'] = "\\r"};
    if (c < sizeof named / sizeof *named && named[c] != NULL) {
        pr_buf_string(out, named[c]);
    } else {
        pr_buf_printf(out, c < 0x100 ? "\\x%02x" : c < 0x10000 ? "\\u%04x" : "\\U%08x", (unsigned)c);
    }
}

void pr_buf_harmless(pr_buf *out, pr_text text, bool keep_tabs) {
    size_t written = 0;
    for (size_t i = 0; i < text.length;) {
        size_t start = i;
        uint32_t c = pr_utf8_next(text, &i);
        bool bad = c == 0xFFFD && i - start == 1;
        if (!bad && (!pr_harmful(c) || (c == '\t' && keep_tabs))) {
            continue;
        }
        pr_buf_add(out, text.at + written, start - written);
        written = i;
        if (bad) {
            pr_buf_string(out, "\xEF\xBF\xBD");
        } else {
            add_escape(out, c);
        }
    }
    if (written < text.length) {
        pr_buf_add(out, text.at + written, text.length - written);
    }
}

/* The ranges of Unicode's East Asian Width W and F that people write, and emoji. */
static const struct {
    uint32_t first, last;
} wide[] = {
    {0x1100, 0x115F},   {0x2E80, 0x303E},   {0x3041, 0xA4CF},   {0xAC00, 0xD7A3},
    {0xF900, 0xFAFF},   {0xFE30, 0xFE6F},   {0xFF00, 0xFF60},   {0xFFE0, 0xFFE6},
    {0x1F300, 0x1F64F}, {0x1F680, 0x1F6FF}, {0x1F900, 0x1F9FF}, {0x20000, 0x3FFFD},
};

unsigned pr_columns(uint32_t c) {
    if (is_plain(c)) {
        return 1;
    }
    if (pr_harmful(c)) {
        return c == '\t' || c == '\n' || c == '\r' ? 2 : c < 0x100 ? 4 : c < 0x10000 ? 6 : 10;
    }
    if ((c >= 0x300 && c <= 0x36F) || (c >= 0xFE00 && c <= 0xFE0F) || c == 0x200C || c == 0x200D) {
        return 0;
    }
    for (size_t i = 0; i < sizeof wide / sizeof *wide; i++) {
        if (c >= wide[i].first && c <= wide[i].last) {
            return 2;
        }
    }
    return 1;
}
