#include "CSigns.h"

// The compiler copies the file in (C23 6.10.4) and lists it in the depfile: a changed file is a changed binary.
#pragma clang diagnostic ignored "-Wc23-extensions"

static const unsigned char signs[] = {
#embed "../../Fixtures/signs.txt"
};

const unsigned char *sttcheck_signs(void) { return signs; }

size_t sttcheck_signs_size(void) { return sizeof signs; }
