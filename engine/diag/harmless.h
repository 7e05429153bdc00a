/* What a character does to a terminal. */
#ifndef PR_DIAG_HARMLESS_H
#define PR_DIAG_HARMLESS_H

#include "diag/diag.h"

/* Control characters, bidirectional overrides, what is not seen. Tabs and line ends too. */
bool pr_harmful(uint32_t code_point);

#endif
