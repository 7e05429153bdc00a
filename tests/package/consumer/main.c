/* What somebody else's program would be. */
#include <preceptor.h>

#include <stdio.h>

int main(void) { return puts(preceptor_version()) < 0; }
