#pragma once

#include <stddef.h>

/// The text of Fixtures/signs.txt, without a zero behind it.
const unsigned char *sttcheck_signs(void);

/// Its length in bytes.
size_t sttcheck_signs_size(void);
