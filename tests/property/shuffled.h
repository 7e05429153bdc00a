/* A knowledge base written again in another order: entities, rules and keys shuffled, files cut up and named anew. */
#ifndef TESTS_PROPERTY_SHUFFLED_H
#define TESTS_PROPERTY_SHUFFLED_H

#include "property/random.h"
#include "unit/kb/folder.h"

/* Reads the files of a manifest and writes them into the folder, kb/kb.yaml and what it names; fails the test when what
 * was written does not read as the same. */
void shuffled_copy(const char *manifest, random_numbers *random, const folder *to);

#endif
