"""What the clients share: where they call, what they send, and what they tell of it.

Environment: URL (ws://HOST:PORT), KEY, AUDIO (a WAV file), OUT (a file that gets one JSON object).
"""

import json
import os
import time
import wave

URL = os.environ["URL"]
HTTP = URL.replace("ws", "http", 1)
KEY = os.environ.get("KEY", "a-key")
CHUNK = 0.1


def samples():
    """The headerless samples of the file, and their rate."""
    with wave.open(os.environ["AUDIO"]) as file:
        return file.readframes(file.getnframes()), file.getframerate()


def chunks():
    """Pieces of a tenth of a second, and when each is due after the first."""
    data, rate = samples()
    size = int(rate * CHUNK) * 2
    return [(index * CHUNK, data[start : start + size]) for index, start in enumerate(range(0, len(data), size))]


def wait_until(moment):
    time.sleep(max(0, moment - time.monotonic()))


def plain(message):
    """A message of the SDK as the JSON it came from."""
    return json.loads(message.json()) if hasattr(message, "json") else message


def tell(**facts):
    with open(os.environ["OUT"], "w") as file:
        json.dump(facts, file, default=str)
