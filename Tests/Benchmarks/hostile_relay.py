"""Relays and services that nobody wishes for; needs nothing but Python. FAULT says of what kind, and the kinds of `flooding_relay` are there too:

slow-head        the head of its answer comes a byte a second
slow-frame       a result comes a byte a second
never-reads      nothing of its client is read
reads-slowly     ten bytes a second are read
deflate-unasked  the answer turns on a compression that nobody offered
deflate-bomb     a gigabyte of zeros, deflated, in a frame with RSV1
lengths          each length that RFC 6455 §5.2 forbids
many-headers     100,000 headers
few-headers      60,000 bytes of headers, which is allowed
utf8-cuts        text in two frames, cut at each byte of each character, and text that ends in a cut
close-storm      10,000 Close frames
reset-STATE      a reset when it accepts, at the request, in the head, once it is open, at the first audio, inside a frame, after the stop, behind its Close:
                 accept, request, head, open, first, frame, stop, close
empty-storm      a million empty messages
pong-storm       a million pongs that nobody asked for
deep-json        a message of 7 million brackets
wide-json        a result of 15 MB with 200,000 words
bytes            messages of 64 KB for as long as they are taken
talk             finals of 60 KB, of words that were not there before, for as long as they are taken
below            2,000 messages that nobody can read and 90 pings a second, which no limit forbids
noise            random bytes behind the 101
continues        a 100 Continue over and over
endless-body     a refusal whose body has no end
cut-frame        a frame whose end never comes, and a FIN
half-close       a FIN behind the 101, and silence
never-ends       the last result, the Close, and never the end of the connection
foul-text        results of control characters, tags and escapes
many-ids         20,000 results, each under a request id of its own
"""

import base64
import hashlib
import json
import os
import random
import socket
import struct
import sys
import threading
import time
import zlib

sys.dont_write_bytecode = True
sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "FieldTests", "Relays"))
import flooding_relay
from flooding_relay import frame, pour, read, result

MOST_SECONDS = 60
BOMB = b""
TEXT = "naïve €5 😀 ok".encode()


def head_of(request):
    key = next((line.split(b":", 1)[1].strip() for line in request if line.lower().startswith(b"sec-websocket-key")), b"")
    accept = base64.b64encode(hashlib.sha1(key + b"258EAFA5-E914-47DA-95CA-C5AB0DC85B11").digest())
    return b"HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: " + accept + b"\r\n"


def trickle(connection, data, pause=1.0):
    for place in range(len(data)):
        connection.sendall(data[place:place + 1])
        time.sleep(pause)


def reset(connection):
    connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    connection.close()


def lengths(connection):
    for lie in [
        b"\x81\x7e\x00\x05hello", b"\x81\x7f\x00\x00\x00\x00\x00\x00\x00\x05hello", b"\x89\x7e\x00\x80" + b"p" * 128,
        b"\x81\x7f\xff\xff\xff\xff\xff\xff\xff\xffx",
    ]:
        connection.sendall(lie)
        time.sleep(0.1)


def cut_frame(connection):
    connection.sendall(frame(1, b'{"type":"fi', length=5000))
    time.sleep(0.5)
    connection.shutdown(socket.SHUT_WR)


def utf8_cuts(connection):
    for place in range(len(TEXT) + 1):
        connection.sendall(frame(1, TEXT[:place], fin=False) + frame(0, TEXT[place:]))
    for place in range(len(TEXT)):
        connection.sendall(frame(1, TEXT[:place]))


def close_storm(connection):
    for number in range(10_000):
        connection.sendall(frame(8, struct.pack("!H", 1000 + number % 4000) + str(number).encode()))


def below(connection, gone):
    began = time.monotonic()
    for tick in range(25 * 10):
        if gone.wait(max(0.0, began + tick / 10 - time.monotonic())):
            return
        connection.sendall(
            b"".join(frame(1, b'{"kind":%d,"of":"%d"}' % (tick * 200 + n, n)) for n in range(195))
            + b"".join(frame(9, b"%d" % n) for n in range(9)))


def bomb():
    deflater = zlib.compressobj(9, zlib.DEFLATED, -15)
    block = bytes(1 << 20)
    return b"".join(deflater.compress(block) for _ in range(1024)) + deflater.flush(zlib.Z_SYNC_FLUSH)


def compressed(payload):
    data = frame(1, payload)
    return bytes([data[0] | 0x40]) + data[1:]


def words(count):
    value = {"type": "Results", "channel_index": [0, 1], "start": 0, "duration": 1.5, "is_final": True, "channel": {"alternatives": [
        {"transcript": "word " * count, "confidence": 1, "words": [
            {"word": f"word{n}", "start": n / 100, "end": n / 100 + 0.01, "confidence": 0.9} for n in range(count)]}]}}
    return json.dumps(value).encode()


def talk(connection):
    """Each final goes on where the one before it ended."""
    for number in range(1 << 20):
        text = " ".join(f"word{number}x{n}" for n in range(5_000))
        connection.sendall(frame(1, json.dumps({
            "type": "Results", "channel_index": [0, 1], "start": number * 1.5, "duration": 1.5, "is_final": True,
            "channel": {"alternatives": [{"transcript": text, "confidence": 1, "words": []}]}}).encode()))


