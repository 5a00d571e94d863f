"""The files to paste into CI servers: their steps are run as those servers would, against a relay on the loopback."""
import hashlib
import json
import os
import re
import subprocess
import unittest
import xml.etree.ElementTree as XML

from stand_ins import BINARY, ROOT, Programs

try:
    import yaml
except ImportError:
    yaml = None

CI = ROOT / ".github/ci"
ACTION = ROOT / ".github/actions/check-relay"
needs_yaml = unittest.skipIf(yaml is None, "this python3 has no PyYAML (set STTCHECK_PYTHON)")


def read(file):
    return yaml.safe_load(file.read_text(encoding="utf-8"))


@needs_yaml
class GitHub(Programs):
    def job(self, **inputs):
        """Plays the action's steps that are scripts, as a runner does. Returns the last exit code, its outputs, its summary and what it printed."""
        action = read(ACTION / "action.yml")
        known = {name: str(value.get("default", "")) for name, value in action["inputs"].items()}
        self.assertLessEqual(inputs.keys(), known.keys())
        known.update(inputs)

        def evaluated(text):
            return re.sub(r"\$\{\{ inputs\.([a-z0-9-]+) \}\}", lambda match: known[match[1]], text)

        files = {name: self.folder / name.lower() for name in ("GITHUB_OUTPUT", "GITHUB_PATH", "GITHUB_STEP_SUMMARY")}
        for file in files.values():
            file.write_text("", encoding="utf-8")
        temporary = self.folder / "temp"
        temporary.mkdir(exist_ok=True)
        environment = {
            "GITHUB_ACTIONS": "true", "GITHUB_ACTION_PATH": str(ACTION), "RUNNER_TEMP": str(temporary),
            **{name: str(file) for name, file in files.items()}}
        printed, code = "", 0
        for step in action["runs"]["steps"]:
            if "run" not in step:
                self.assertIn("Reports/", step["with"]["path"])
                continue
            path = ":".join([*files["GITHUB_PATH"].read_text(encoding="utf-8").split(), self.environment["PATH"]])
            step_environment = {name: evaluated(value) for name, value in step.get("env", {}).items()}
            ended = self.run_shell(step["run"], environment={**environment, "PATH": path, **step_environment})
            printed, code = printed + ended.stdout + ended.stderr, ended.returncode
            if code:
                break
        outputs = dict(line.split("=", 1) for line in files["GITHUB_OUTPUT"].read_text(encoding="utf-8").splitlines())
        self.assertLessEqual(outputs.keys(), action["outputs"].keys())
        return code, outputs, files["GITHUB_STEP_SUMMARY"].read_text(encoding="utf-8"), printed

    def test_a_healthy_relay(self):
        code, outputs, summary, printed = self.job(relay=f"ws://127.0.0.1:{self.relay()}/speech")
        self.assertEqual((code, outputs.get("verdict")), (0, "healthy"), printed)
        self.assertIn("sttcheck: healthy", summary)
        self.assertTrue((self.work / "Reports/junit.xml").exists() and (self.work / "Reports/report.html").exists())

    def test_a_faulty_relay_fails_the_job_with_its_cause(self):
        relay = self.relay(fault="early-break")
        code, outputs, summary, printed = self.job(relay=f"ws://127.0.0.1:{relay}/speech", suite="standard", arguments="--jobs\n2\n")
        self.assertEqual((code, outputs.get("verdict")), (1, "faulty"), printed)
        self.assertIn("early-break", summary)
        self.assertIn("::error", printed)
        self.assertTrue(outputs["headline"])

    def test_findings_may_be_no_failure(self):
        relay = self.relay(fault="results-not-forwarded")
        code, outputs, _, printed = self.job(**{"relay": f"ws://127.0.0.1:{relay}/speech", "fail-on": "never"})
        self.assertEqual((code, outputs.get("verdict")), (0, "faulty"), printed)

    def test_the_archive_is_checked(self):
        archive = self.folder / "sttcheck-0.1.0-linux.tar.gz"
        subprocess.run(
            ["tar", "--create", "--file", archive, "--use-compress-program=gzip -1", "--dereference", "--directory", self.folder,
             "--transform", "s,^,sttcheck-0.1.0-linux/,", "bin/sttcheck"], check=True)
        digest = hashlib.sha256(archive.read_bytes()).hexdigest()
        (self.folder / "bin/sttcheck").unlink()
        code, outputs, _, printed = self.job(archive=str(archive), sha256=digest, arguments="--quiet")
        self.assertEqual((code, outputs.get("verdict")), (0, "healthy"), printed)
        code, outputs, _, printed = self.job(archive=str(archive), sha256="0" * 64)
        self.assertTrue(code == 1 and not outputs, printed)
        code, _, _, printed = self.job(archive="https://sttcheck.invalid/a.tar.gz")
        self.assertTrue(code == 1 and "'sha256' is needed" in printed, printed)

    def test_without_the_program_it_says_so(self):
        (self.folder / "bin/sttcheck").unlink()
        path = "/usr/bin:/bin"
        if any(os.access(f"{folder}/sttcheck", os.X_OK) for folder in path.split(":")):
            self.skipTest("sttcheck is installed here")
        self.environment["PATH"] = path
        code, _, _, printed = self.job()
        self.assertTrue(code == 1 and "not on the path" in printed, printed)


