#!/bin/bash
# Unpacks the archive of `make dist` (ARCHIVE, SHA256) and puts its program on the path of the steps that follow.
set -euo pipefail

if [ -z "${ARCHIVE:-}" ]; then
  command -v sttcheck || { echo "::error::sttcheck is not on the path; say where its archive is with 'archive'"; exit 1; }
  exit 0
fi
place="${RUNNER_TEMP:?}/sttcheck"
mkdir -p "$place"
case $ARCHIVE in
http://* | https://*)
  [ -n "${SHA256:-}" ] || { echo "::error::'sha256' is needed with an archive that is downloaded"; exit 1; }
  curl --fail --silent --show-error --location --output "$place/archive.tar.gz" "$ARCHIVE"
  ;;
*) cp "$ARCHIVE" "$place/archive.tar.gz" ;;
esac
if [ -n "${SHA256:-}" ]; then echo "$SHA256  $place/archive.tar.gz" | sha256sum --check --quiet; fi
tar --extract --gzip --file "$place/archive.tar.gz" --directory "$place" --strip-components=1
"$place/bin/sttcheck" --version
echo "$place/bin" >> "$GITHUB_PATH"
