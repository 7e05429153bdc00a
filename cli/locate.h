/* Where the knowledge base is. */
#ifndef CLI_LOCATE_H
#define CLI_LOCATE_H

/* The manifest: `given` (a file, or a folder with a kb.yaml) where there is one, else $PRECEPTOR_KB, else the one
 * beside the program or installed with it. To be freed; NULL after a message. */
char *locate_kb(const char *given);

#endif
