/* Prints a syntax tree as an S-expression: (+ a 1), (path p "x"), (call f a), ... */
#ifndef TEST_FEEL_TREE_H
#define TEST_FEEL_TREE_H

#include "feel/ast.h"

void tree_print(const pr_ast *node, pr_buf *out);

#endif
