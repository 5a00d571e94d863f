"""A relay that pours out more than anybody can take; needs nothing but Python. FAULT says of what:

endless-frame   one text message announced with 2^63 - 1 bytes
huge-frame      one text message of 200 MB
fragments       a message that is never finished
pings           377,000 pings
results         a million small results
head            an HTTP head that never ends
none            results as fast as they can be read, 20 pings a second and messages of 1 MB: much, and nothing wrong

Whatever it pours, it stops after as much, and when its client has gone.
"""

import base64
import hashlib
import os
import socket
import struct
import threading
import time

MOST_SECONDS = 60


def frame(opcode, payload, fin=True, length=None):
    length = len(payload) if length is None else length
    first = (0x80 if fin else 0) | opcode
    if length < 126:
        return struct.pack("!BB", first, length) + payload
    if length < 1 << 16:
        return struct.pack("!BBH", first, 126, length) + payload
    return struct.pack("!BBQ", first, 127, length) + payload


def result(text):
    return frame(1, b'{"type":"final","text":"' + text.encode() + b'"}')


def pour(connection, chunk, times):
    end = time.monotonic() + MOST_SECONDS
    for _ in range(times):
        if time.monotonic() > end:
            return
        connection.sendall(chunk)


def endless_frame(connection):
    connection.sendall(frame(1, b"", length=(1 << 63) - 1))
    pour(connection, b"x" * 65536, 1 << 20)


def huge_frame(connection):
    connection.sendall(frame(1, b"", length=200_000_000))
    pour(connection, b"x" * 50_000, 4000)


def fragments(connection):
    connection.sendall(frame(1, b"x", fin=False))
    pour(connection, frame(0, b"x", fin=False) * 1000, 1 << 20)


def pings(connection):
    for start in range(0, 377_000, 1000):
        connection.sendall(b"".join(frame(9, str(number).encode()) for number in range(start, start + 1000)))


def results(connection):
    pour(connection, result("a") * 1000, 1000)


def busy(connection, gone):
    """Twenty pings and fifty results a second, and a message of 1 MB each second."""
    began = time.monotonic()
    for number in range(20 * MOST_SECONDS):
        if gone.wait(max(0.0, began + number / 20 - time.monotonic())):
            return
        burst = frame(9, str(number).encode()) + b"".join(result(f"word {number}") for _ in range(3))
        if number % 20 == 10:
            burst += frame(1, b'{"type":"status","text":"' + b"x" * 1_000_000 + b'"}')
        connection.sendall(burst)


def read(stream):
    """A frame of the client: opcode and payload; None where it has gone."""
    head = stream.read(2)
    if len(head) < 2:
        return None
    length = head[1] & 127
    if length >= 126:
        length = int.from_bytes(stream.read(2 if length == 126 else 8), "big")
    key = stream.read(4)
    payload = stream.read(length)
    return head[0] & 15, bytes(byte ^ key[place % 4] for place, byte in enumerate(payload)) if length < 200 else b""


def listen_to(connection, stream, gone):
    """Takes the client's frames; at its stop says goodbye."""
    try:
        while (came := read(stream)) is not None:
            opcode, payload = came
            if opcode == 1 and payload == b"stop":
                gone.set()
                connection.sendall(result("goodbye") + frame(8, struct.pack("!H", 1000)))
            if opcode == 8:
                break
    except OSError:
        pass
    gone.set()


def serve(connection, fault):
    stream = connection.makefile("rb")
    key = b""
    while (line := stream.readline().strip()):
        name, _, value = line.partition(b":")
        if name.lower() == b"sec-websocket-key":
            key = value.strip()
    if not key:
        return connection.close()
    connection.sendall(b"HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n")
    if fault == "head":
        return pour(connection, b"X-More: " + b"x" * 1000 + b"\r\n", 1 << 20)
    accept = base64.b64encode(hashlib.sha1(key + b"258EAFA5-E914-47DA-95CA-C5AB0DC85B11").digest())
    connection.sendall(b"Sec-WebSocket-Accept: " + accept + b"\r\n\r\n")
    gone = threading.Event()
    threading.Thread(target=listen_to, args=(connection, stream, gone), daemon=True).start()
    if fault == "none":
        busy(connection, gone)
    else:
        {"endless-frame": endless_frame, "huge-frame": huge_frame, "fragments": fragments, "pings": pings, "results": results}[fault](connection)
    gone.wait(MOST_SECONDS)


def guarded(serving, connection, fault):
    try:
        serving(connection, fault)
    except OSError:
        # Its client has gone: that is how each flood ends.
        pass
    finally:
        connection.close()


def main(serving=serve):
    fault = os.environ.get("FAULT", "none")
    server = socket.create_server(("127.0.0.1", int(os.environ["LISTEN"])))
    while True:
        connection, _ = server.accept()
        threading.Thread(target=guarded, args=(serving, connection, fault), daemon=True).start()


if __name__ == "__main__":
    main()
