"""A relay on bare asyncio streams: it reads and writes the client's WebSocket frames by itself (RFC 6455), and takes no library's help
but for the service hop. Over TLS where CERTIFICATE and KEY name files; with CLIENTS, only clients with a certificate of that authority.

Environment: LISTEN (port), SERVICE_URL, SHAPE (see shapes.py), FAULT: first-frame-only (of a fragmented message).
"""

import asyncio
import base64
import hashlib
import os
import ssl

import websockets

import shapes

FAULT = os.environ.get("FAULT", "none")
SHAPE = os.environ.get("SHAPE", "deepgram")
SERVICE_URL = os.environ["SERVICE_URL"]
URL = f"{SERVICE_URL}/v1/listen?encoding=linear16&sample_rate=44100&channels=1&interim_results=true"
TEXT, BINARY, CLOSE, PING, PONG = 1, 2, 8, 9, 10


def frame(opcode: int, payload: bytes) -> bytes:
    size = len(payload)
    if size < 126:
        length = bytes([size])
    elif size < 65536:
        length = b"\x7e" + size.to_bytes(2, "big")
    else:
        length = b"\x7f" + size.to_bytes(8, "big")
    return bytes([0x80 | opcode]) + length + payload


async def read_frame(reader: asyncio.StreamReader) -> tuple[bool, int, bytes]:
    first, second = await reader.readexactly(2)
    size = second & 0x7F
    if size == 126:
        size = int.from_bytes(await reader.readexactly(2), "big")
    elif size == 127:
        size = int.from_bytes(await reader.readexactly(8), "big")
    key = await reader.readexactly(4)
    masked = await reader.readexactly(size)
    repeated = (key * (size // 4 + 1))[:size]
    payload = (int.from_bytes(masked, "big") ^ int.from_bytes(repeated, "big")).to_bytes(size, "big")
    return bool(first & 0x80), first & 0x0F, payload


async def greet(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> bool:
    head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").split("\r\n")
    fields = {name.lower(): value.strip() for name, _, value in (line.partition(":") for line in head[1:])}
    key = fields.get("sec-websocket-key")
    if key is None:
        writer.write(b"HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\nConnection: close\r\n\r\n")
        return False
    accept = base64.b64encode(hashlib.sha1((key + "258EAFA5-E914-47DA-95CA-C5AB0DC85B11").encode()).digest()).decode()
    lines = ["HTTP/1.1 101 Switching Protocols", "Upgrade: websocket", "Connection: Upgrade", f"Sec-WebSocket-Accept: {accept}"]
    writer.write("\r\n".join(lines + ["", ""]).encode())
    return True


async def up(reader: asyncio.StreamReader, writer: asyncio.StreamWriter, service) -> None:
    whole, kind = b"", BINARY
    while True:
        try:
            final, opcode, payload = await read_frame(reader)
        except (asyncio.IncompleteReadError, ConnectionError):
            # Gone without a word: the service is told all the same.
            await service.send('{"type": "CloseStream"}')
            return
        if opcode == CLOSE:
            writer.write(frame(CLOSE, payload[:2]))
            await service.send('{"type": "CloseStream"}')
            return
        if opcode == PING:
            writer.write(frame(PONG, payload))
        if opcode > BINARY or (FAULT == "first-frame-only" and opcode == 0):
            continue
        kind = opcode or kind
        whole += payload
        if not final and FAULT != "first-frame-only":
            continue
        message, whole = whole, b""
        if kind == BINARY and message:
            await service.send(message)
        elif message == b"stop":
            await service.send('{"type": "CloseStream"}')


async def keep_alive(service) -> None:
    while True:
        await asyncio.sleep(4)
        await service.send('{"type": "KeepAlive"}')


async def down(writer: asyncio.StreamWriter, service) -> None:
    try:
        async for raw in service:
            out = shapes.reshape(raw, SHAPE)
            if out is not None:
                writer.write(frame(TEXT, out.encode()))
                await writer.drain()
    except websockets.ConnectionClosedError:
        pass
    # 1005 and 1006 stand for what was never on the wire.
    code = {None: 1011, 1005: 1000, 1006: 1011}.get(service.close_code, service.close_code)
    writer.write(frame(CLOSE, code.to_bytes(2, "big") + (service.close_reason or "").encode()))


async def relay(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    try:
        if await greet(reader, writer):
            async with websockets.connect(URL, additional_headers={"Authorization": "Token test"}) as service:
                sending = asyncio.create_task(up(reader, writer, service))
                covering = asyncio.create_task(keep_alive(service))
                try:
                    await down(writer, service)
                    # The client answers the Close; then the connection has served its purpose.
                    await asyncio.wait({sending}, timeout=2)
                finally:
                    sending.cancel()
                    covering.cancel()
    except (asyncio.IncompleteReadError, ConnectionError, websockets.ConnectionClosed):
        pass
    finally:
        writer.close()


def tls() -> ssl.SSLContext | None:
    if "CERTIFICATE" not in os.environ:
        return None
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(os.environ["CERTIFICATE"], os.environ["KEY"])
    if "CLIENTS" in os.environ:
        context.verify_mode = ssl.CERT_REQUIRED
        context.load_verify_locations(os.environ["CLIENTS"])
    return context


async def main() -> None:
    server = await asyncio.start_server(relay, "127.0.0.1", int(os.environ["LISTEN"]), ssl=tls())
    async with server:
        await server.serve_forever()


if __name__ == "__main__":
    asyncio.run(main())
