#!/bin/bash
# Plays the suite; the summary and the annotations are written by the program, which sees that it is in a job. The exit code is its own.
set -uo pipefail

words=(run --suite "${SUITE:-smoke}" --fail-on "${FAIL_ON:-error}" --report Reports --format "html,markdown,json,junit,github")
[ -z "${RELAY:-}" ] || words+=(--relay "$RELAY")
[ -z "${PROFILE:-}" ] || words+=(--profile "$PROFILE")
while IFS= read -r word; do
  [ -z "$word" ] || words+=("$word")
done <<< "${ARGUMENTS:-}"

sttcheck "${words[@]}"
code=$?
if [ -f Reports/report.json ]; then
  # The first member with the name is the run's; Python is on every runner.
  python3 -c '
import json
report = json.load(open("Reports/report.json"))
print("verdict=" + report["verdict"])
print("headline=" + " ".join(report["headline"].split()))' >> "$GITHUB_OUTPUT"
fi
exit $code
