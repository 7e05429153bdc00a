#include "unit/feel/tree.h"

static const char *const heads[] = {
    [PR_AST_FILTER] = "filter",
    [PR_AST_CALL] = "call",
    [PR_AST_NEGATE] = "neg",
    [PR_AST_ADD] = "+",
    [PR_AST_SUBTRACT] = "-",
    [PR_AST_MULTIPLY] = "*",
    [PR_AST_DIVIDE] = "/",
    [PR_AST_POWER] = "**",
    [PR_AST_EQUAL] = "=",
    [PR_AST_NOT_EQUAL] = "!=",
    [PR_AST_LESS] = "<",
    [PR_AST_LESS_EQUAL] = "<=",
    [PR_AST_GREATER] = ">",
    [PR_AST_GREATER_EQUAL] = ">=",
    [PR_AST_AND] = "and",
    [PR_AST_OR] = "or",
    [PR_AST_BETWEEN] = "between",
    [PR_AST_IN] = "in",
    [PR_AST_IF] = "if",
    [PR_AST_FOR] = "for",
    [PR_AST_SOME] = "some",
    [PR_AST_EVERY] = "every",
    [PR_AST_LIST] = "list",
    [PR_AST_CONTEXT] = "context",
    [PR_AST_NOT_TESTS] = "not-tests",
    [PR_AST_FUNCTION] = "function",
    [PR_AST_INSTANCE_OF] = "instance",
};

static void print_name(pr_text name, pr_buf *out) {
    bool plain = name.length > 0;
    for (size_t i = 0; i < name.length; i++) {
        plain = plain && name.at[i] != ' ' && name.at[i] != '(' && name.at[i] != ')';
    }
    pr_buf_printf(out, plain ? "%.*s" : "|%.*s|", PR_ARG(name));
}

static void print_items(const pr_ast *node, uint32_t from, pr_buf *out) {
    for (uint32_t i = from; i < node->count; i++) {
        pr_buf_char(out, ' ');
        tree_print(node->items[i], out);
    }
}

static void print_named(const pr_ast *node, pr_buf *out) {
    for (uint32_t i = 0; i < node->name_count; i++) {
        pr_buf_string(out, " ");
        print_name(node->names[i], out);
        pr_buf_string(out, ":");
        tree_print(node->items[node->kind == PR_AST_CALL ? i + 1 : i], out);
    }
}

static void print_range(const pr_ast *node, pr_buf *out) {
    pr_buf_string(out, node->bare ? "(range " : node->low_closed ? "(range[ " : "(range( ");
    tree_print(node->items[0], out);
    pr_buf_char(out, ' ');
    tree_print(node->items[1], out);
    pr_buf_string(out, node->bare ? ")" : node->high_closed ? " ])" : " ))");
}

static void print_type(const pr_ast *node, pr_buf *out) {
    print_name(node->text, out);
    if (node->count == 0) {
        return;
    }
    pr_buf_char(out, '<');
    for (uint32_t i = 0; i < node->count; i++) {
        pr_buf_string(out, i > 0 ? ", " : "");
        if (i < node->name_count) {
            print_name(node->names[i], out);
            pr_buf_string(out, ": ");
        }
        print_type(node->items[i], out);
    }
    pr_buf_char(out, '>');
}

static void print_function(const pr_ast *node, pr_buf *out) {
    pr_buf_string(out, node->external ? "(function external (" : "(function (");
    for (uint32_t i = 0; i < node->name_count; i++) {
        pr_buf_string(out, i > 0 ? " " : "");
        print_name(node->names[i], out);
        if (node->types[i] != NULL) {
            pr_buf_char(out, ':');
            print_type(node->types[i], out);
        }
    }
    pr_buf_string(out, ") ");
    tree_print(node->items[0], out);
    pr_buf_char(out, ')');
}

static void print_list(const pr_ast *node, pr_buf *out) {
    pr_buf_printf(out, "(%s", heads[node->kind]);
    bool iteration = node->kind == PR_AST_FOR || node->kind == PR_AST_SOME || node->kind == PR_AST_EVERY;
    if (node->kind == PR_AST_CALL && node->named) {
        pr_buf_char(out, ' ');
        tree_print(node->items[0], out);
    }
    if (iteration || node->kind == PR_AST_CONTEXT || node->named) {
        print_named(node, out);
        print_items(node, iteration ? node->name_count : node->count, out);
    } else {
        print_items(node, 0, out);
    }
    pr_buf_char(out, ')');
}

void tree_print(const pr_ast *node, pr_buf *out) {
    switch ((pr_ast_kind)node->kind) {
    case PR_AST_NULL: pr_buf_string(out, "null"); break;
    case PR_AST_BOOLEAN: pr_buf_string(out, pr_is_true(node->value) ? "true" : "false"); break;
    case PR_AST_NUMBER:
    case PR_AST_STRING: pr_value_print_literal(node->value, out); break;
    case PR_AST_AT:
        pr_buf_char(out, '@');
        pr_value_print(node->value, out);
        break;
    case PR_AST_NAME: print_name(node->text, out); break;
    case PR_AST_PATH:
        pr_buf_string(out, "(path ");
        tree_print(node->items[0], out);
        pr_buf_char(out, ' ');
        print_name(node->text, out);
        pr_buf_char(out, ')');
        break;
    case PR_AST_RANGE: print_range(node, out); break;
    case PR_AST_TEST:
        pr_buf_printf(out, "(test%s ", heads[node->op]);
        tree_print(node->items[0], out);
        pr_buf_char(out, ')');
        break;
    case PR_AST_DASH: pr_buf_string(out, "any"); break;
    case PR_AST_FUNCTION: print_function(node, out); break;
    case PR_AST_TYPE: print_type(node, out); break;
    default: print_list(node, out); break;
    }
}
