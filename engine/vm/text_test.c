/* Tests of a text with another. */
#include "feel/builtin.h"
#include "vm/vm.h"

static pr_truth of_bool(bool b) { return b ? PR_TRUE : PR_FALSE; }

static pr_truth of_pattern(pr_vm *vm, const pr_text_test *test, pr_text text) {
    const char *reason = NULL;
    pr_matched m = pr_vm_matches(vm, text, test->with, test->flags, &reason);
    return m == PR_MATCHED_ERROR ? PR_NEITHER : of_bool(m == PR_MATCHED_YES);
}

pr_truth pr_vm_test_text(pr_vm *vm, const pr_text_test *test, pr_value v) {
    if (v.kind != PR_STRING) {
        return v.kind == PR_UNKNOWN ? PR_UNDECIDED : PR_NEITHER;
    }
    const pr_text text = pr_string_text(v), with = test->with;
    switch ((pr_builtin)test->function) {
    case PR_BUILTIN_MATCHES: return of_pattern(vm, test, text);
    case PR_BUILTIN_CONTAINS: return of_bool(pr_text_find(text, with) <= text.length);
    default: break;
    }
    if (with.length == 0 || text.length < with.length) {
        return of_bool(with.length == 0);
    }
    /* Most tests fail at the first byte. */
    const char *part =
        test->function == PR_BUILTIN_STARTS_WITH ? text.at : text.at + text.length - with.length;
    return of_bool(part[0] == with.at[0] && memcmp(part, with.at, with.length) == 0);
}
