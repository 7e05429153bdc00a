/* What stands in a slot of `then`, and in an output cell of a decision table. */
#include "kb/load.h"

static void read_null(pr_loader *loader, const pr_doc_node *node, pr_text slot, bool optional,
                      pr_kb_assignment *out) {
    out->is_value = true;
    if (!optional) {
        pr_diag *diag = pr_error(loader->diags, "null-value", pr_doc_span(node),
                                 "the slot '%.*s' cannot be null", PR_ARG(slot));
        pr_diag_hint(loader->diags, diag, "a slot that may be left out is declared with 'optional: true'");
    }
}

static void read_text(pr_loader *loader, const pr_doc_node *node, pr_kb_assignment *out) {
    pr_text text;
    if (pr_expect_text(node, "text, or '=' and an expression", &text, loader->diags)) {
        out->is_template = true;
        out->source = (pr_feel_source){text, node->origin};
    }
}

/* Text with {...} in it becomes text: in a slot of numbers or dates it has no place. */
static void reject_template(pr_loader *loader, const pr_doc_node *node, pr_text slot,
                            const pr_schema *schema) {
    pr_text expected = pr_schema_expects(schema, loader->arena);
    pr_diag *diag =
        pr_error(loader->diags, "wrong-type", pr_doc_span(node),
                 "the slot '%.*s' takes %.*s, not text with {...} in it", PR_ARG(slot), PR_ARG(expected));
    pr_diag_hint(loader->diags, diag, "write '=' and the expression, in quotes where it has a ':' or '#'");
}

/* Where nothing tells a type, YAML does. */
static void read_untyped(pr_loader *loader, const pr_doc_node *node, pr_kb_assignment *out) {
    out->is_value = true;
    switch ((pr_doc_kind)node->kind) {
    case PR_DOC_NULL: return;
    case PR_DOC_BOOL: out->value = pr_boolean(node->boolean); return;
    case PR_DOC_NUMBER:
        (void)pr_schema_scalar(&pr_schema_number, node, NULL, NULL, &out->value, loader->arena,
                               loader->diags);
        return;
    default: out->is_value = false; read_text(loader, node, out);
    }
}

/* Text that is no value, with a path or a call in it, is an expression that lacks its sign. */
static void hint_at_sign(pr_loader *loader, const pr_doc_node *node, uint32_t before) {
    const uint32_t count = loader->diags->list.count;
    pr_diag *last = count > before ? &loader->diags->list.items[count - 1] : NULL;
    bool expression = node->kind == PR_DOC_STRING && (memchr(node->text.at, '.', node->text.length) != NULL ||
                                                      memchr(node->text.at, '(', node->text.length) != NULL);
    if (last != NULL && last->hint.length == 0 && expression) {
        pr_diag_hint(loader->diags, last, "an expression begins with '=': write '= %.*s'",
                     PR_ARG(node->text));
    }
}

bool pr_kb_read_assignment(pr_loader *loader, const pr_doc_node *node, pr_text slot, const pr_schema *schema,
                           bool optional, pr_kb_assignment *out) {
    bool braces = node->kind == PR_DOC_STRING && memchr(node->text.at, '{', node->text.length) != NULL;
    out->origin = node->origin;
    if (pr_schema_formula(node, &out->source, loader->arena)) {
        return true;
    }
    if (schema == NULL) {
        read_untyped(loader, node, out);
        return true;
    }
    if (node->kind == PR_DOC_NULL) {
        read_null(loader, node, slot, optional, out);
        return true;
    }
    switch ((pr_schema_kind)schema->kind) {
    case PR_SCHEMA_STRING: read_text(loader, node, out); return true;
    case PR_SCHEMA_ENUM:
    case PR_SCHEMA_ENTITY:
        if (braces) {
            read_text(loader, node, out);
            return true;
        }
        break;
    case PR_SCHEMA_LIST:
    case PR_SCHEMA_RECORD:
        pr_expect_failed(node, "'=' and an expression, in quotes: '= [\"a\", \"b\"]'", loader->diags);
        return true;
    case PR_SCHEMA_CONDITION:
    case PR_SCHEMA_BROKEN: return true;
    default:
        if (braces) {
            reject_template(loader, node, slot, schema);
            return true;
        }
    }
    out->is_value = true;
    const uint32_t before = loader->diags->list.count;
    bool ok = true;
    if (schema->kind == PR_SCHEMA_ENTITY) {
        ok = pr_kb_read_reference(loader, schema, node, &out->value);
    } else {
        (void)pr_schema_scalar(schema, node, NULL, NULL, &out->value, loader->arena, loader->diags);
    }
    hint_at_sign(loader, node, before);
    return ok;
}
