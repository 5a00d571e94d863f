"""Every command that a page tells its reader to type is typed, against relays and services on the loopback; the reader's own names lead there."""
import re
import shlex
import signal
import sqlite3
import subprocess

from stand_ins import BINARY, PAGES, PATIENCE, ROOT, Programs, blocks, free_port

README = ROOT / "README.md"
# What exits otherwise than 0, and why.
ENDS = {
    "sttcheck diff Fixtures/recordings/early-break/healthy.sqlite Fixtures/recordings/early-break/broken.sqlite": 1,  # a regression
    "sttcheck lab play two-utterances --fault early-break --record virtual.sqlite": 1,  # the fault
}
# What changes the machine, needs one of another kind, or is a test of its own elsewhere: each is only held against what it names.
TOLD = ("sudo ", "docker ", "apt-get ", "brew ", "curl ", "tar ", "sha256sum ", "swift ", ".ci/run", "RECORD_SNAPSHOTS=1 swift ", "man ", "rm ")


def commands(page):
    """The lines of its sh blocks: comments gone, continued lines joined."""
    for block in blocks(page, "sh"):
        for line in block.replace("\\\n", " ").splitlines():
            words = re.sub(r"(^|\s+)#.*$", "", line).strip()
            if words:
                yield words


class CommandsOfPages(Programs):
    def setUp(self):
        super().setUp()
        self.port = free_port()
        self.proxy = free_port()

    def led_here(self, command):
        """The same with the places of this machine."""
        service = rf"127.0.0.1:{self.port}"
        command = command.replace("127.0.0.1:9091", f"127.0.0.1:{self.proxy}").replace("127.0.0.1:9090", service)
        if "--start" in command:
            relay = free_port()
            start = f"{BINARY} lab relay --listen 127.0.0.1:{relay} --service $STTCHECK_SERVICE_URL"
            command = re.sub(r"--start '[^']*'", lambda _: f"--start '{start}'", command)
        elif command.startswith("sttcheck probe wss://"):
            # The service of the lab in the real one's place.
            return command.replace("wss://api.deepgram.com", f"ws://127.0.0.1:{self.service()}")
        elif "--service-listen" in command:
            relay = self.relay(service=self.port)
        elif "sttcheck run --relay" in command or "sttcheck probe ws://" in command:
            relay = self.relay()
        else:
            relay = free_port()
        return re.sub(r"(localhost|127\.0\.0\.1):8080", f"127.0.0.1:{relay}", command)

    def try_command(self, command):
        if command.startswith(TOLD):
            return
        if command.startswith("make "):
            target = shlex.split(command)[1]
            subprocess.run(["make", "--dry-run", target, "SWIFT=swift"], cwd=ROOT, check=True, capture_output=True, timeout=PATIENCE)
        elif command.startswith("sqlite3 "):
            _, file, question = shlex.split(command)
            with sqlite3.connect(self.work / file) as db:
                self.assertTrue(db.execute(question).fetchall(), command)
        elif re.match(r"sttcheck lab (service|relay) ", command):
            process, _ = self.start(shlex.split(self.led_here(command)))
            process.send_signal(signal.SIGTERM)
            self.assertEqual(process.wait(timeout=30), 0, command)
        elif command.startswith(("sttcheck ", ".github/docs/")):
            folder = None if command.startswith("sttcheck ") else ROOT
            self.expect(ENDS.get(command, 0), self.led_here(command), folder=folder)
        else:
            self.fail(f"nothing is known of how to try: {command}")

    def test_the_readme(self):
        """In its order: what a command leaves, those behind it find."""
        tried = 0
        # What `make run` of the first block leaves.
        self.expect(0, "sttcheck run baseline --quiet")
        for command in commands(README):
            with self.subTest(command=command):
                self.try_command(command)
                tried += 1
        for command in re.findall(r"`(sttcheck [^`]+)`", README.read_text(encoding="utf-8")):
            with self.subTest(command=command):
                self.try_command(command)
                tried += 1
        self.assertGreater(tried, 15)

    def test_pages(self):
        """What the README has is tried there."""
        readme = set(commands(README))
        for page in PAGES:
            if page == README:
                continue
            seen = [command for command in commands(page) if command not in readme]
            if not seen:
                continue
            self.expect(0, "sttcheck run baseline --quiet")
            for command in seen:
                with self.subTest(page=page.name, command=command):
                    self.try_command(command)

    def test_the_profile_of_the_readme_is_one(self):
        """It is taken; that nobody listens there is told by the exit code."""
        profiles = [block for block in blocks(README, "yaml") if block.startswith("relay:")]
        self.assertEqual(len(profiles), 1)
        text = re.sub(r"wss://[^\s]+", f"ws://127.0.0.1:{free_port()}/speech", profiles[0])
        (self.work / "sttcheck.yaml").write_text(text, encoding="utf-8")
        self.expect(3, "sttcheck run baseline", environment={"RELAY_TOKEN": "token-of-the-test"})
        self.expect(2, "sttcheck run baseline", environment={"RELAY_TOKEN": ""})

    def test_the_story_of_the_readme(self):
        """0 messages, with the service hop in view: the cause, as its picture has it."""
        relay = self.relay(service=self.port, fault="container-declared-for-raw-audio")
        ended = self.expect(1, f"sttcheck run baseline --relay ws://127.0.0.1:{relay}/speech/stt:test --service-listen 127.0.0.1:{self.port}")
        self.assertIn("container-declared-for-raw-audio", ended.stdout)
        self.assertIn("proven", ended.stdout)

    def test_no_line_of_the_readme_is_too_long(self):
        for number, line in enumerate(README.read_text(encoding="utf-8").splitlines(), 1):
            self.assertLessEqual(len(line), 200, f"line {number}")
