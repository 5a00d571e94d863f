#pragma once

#include <stddef.h>

/// A file of `Page` that is inside the binary.
struct sttcheck_report_file {
  const char *name;
  const unsigned char *bytes;
  size_t size;
};

/// One of them by its place from 0; a NULL name beyond the end.
struct sttcheck_report_file sttcheck_report_file_at(size_t index);