def foul(connection):
    for text in ["\u001b[2J\u001b]0;x\u0007", "<script>alert(1)</script>", "]]>", "::error::x", "\u202e\u2066", "| a | b |", "x\r\nnot ok 1",
                 "%0A::set-output", "\u0000\u0001", "a" * 100_000]:
        connection.sendall(frame(1, json.dumps({"type": "final", "text": text}).encode()))


def listen_to(connection, stream, gone, pace=None):
    """Reads the client's frames, and says goodbye after its stop."""
    try:
        if pace:
            while not gone.wait(1 / pace) and stream.read(1):
                pass
            return
        while (came := read(stream)) is not None:
            if came[0] == 1:
                gone.set()
                connection.sendall(result("goodbye") + frame(8, struct.pack("!H", 1000)))
            if came[0] == 8:
                break
    except OSError:
        pass
    gone.set()


FLOODS = ["endless-frame", "huge-frame", "fragments", "pings", "results", "head", "none"]


def resets(connection, stream, state):
    """A reset in one state of the session."""
    if state == "accept":
        return reset(connection)
    request = list(iter(lambda: stream.readline().strip(), b""))
    if state == "request":
        return reset(connection)
    head = head_of(request)
    connection.sendall(head if state == "head" else head + b"\r\n")
    if state in ("head", "open"):
        return reset(connection)
    while (came := read(stream)) is not None:
        if state == "first":
            break
        if state == "frame":
            connection.sendall(frame(1, b'{"type":"final"', length=500))
            break
        if came[0] == 1:
            connection.sendall(result("goodbye"))
            if state == "close":
                connection.sendall(frame(8, struct.pack("!H", 1000)))
            break
    # What was sent comes first.
    time.sleep(0.05)
    reset(connection)


def serve(connection, fault):
    stream = connection.makefile("rb")
    if fault.startswith("reset-"):
        return resets(connection, stream, fault.removeprefix("reset-"))
    request = list(iter(lambda: stream.readline().strip(), b""))
    if not request:
        return connection.close()
    head = head_of(request)
    gone = threading.Event()
    if fault == "slow-head":
        return trickle(connection, head + b"\r\n")
    if fault == "continues":
        return pour(connection, b"HTTP/1.1 100 Continue\r\n\r\n" * 1000, 1 << 20)
    if fault == "endless-body":
        connection.sendall(b"HTTP/1.1 403 Forbidden\r\nContent-Type: text/plain\r\n\r\n")
        return pour(connection, b"no" * 30_000, 1 << 20)
    if fault == "many-headers":
        connection.sendall(head + b"".join(b"X-%d: y\r\n" % n for n in range(100_000)) + b"\r\n")
        return gone.wait(MOST_SECONDS)
    if fault == "few-headers":
        head += b"".join(b"X-%d: yyyy\r\n" % n for n in range(4_000))
    if fault == "deflate-unasked":
        head += b"Sec-WebSocket-Extensions: permessage-deflate; client_max_window_bits=8\r\n"
    connection.sendall(head + b"\r\n")
    if fault == "never-reads":
        return gone.wait(MOST_SECONDS)
    pace = 10 if fault == "reads-slowly" else None
    threading.Thread(target=listen_to, args=(connection, stream, gone, pace), daemon=True).start()
    if fault == "slow-frame":
        trickle(connection, result("never to be heard"))
    elif fault == "deflate-bomb":
        connection.sendall(BOMB)
    elif fault == "lengths":
        lengths(connection)
    elif fault == "cut-frame":
        cut_frame(connection)
    elif fault == "utf8-cuts":
        utf8_cuts(connection)
    elif fault == "close-storm":
        close_storm(connection)
    elif fault == "empty-storm":
        pour(connection, frame(1, b"") * 1000, 1000)
    elif fault == "pong-storm":
        pour(connection, frame(10, b"x") * 1000, 1000)
    elif fault == "deep-json":
        connection.sendall(frame(1, b"[" * 7_000_000))
    elif fault == "wide-json":
        connection.sendall(frame(1, words(200_000)))
    elif fault == "bytes":
        pour(connection, frame(1, b"x" * 65_536), 1 << 20)
    elif fault == "talk":
        talk(connection)
    elif fault == "below":
        below(connection, gone)
    elif fault == "noise":
        pour(connection, random.Random(1).randbytes(65_536), 1000)
    elif fault == "half-close":
        connection.shutdown(socket.SHUT_WR)
    elif fault == "never-ends":
        gone.wait(MOST_SECONDS)
        time.sleep(MOST_SECONDS)
    elif fault == "foul-text":
        foul(connection)
    elif fault == "many-ids":
        for number in range(15_000):
            connection.sendall(frame(1, json.dumps({
                "type": "Results", "start": number / 10, "duration": 0.1, "is_final": True, "metadata": {"request_id": f"r{number}"},
                "channel": {"alternatives": [{"transcript": f"word {number}", "words": []}]}}).encode()))
    gone.wait(MOST_SECONDS)


def serve_either(connection, fault):
    (flooding_relay.serve if fault in FLOODS else serve)(connection, fault)


def main():
    if os.environ.get("FAULT") == "deflate-bomb":
        global BOMB
        BOMB = compressed(bomb())
    flooding_relay.main(serve_either)


if __name__ == "__main__":
    main()
