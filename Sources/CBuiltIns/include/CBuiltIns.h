#pragma once

#include <stddef.h>

/// A file of `Fixtures` that is inside the binary.
struct sttcheck_builtin {
  /// Its path in `Fixtures`, with `/`.
  const char *path;
  const unsigned char *bytes;
  size_t size;
};

/// How many there are.
size_t sttcheck_builtin_count(void);

/// One of them by its place from 0; a NULL path beyond the end.
struct sttcheck_builtin sttcheck_builtin_at(size_t index);

/// One of them by its path; a NULL path where there is none.
struct sttcheck_builtin sttcheck_builtin_named(const char *path);
