"""The archive for machines without Swift: what is in it, and that the same program gives the same bytes. Whether it runs elsewhere is tried by hand."""
import json
import os
import shutil
import subprocess
import tarfile
import unittest

from stand_ins import BINARY, ROOT, Programs

CHECKOUTS = ROOT / ".build/checkouts"


class Archive(Programs):
    def packed(self, name):
        out = self.folder / name
        subprocess.run([ROOT / ".ci/dist", BINARY, CHECKOUTS], env={**os.environ, "DIST": str(out)}, check=True, capture_output=True, timeout=240)
        return out

    @unittest.skipUnless(shutil.which("strip") and (ROOT / "Package.resolved").exists(), "no strip, or nothing was built here")
    def test_what_is_in_it(self):
        out = self.packed("one")
        subprocess.run(["sha256sum", "--check", "--quiet", "SHA256SUMS"], cwd=out, check=True)
        archive = next(out.glob("sttcheck-*-linux-*.tar.gz"))
        version = self.expect(0, "sttcheck --version").stdout.strip()
        self.assertTrue(archive.name.startswith(f"sttcheck-{version}-linux-"), archive.name)
        with tarfile.open(archive) as tar:
            top = archive.name.removesuffix(".tar.gz")
            names = {name.removeprefix(top).removeprefix("/") for name in tar.getnames()}
        subprocess.run(["tar", "--extract", "--gzip", "--file", archive, "--directory", self.folder], check=True)
        place = self.folder / top
        wanted = {
            "bin/sttcheck", "share/bash-completion/completions/sttcheck", "share/zsh/site-functions/_sttcheck",
            "share/fish/vendor_completions.d/sttcheck.fish", "share/man/man1/sttcheck.1", "share/man/man1/sttcheck-run.1",
            "share/man/man1/sttcheck-lab-service.1", "share/doc/sttcheck/LICENSE", "share/doc/sttcheck/sbom.spdx.json"}
        self.assertLessEqual(wanted, names)
        ended = subprocess.run([place / "bin/sttcheck", "--version"], capture_output=True, text=True, check=True)
        self.assertEqual(ended.stdout.strip(), version)
        subprocess.run(["bash", "-n", place / "share/bash-completion/completions/sttcheck"], check=True)
        self.see_the_bill_of_materials(json.loads((place / "share/doc/sttcheck/sbom.spdx.json").read_text(encoding="utf-8")))
        self.see_the_manual(place / "share/man/man1")
        self.assertEqual((self.packed("two") / archive.name).read_bytes(), archive.read_bytes())

    def see_the_bill_of_materials(self, bill):
        self.assertEqual(bill["spdxVersion"], "SPDX-2.3")
        pins = {pin["identity"] for pin in json.loads((ROOT / "Package.resolved").read_text(encoding="utf-8"))["pins"]}
        named = {package["name"] for package in bill["packages"]}
        self.assertLessEqual(pins | {"sttcheck"}, named)
        ids = {package["SPDXID"] for package in bill["packages"]} | {"SPDXRef-DOCUMENT"}
        self.assertEqual(len(ids), len(bill["packages"]) + 1)
        for relation in bill["relationships"]:
            self.assertIn(relation["spdxElementId"], ids)
            self.assertIn(relation["relatedSpdxElement"], ids)
        for package in bill["packages"]:
            if package["name"] in pins:
                self.assertIn(package["licenseDeclared"], ("Apache-2.0", "MIT"), package["name"])

    def see_the_manual(self, folder):
        text = (folder / "sttcheck-run.1").read_text(encoding="utf-8")
        for word in (".SH NAME", ".SH SYNOPSIS", "\\-\\-service\\-listen", ".SH EXIT STATUS"):
            self.assertIn(word, text)
        if not shutil.which("groff"):
            return
        for page in sorted(folder.glob("*.1")):
            ended = subprocess.run(["groff", "-man", "-Tutf8", "-Kutf8", "-ww", page], capture_output=True, text=True, check=True)
            self.assertEqual(ended.stderr, "", page.name)


if __name__ == "__main__":
    unittest.main()
