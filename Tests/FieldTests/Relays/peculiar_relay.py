"""A relay that does its work in a way of its own: everything here is healthy, and none of it may be called a fault.

HABIT is one of: keepalive, gathers, leaves-at-metadata, no-interims, chatty, dials-slowly, empty-end, finalizes-first, resamples,
wraps-in-wav, no-close-code, answers-late, stereo, leaves-out-silence, fragments, full-stops, passes-empties, empty-is-the-end.
Environment: LISTEN (port), SERVICE_URL, HABIT.
"""

import array
import asyncio
import json
import os
import struct

import websockets
from websockets.asyncio.client import connect
from websockets.asyncio.server import serve

HABIT = os.environ.get("HABIT", "keepalive")
SERVICE_URL = os.environ["SERVICE_URL"]
RATE = 16000 if HABIT == "resamples" else 44100


def url() -> str:
    declared = f"encoding=linear16&sample_rate={RATE}&channels=1"
    if HABIT == "wraps-in-wav":
        declared = "model=nova-2"
    if HABIT == "stereo":
        declared = f"encoding=linear16&sample_rate={RATE}&channels=2"
    interims = "" if HABIT == "no-interims" else "&interim_results=true"
    return f"{SERVICE_URL}/v1/listen?{declared}{interims}"


def stereo(mono: bytes) -> bytes:
    samples = array.array("h", mono)
    both = array.array("h", bytes(2 * len(mono)))
    both[0::2] = both[1::2] = samples
    return both.tobytes()


def with_full_stop(message: str) -> str:
    """As a formatter does that never looks whether there is a text."""
    parsed = json.loads(message)
    if parsed["type"] == "Results":
        best = parsed["channel"]["alternatives"][0]
        best["transcript"] = best["transcript"].capitalize() + "."
    return json.dumps(parsed)


def wav_header() -> bytes:
    unknown = 0x7FFFFFFF
    shape = struct.pack("<IHHIIHH", 16, 1, 1, RATE, RATE * 2, 2, 16)
    return b"RIFF" + struct.pack("<I", unknown) + b"WAVEfmt " + shape + b"data" + struct.pack("<I", unknown - 36)


class Resampler:
    """Linear interpolation from 44100 to 16000 Hz, across chunks."""

    def __init__(self) -> None:
        self.at = 0.0
        self.held = array.array("h")

    def feed(self, chunk: bytes) -> bytes:
        self.held.frombytes(chunk)
        out = array.array("h")
        step = 44100 / 16000
        while self.at + 1 < len(self.held):
            i = int(self.at)
            rest = self.at - i
            out.append(int(self.held[i] * (1 - rest) + self.held[i + 1] * rest))
            self.at += step
        done = min(int(self.at), len(self.held))
        del self.held[:done]
        self.at -= done
        return out.tobytes()


async def up(client, service) -> None:
    waiting = b""
    resampler = Resampler()
    if HABIT == "wraps-in-wav":
        await service.send(wav_header())
    try:
        async for message in client:
            if isinstance(message, str):
                if message == "stop":
                    break
            elif HABIT == "empty-is-the-end" and not message:
                break
            elif HABIT == "gathers":
                waiting += message
                if len(waiting) >= 8820:
                    await service.send(waiting)
                    waiting = b""
            elif HABIT == "resamples":
                piece = resampler.feed(message)
                if piece:
                    await service.send(piece)
            elif HABIT == "stereo":
                await service.send(stereo(message))
            elif HABIT == "leaves-out-silence":
                if any(message):
                    await service.send(message)
            else:
                await service.send(message)
        if waiting:
            await service.send(waiting)
        if HABIT == "answers-late":
            await asyncio.sleep(1.5)
        if HABIT == "finalizes-first":
            await service.send('{"type":"Finalize"}')
            await asyncio.sleep(0.5)
        await service.send(b"" if HABIT == "empty-end" else '{"type":"CloseStream"}')
    except websockets.ConnectionClosed:
        pass


async def down(service, client) -> None:
    async for message in service:
        if HABIT == "fragments":
            message = [message[:40], message[40:90], message[90:]]
        if HABIT == "full-stops":
            message = with_full_stop(message)
        await client.send(message)
        if HABIT == "chatty":
            await client.send(json.dumps({"type": "status", "state": "listening"}))
            await client.ping()
        if HABIT == "leaves-at-metadata" and json.loads(message)["type"] == "Metadata":
            return


async def keep_alive(service) -> None:
    while True:
        await asyncio.sleep(1)
        await service.send('{"type":"KeepAlive"}')


async def relay(client) -> None:
    if HABIT == "chatty":
        await client.send(json.dumps({"type": "connected", "session": "42"}))
    if HABIT == "dials-slowly":
        await asyncio.sleep(1.2)
    async with connect(url(), additional_headers={"Authorization": "Token test"}) as service:
        tasks = [asyncio.create_task(up(client, service))]
        if HABIT == "keepalive":
            tasks.append(asyncio.create_task(keep_alive(service)))
        try:
            await down(service, client)
        except websockets.ConnectionClosed:
            # The client has left: the service is still told.
            try:
                await service.send('{"type":"CloseStream"}')
            except websockets.ConnectionClosed:
                pass
        finally:
            for task in tasks:
                task.cancel()
    if HABIT == "no-close-code":
        client.protocol.send_close()
        client.transport.write(b"".join(client.protocol.data_to_send()))
        await asyncio.wait_for(client.wait_closed(), 2)
    else:
        await client.close()


async def main() -> None:
    async with serve(relay, "127.0.0.1", int(os.environ["LISTEN"])):
        await asyncio.get_running_loop().create_future()


if __name__ == "__main__":
    asyncio.run(main())
