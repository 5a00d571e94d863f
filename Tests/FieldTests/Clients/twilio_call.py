"""A telephone call as Twilio's documentation of Media Streams writes it down, message by message: 20 ms of mulaw in base64, each when it is due.

Nothing of it comes from sttcheck: it is what a relay for calls has to understand.
"""

import base64
import json
import time

from websockets.exceptions import ConnectionClosed
from websockets.sync.client import connect

from support import URL, samples, tell, wait_until

ACCOUNT, STREAM, CALL = ("AC" + "1" * 32, "MZ18ad3ab5a668481ce02b83e7395059f0", "CA" + "2" * 32)


def mulaw(sample):
    """ITU-T G.711: a sign, three bits of exponent, four of mantissa, all turned over."""
    sign, magnitude = (0x80, -sample) if sample < 0 else (0, sample)
    magnitude = min(magnitude, 32635) + 0x84
    exponent = magnitude.bit_length() - 8
    return ~(sign | exponent << 4 | magnitude >> (exponent + 3) & 0x0F) & 0xFF


def at_8_khz():
    """The clip's samples, each the mean of those in its eighth of a millisecond."""
    data, rate = samples()
    values = [int.from_bytes(data[at : at + 2], "little", signed=True) for at in range(0, len(data), 2)]
    count = len(values) * 8000 // rate
    edges = [index * rate // 8000 for index in range(count + 1)]
    return bytes(mulaw(sum(values[a:b]) // (b - a)) for a, b in zip(edges, edges[1:]))


sequence = 0
messages, close = [], None
with connect(URL + "/twilio") as call:

    def say(event, **members):
        global sequence
        sequence += 1
        call.send(json.dumps({"event": event, "sequenceNumber": str(sequence), **members, "streamSid": STREAM}))

    call.send(json.dumps({"event": "connected", "protocol": "Call", "version": "1.0.0"}))
    say(
        "start",
        start={
            "accountSid": ACCOUNT,
            "streamSid": STREAM,
            "callSid": CALL,
            "tracks": ["inbound"],
            "mediaFormat": {"encoding": "audio/x-mulaw", "sampleRate": 8000, "channels": 1},
            "customParameters": {"FirstName": "Jane", "RemoteParty": "Bob"},
        },
    )
    audio, start = at_8_khz(), time.monotonic()
    for index, at in enumerate(range(0, len(audio), 160)):
        wait_until(start + index * 0.02)
        payload = base64.b64encode(audio[at : at + 160]).decode()
        say("media", media={"track": "inbound", "chunk": str(index + 1), "timestamp": str(index * 20 + 5), "payload": payload})
    say("stop", stop={"accountSid": ACCOUNT, "callSid": CALL})
    try:
        while True:
            messages.append(json.loads(call.recv(timeout=15)))
    except TimeoutError:
        pass
    except ConnectionClosed as end:
        close = [end.rcvd.code, end.rcvd.reason] if end.rcvd else None
tell(messages=messages, close=close)
