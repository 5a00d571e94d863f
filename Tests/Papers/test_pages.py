"""What pages say is there: what the program knows itself, links, and what code cites."""
import json
import re
import subprocess
import sys
import unittest

from stand_ins import BINARY, PAGES, ROOT, blocks

try:
    import jsonschema
    import yaml
except ImportError:
    yaml = None

# `PROTOCOL, "Messages" and "Timeouts"`, `ROOT-CAUSES`, `see DIAGNOSIS`.
CITED = re.compile(r"\b(PROTOCOL|ROOT-CAUSES|DIAGNOSIS|DESIGN|SECURITY|CONTRIBUTING)\b((?:,? (?:and )?\"[^\"]+\")*)")
LINK = re.compile(r"\[[^\]]*\]\(([^)\s]+)\)")


def prose(page):
    """A page without its fenced blocks and code, in which brackets mean something else."""
    return re.sub(r"`[^`\n]*`", "", re.sub(r"^```.*?^```$", "", page.read_text(encoding="utf-8"), flags=re.S | re.M))


def anchors(page):
    """As GitHub makes them of headings."""
    headings = re.findall(r"^#+ (.*)$", page.read_text(encoding="utf-8"), re.M)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


class Pages(unittest.TestCase):
    def test_they_say_of_the_program_what_it_says_itself(self):
        ended = subprocess.run(
            [sys.executable, ROOT / ".github/docs/make-reference", "--check", "--binary", BINARY], capture_output=True, text=True, timeout=120,
            check=False)
        self.assertEqual(ended.returncode, 0, ended.stderr)

    def test_links_lead_somewhere(self):
        seen = 0
        for page in [*PAGES, ROOT / "Fixtures/README.md", ROOT / "Reports/README.md"]:
            for link in LINK.findall(prose(page)):
                if re.match(r"https?:", link):
                    continue
                seen += 1
                place, _, anchor = link.partition("#")
                target = (page.parent / place).resolve() if place else page
                with self.subTest(page=page.name, link=link):
                    self.assertTrue(target.exists())
                    if anchor:
                        self.assertIn(anchor, anchors(target))
        self.assertGreater(seen, 60)

    def test_what_code_cites_is_in_the_repository(self):
        seen = 0
        for folder in ("Sources", "Tests"):
            for file in sorted((ROOT / folder).rglob("*.swift")):
                # TLS knows a code of this name.
                text = file.read_text(encoding="utf-8").replace('"PROTOCOL"', "")
                for name, sections in CITED.findall(text):
                    seen += 1
                    pages = [page for page in PAGES if page.stem == name]
                    with self.subTest(file=file.name, cites=name + sections):
                        self.assertEqual(len(pages), 1)
                        headings = re.findall(r"^#+ (.*)$", pages[0].read_text(encoding="utf-8"), re.M)
                        for section in re.findall(r'"([^"]+)"', sections):
                            self.assertTrue(any(heading.startswith(section) for heading in headings), section)
        self.assertGreater(seen, 15)

    def test_the_table_of_root_causes_has_every_rule_with_its_severity(self):
        said = subprocess.run([BINARY, "rules"], capture_output=True, text=True, check=True).stdout
        rules = dict(re.findall(r"^  ([a-z0-9-]+) +(error|warning|notice) ", said, re.M))
        self.assertGreater(len(rules), 60)
        page = (ROOT / ".github/docs/ROOT-CAUSES.md").read_text(encoding="utf-8")
        for rule in rules:
            self.assertIn(f"`{rule}`", page)
        exceptions = re.search(r"every row is an error, except the warnings (.*?); (.*?) are notices", page)
        for severity, named in (("warning", exceptions[1]), ("notice", exceptions[2])):
            self.assertEqual(set(re.findall(r"`([a-z-]+)`", named)), {rule for rule, its in rules.items() if its == severity})

    @unittest.skipIf(yaml is None, "this python3 has no PyYAML and jsonschema (set STTCHECK_PYTHON)")
    def test_yaml_of_pages_is_what_it_is_called(self):
        schemas = {}
        for what in ("profiles", "scenarios"):
            said = subprocess.run([BINARY, what, "--schema"], capture_output=True, text=True, check=True).stdout
            schemas[what] = jsonschema.Draft202012Validator(json.loads(said))
        seen = 0
        for page in PAGES:
            for block in blocks(page, "yaml"):
                read = yaml.safe_load(block)
                if page.name == "ci.md":
                    continue
                seen += 1
                with self.subTest(page=page.name, block=block):
                    schemas["scenarios" if "steps" in read else "profiles"].validate(read)
        self.assertGreater(seen, 4)

    def test_every_page_is_in_the_index(self):
        index = (ROOT / ".github/docs/README.md").read_text(encoding="utf-8")
        for page in (ROOT / ".github/docs").glob("*.md"):
            if page.name != "README.md":
                self.assertIn(f"]({page.name})", index)


if __name__ == "__main__":
    unittest.main()