class OtherServers(Programs):
    def see_what_is_kept(self, folder):
        suites = XML.parse(folder / "junit.xml").getroot()
        self.assertEqual(suites.get("failures"), "0")
        self.assertGreater(int(suites.get("tests")), 0)
        self.assertEqual(json.loads((folder / "report.json").read_text(encoding="utf-8"))["verdict"], "healthy")
        self.assertTrue((folder / "report.html").exists())

    @needs_yaml
    def test_gitlab(self):
        job = read(CI / "gitlab.yml")["check-relay"]
        relay = f"ws://127.0.0.1:{self.relay()}/speech"
        for line in job["script"]:
            self.expect(0, line, environment={**job["variables"], "RELAY_URL": relay})
        self.see_what_is_kept(self.work / "Reports")
        self.assertTrue((self.work / job["artifacts"]["reports"]["junit"]).exists())
        self.assertTrue(all((self.work / path).exists() for path in job["artifacts"]["paths"]))

    def test_jenkins(self):
        text = (CI / "Jenkinsfile").read_text(encoding="utf-8")
        scripts = re.findall(r"sh '''(.*?)'''", text, re.S)
        self.assertEqual(len(scripts), 1)
        self.assertEqual(text.count("{"), text.count("}"))
        relay = f"ws://127.0.0.1:{self.relay()}/speech"
        self.expect(0, scripts[0], environment={"RELAY_URL": relay, "RELAY_TOKEN": "token-of-the-test"})
        self.see_what_is_kept(self.work / "Reports")
        self.assertTrue((self.work / re.search(r"junit testResults: '([^']+)'", text)[1]).exists())

    @needs_yaml
    def test_kubernetes(self):
        spec = read(CI / "kubernetes-cronjob.yaml")["spec"]["jobTemplate"]["spec"]["template"]["spec"]
        container = spec["containers"][0]
        mounted = {mount["mountPath"] for mount in container["volumeMounts"]}
        self.assertEqual({mount["name"] for mount in container["volumeMounts"]}, {volume["name"] for volume in spec["volumes"]})
        reports = self.folder / "reports"
        reports.mkdir()
        (self.folder / "sttcheck.yaml").write_text(
            f'relay: ws://127.0.0.1:{self.relay()}/speech\nheaders: {{ Authorization: "Bearer ${{RELAY_TOKEN}}" }}\n', encoding="utf-8")
        words = []
        for word in container["args"]:
            if word.startswith("/"):
                self.assertTrue(any(word.startswith(place) for place in mounted), word)
            words.append(word.replace("/etc/sttcheck/", f"{self.folder}/").replace("/reports", str(reports)))
        environment = {entry["name"]: "token-of-the-test" for entry in container["env"]}
        ended = subprocess.run(
            [BINARY, *words], cwd="/", env={**self.environment, **environment}, capture_output=True, text=True, timeout=120, check=False)
        self.assertEqual(ended.returncode, 0, ended.stdout + ended.stderr)
        self.see_what_is_kept(reports)
        self.assertTrue((reports / "sttcheck.sqlite").exists())

    @needs_yaml
    def test_the_issue_form_asks_for_a_recording(self):
        form = read(ROOT / ".github/ISSUE_TEMPLATE/recording.yml")
        needed = {part["id"] for part in form["body"] if part.get("validations", {}).get("required")}
        self.assertLessEqual({"recording", "command", "version", "truth"}, needed)

    @needs_yaml
    def test_a_recording_is_shared_sealed(self):
        """The form and CONTRIBUTING give one command, which writes a recording that can be read, and the form asks for that file."""
        form = (ROOT / ".github/ISSUE_TEMPLATE/recording.yml").read_text(encoding="utf-8")
        guide = (ROOT / ".github/CONTRIBUTING.md").read_text(encoding="utf-8")
        command = re.search(r"`(sttcheck export \S+ --seal --output (\S+))`", form)
        self.assertIsNotNone(command, "the form names no `sttcheck export … --seal --output …`")
        self.assertIn(f"`{command[1]}`", guide)
        self.assertIn(command[2], read(ROOT / ".github/ISSUE_TEMPLATE/recording.yml")["body"][1]["attributes"]["description"])
        self.expect(0, "sttcheck run --quiet")
        self.assertIn("digests stand in place of the audio", self.expect(0, command[1]).stderr)
        for other in re.findall(r"`(sttcheck (?:frames|report) [^`]+)`", form):
            self.assertIn(command[2], other)
            self.assertTrue(self.expect(0, other).stdout)

    @needs_yaml
    def test_our_own_workflow_names_what_is_there(self):
        jobs = read(ROOT / ".github/workflows/ci.yml")["jobs"]
        commands = [step["run"] for job in jobs.values() for step in job["steps"] if "run" in step]
        self.assertIn(".ci/run", commands)
        for command in commands:
            subprocess.run(["bash", "-n", "-c", command], check=True)


if __name__ == "__main__":
    unittest.main()
