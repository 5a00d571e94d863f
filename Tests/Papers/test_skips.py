"""The end of `make test`: what was skipped is said, with what runs it, and a failure stays one. The toolchain is a stand-in that prints as Swift Testing does."""
import os
import stat
import subprocess
import tempfile
import unittest
from pathlib import Path

from stand_ins import PATIENCE, ROOT

SWIFT = r"""#!/bin/sh
case "$*" in
  *FAILING*) echo "✘ Test run with 2 tests in 1 suite failed after 0.1 seconds with 1 issue."; exit 3 ;;
  *--skip-build*ProbeRunTests*)
    echo '➜ Suite Containers skipped: "no ffmpeg"'
    echo '➜ Test isPlayed(_:) skipped: "no ffmpeg"'
    echo '➜ Test "A page (in a browser) skipped: never" skipped: "no Chromium (set STTCHECK_CHROMIUM), or no \"playwright\""' ;;
  *--skip-build*) echo '➜ Test isNamed() skipped' ;;
  *) echo '➜ Test isTheSame() skipped: "no ffmpeg"' >&2 ;;
esac
echo "✔ Test nothingIsSkipped() passed after 0.001 seconds."
echo "✔ Test run with 2 tests in 1 suite passed after 0.1 seconds."
"""


class Skips(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory(prefix="sttcheck-papers-")
        self.addCleanup(folder.cleanup)
        self.folder = Path(folder.name)

    def program(self, name, text):
        file = self.folder / name
        file.write_text(text, encoding="utf-8")
        file.chmod(file.stat().st_mode | stat.S_IXUSR)
        return file

    def make(self, *words):
        """`make test` with the stand-in, without what a `make` around this one says."""
        kept = {name: value for name, value in os.environ.items() if name not in ("MAKEFLAGS", "MFLAGS", "MAKELEVEL", "MAKEOVERRIDES")}
        return subprocess.run(
            ["make", "test", f"SWIFT={self.program('swift', SWIFT)}", f"LOG={self.folder / 'of/tests.log'}", *words], cwd=ROOT,
            env={**kept, "STTCHECK_PYTHON": str(self.folder / "no-python")}, capture_output=True, text=True, timeout=PATIENCE, check=False)

    def test_it_ends_by_saying_what_was_skipped(self):
        ended = self.make()
        self.assertEqual(ended.returncode, 0, ended.stdout + ended.stderr)
        closing = "✔ Test run with 2 tests in 1 suite passed after 0.1 seconds."
        self.assertEqual(ended.stdout.splitlines()[-9:], [
            closing, closing, closing, "5 tests were skipped:",
            "    2  no ffmpeg",
            '    1  no Chromium (set STTCHECK_CHROMIUM), or no \\"playwright\\"',
            "    1  no python3 (set STTCHECK_PYTHON)",
            "    1  no reason given",
            "`.ci/run` installs what they need and runs them with all others (the rights of root are yours to give)."])
        self.assertIn("➜ Test isTheSame() skipped", ended.stdout)

    def test_a_failure_stays_one(self):
        for words in (["SOCKETS=FAILING"], ["CLOCKS=FAILING"]):
            ended = self.make(*words)
            self.assertEqual(ended.returncode, 2, ended.stdout + ended.stderr)
            self.assertIn("Error 3", ended.stderr)
            self.assertTrue(ended.stdout.splitlines()[-1].endswith("with 1 issue."), ended.stdout)

    def test_where_nothing_is_skipped_the_runs_own_lines_are_the_last(self):
        log = self.folder / "tests.log"
        log.write_text("✔ Test run with 12 tests in 3 suites passed after 1.2 seconds.\nRan 7 tests in 0.2s\n\nOK\n", encoding="utf-8")
        said = subprocess.run([ROOT / ".ci/skipped", log], capture_output=True, text=True, check=True).stdout
        self.assertEqual(said.splitlines(), ["✔ Test run with 12 tests in 3 suites passed after 1.2 seconds.", "Ran 7 tests in 0.2s"])

    def test_what_unittest_skips_is_said_in_the_same_form(self):
        (self.folder / "test_some.py").write_text(
            "import unittest\n\n\nclass Some(unittest.TestCase):\n    @unittest.skip('no yaml')\n    def test_one(self): pass\n\n"
            "    def test_two(self): self.assertTrue(True)\n\n    def test_three(self): self.fail('three')\n", encoding="utf-8")

        def run(*names):
            python = os.environ.get("STTCHECK_PYTHON", "python3")
            ended = subprocess.run(
                [python, ROOT / "Tests/Papers/run_tests.py", *names], cwd=self.folder, env={**os.environ, "PYTHONPATH": str(self.folder)},
                capture_output=True, text=True, check=False)
            return ended.returncode, ended.stderr

        code, said = run("test_some")
        self.assertEqual(code, 1)
        self.assertIn('➜ Test test_some.Some.test_one skipped: "no yaml"\n', said)
        self.assertEqual(run("test_some.Some.test_two")[0], 0)


if __name__ == "__main__":
    unittest.main()
