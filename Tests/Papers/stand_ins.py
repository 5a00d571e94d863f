"""What the tests of papers share: the program, folders to run it in, and relays and services of the lab on free ports."""
import contextlib
import os
import random
import re
import signal
import socket
import subprocess
import tempfile
import unittest
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
BINARY = Path(os.environ.get("STTCHECK_BINARY", ROOT / ".build/debug/sttcheck")).resolve()
PAGES = [ROOT / "README.md", *sorted((ROOT / ".github").glob("*.md")), *sorted((ROOT / ".github/docs").glob("*.md"))]
# The longest that any command may take.
PATIENCE = 300


def blocks(page, language):
    """The fenced blocks of a page in a language."""
    return re.findall(rf"^```{language}\n(.*?)^```$", page.read_text(encoding="utf-8"), re.S | re.M)


def free_port():
    """Of those that the system gives to nobody who asks for any: it stays free until a program listens there."""
    while True:
        port = random.randrange(10_000, 20_000)
        with socket.socket() as sock:
            try:
                sock.bind(("127.0.0.1", port))
            except OSError:
                continue
            return port


class Programs(unittest.TestCase):
    """Tests that run the program, each in a folder of its own, with `sttcheck` on the path."""

    def setUp(self):
        if not os.access(BINARY, os.X_OK):
            self.fail(f"{BINARY} is no program: swift build --product sttcheck, or set STTCHECK_BINARY")
        folder = tempfile.TemporaryDirectory(prefix="sttcheck-papers-")
        self.addCleanup(folder.cleanup)
        self.folder = Path(folder.name).resolve()
        self.work = self.folder / "work"
        self.work.mkdir()
        (self.work / "Fixtures").symlink_to(ROOT / "Fixtures")
        (self.folder / "bin").mkdir()
        (self.folder / "bin/sttcheck").symlink_to(BINARY)
        # No job, and nothing of the machine's: what a person has who pastes a command.
        kept = {name: value for name, value in os.environ.items() if not name.startswith(("GITHUB_", "DEEPGRAM_"))}
        self.environment = {
            **kept, "PATH": f"{self.folder}/bin:{os.environ['PATH']}", "XDG_CONFIG_HOME": str(self.folder / "config"), "DEEPGRAM_API_KEY": "any"}

    def run_shell(self, command, environment=None, folder=None):
        return subprocess.run(
            ["bash", "-c", command], cwd=folder or self.work, env={**self.environment, **(environment or {})}, capture_output=True, text=True,
            timeout=PATIENCE, check=False)

    def expect(self, code, command, **options):
        ended = self.run_shell(command, **options)
        self.assertEqual(ended.returncode, code, f"{command}\n{ended.stdout[-3000:]}\n{ended.stderr[-3000:]}")
        return ended

    def start(self, words):
        """A program that stands until the test is over; waits for the line that says that it listens."""
        process = subprocess.Popen(words, cwd=self.work, env=self.environment, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)

        def end():
            process.send_signal(signal.SIGTERM)
            with contextlib.suppress(subprocess.TimeoutExpired):
                process.wait(timeout=20)
            process.kill()
            process.wait()
            process.stdout.close()

        self.addCleanup(end)
        line = process.stdout.readline()
        self.assertIn("listening on ws://", line, f"{words}")
        return process, int(line.rsplit(":", 1)[1])

    def service(self):
        return self.start([BINARY, "lab", "service", "--listen", "127.0.0.1:0"])[1]

    def relay(self, service=None, fault=None, port=0):
        words = [BINARY, "lab", "relay", "--listen", f"127.0.0.1:{port}", "--service", f"ws://127.0.0.1:{service or self.service()}"]
        return self.start(words + (["--fault", fault] if fault else []))[1]
