#include "CReportFiles.h"

// The compiler copies each file in (C23 6.10.4) and lists it in the depfile: a changed file is a changed binary.
// A test holds this list equal to the folder.
#pragma clang diagnostic ignored "-Wc23-extensions"

static const unsigned char colours_css[] = {
#embed "Page/colours.css"
};

static const unsigned char frame_css[] = {
#embed "Page/frame.css"
};

static const unsigned char parts_css[] = {
#embed "Page/parts.css"
};

static const unsigned char drawings_css[] = {
#embed "Page/drawings.css"
};

static const unsigned char narrow_css[] = {
#embed "Page/narrow.css"
};

static const unsigned char report_js[] = {
#embed "Page/report.js"
};

#define REPORT_FILE(name, bytes) {name, bytes, sizeof bytes}

static const struct sttcheck_report_file files[] = {
    REPORT_FILE("colours.css", colours_css),
    REPORT_FILE("frame.css", frame_css),
    REPORT_FILE("parts.css", parts_css),
    REPORT_FILE("drawings.css", drawings_css),
    REPORT_FILE("narrow.css", narrow_css),
    REPORT_FILE("report.js", report_js),
};

struct sttcheck_report_file sttcheck_report_file_at(size_t index) {
  return index < sizeof files / sizeof files[0] ? files[index] : (struct sttcheck_report_file){NULL, NULL, 0};
}
