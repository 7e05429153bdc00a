/* The store that a command is about: --store FILE, else $PRECEPTOR_STORE. */
#ifndef CLI_STORE_H
#define CLI_STORE_H

#include "work.h"

/* NULL: none is named. Not for audits, which write to none that is not named with them. */
const char *store_path(const options *o);
typedef enum store_use { STORE_READ, STORE_CHANGE, STORE_MAKE } store_use;
/* Opens it into `w->store`; MAKE also where it is not there, for which the knowledge base must be loaded. False after a
 * message. */
bool store_open(work *w, store_use use);
/* Where a store is named, the waivers on record in it are added to the profile's. False after a message. */
bool store_take_waivers(work *w);
/* Keeps the answer under the profile's id, before it is shown. False after a message. */
bool store_record(work *w);

#endif
