/* Wrapping: a word is put together until white space ends it, then set on this line or the next. */
#include "report/page.h"

enum { DEFAULT_WIDTH = 100, LEAST_WIDTH = 40, MOST_PADDING = 60 };

/* As `hang`: the line may be as long as it is. */
#define UNWRAPPED UINT32_MAX

static const char *const inks[] = {
    [PR_INK_PLAIN] = "\x1b[0m",   [PR_INK_BOLD] = "\x1b[1m",    [PR_INK_DIM] = "\x1b[2m",
    [PR_INK_GOOD] = "\x1b[1;32m", [PR_INK_OPEN] = "\x1b[1;33m", [PR_INK_BAD] = "\x1b[1;31m",
};

static unsigned wanted_width(const pr_view *view) {
    unsigned width = view->width == 0 ? DEFAULT_WIDTH : view->width;
    return width < LEAST_WIDTH ? LEAST_WIDTH : width;
}

void pr_page_init(pr_page *page, const pr_view *view, pr_buf *out) {
    *page = (pr_page){.out = out, .color = view->color, .width = wanted_width(view)};
    pr_buf_init(&page->word, out->allocator);
}

void pr_page_release(pr_page *page) {
    page->out->failed = page->out->failed || page->word.failed;
    pr_buf_release(&page->word);
}

static void pad(pr_page *page, unsigned columns) {
    for (unsigned i = 0; i < columns; i++) {
        pr_buf_char(page->out, ' ');
    }
    page->column += columns;
}

void pr_page_begin(pr_page *page, unsigned indent, unsigned hang) {
    page->column = 0;
    page->hang = hang;
    page->gap = false;
    page->fresh = true;
    pad(page, indent);
}

void pr_page_begin_long(pr_page *page, unsigned indent) {
    pr_page_begin(page, indent, indent);
    page->hang = UNWRAPPED;
}

/* Puts a word down after its gap; colours alone take no place and leave the gap to the word that follows. */
static void place_word(pr_page *page) {
    unsigned gap = page->gap && !page->fresh ? 1 : 0;
    bool full = page->column + gap + page->word_columns > page->width;
    if (gap > 0 && full && page->hang != UNWRAPPED) {
        pr_buf_char(page->out, '\n');
        page->column = 0;
        pad(page, page->hang);
    } else {
        pad(page, gap);
    }
    page->gap = false;
    page->fresh = false;
}

static void set_word(pr_page *page) {
    if (page->word_columns > 0) {
        place_word(page);
    }
    pr_buf_text(page->out, pr_buf_view(&page->word));
    page->column += page->word_columns;
    page->out->failed = page->out->failed || page->word.failed;
    pr_buf_clear(&page->word);
    page->word_columns = 0;
}

void pr_page_end(pr_page *page) {
    set_word(page);
    pr_buf_char(page->out, '\n');
}

void pr_page_blank(pr_page *page) { pr_buf_char(page->out, '\n'); }

unsigned pr_page_columns(pr_text text) {
    unsigned columns = 0;
    for (size_t i = 0; i < text.length;) {
        columns += pr_columns(pr_utf8_next(text, &i));
    }
    return columns;
}

static bool is_space(char c) { return c == ' ' || c == '\n' || c == '\t' || c == '\r'; }

void pr_page_text(pr_page *page, pr_text text) {
    for (size_t i = 0; i < text.length;) {
        size_t start = i;
        while (i < text.length && !is_space(text.at[i])) {
            i++;
        }
        if (i > start) {
            pr_text part = {text.at + start, i - start};
            pr_buf_harmless(&page->word, part, false);
            page->word_columns += pr_page_columns(part);
        }
        if (i < text.length) {
            set_word(page);
            page->gap = true;
            i++;
        }
    }
}

void pr_page_string(pr_page *page, const char *text) { pr_page_text(page, pr_text_of(text)); }

void pr_page_count(pr_page *page, uint32_t count) {
    size_t before = page->word.length;
    pr_buf_printf(&page->word, "%u", count);
    page->word_columns += (unsigned)(page->word.length - before);
}

void pr_page_date(pr_page *page, int64_t packed) {
    size_t before = page->word.length;
    pr_temporal_print(pr_date(packed), &page->word);
    page->word_columns += (unsigned)(page->word.length - before);
}

void pr_page_ink(pr_page *page, pr_ink ink) {
    if (page->color) {
        pr_buf_string(&page->word, inks[ink]);
    }
}

void pr_page_inked(pr_page *page, pr_ink ink, const char *text) {
    pr_page_ink(page, ink);
    pr_page_string(page, text);
    pr_page_ink(page, PR_INK_PLAIN);
}

void pr_page_tab(pr_page *page, unsigned column) {
    set_word(page);
    page->gap = false;
    bool reachable = column >= page->column + 2 && column - page->column < MOST_PADDING;
    pad(page, reachable ? column - page->column : 2);
}

void pr_page_texts(pr_page *page, const pr_text *texts, uint32_t count, uint32_t most) {
    uint32_t shown = count > most && count - most > 1 ? most : count;
    for (uint32_t i = 0; i < shown; i++) {
        pr_page_text(page, texts[i]);
        pr_page_string(page, i + 1 < count ? ", " : "");
    }
    if (shown < count) {
        pr_page_string(page, "and ");
        pr_page_count(page, count - shown);
        pr_page_string(page, " more");
    }
}
