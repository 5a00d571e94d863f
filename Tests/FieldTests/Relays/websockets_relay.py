"""A relay on the `websockets` server that speaks a language of its own.

SHAPE=typed (default): {"type": "partial" | "final", "text": …, "confidence": …}, Metadata is kept from the client.
SHAPE=finals: only {"transcript": …, "is_final": true}; no interims, no Metadata.
SHAPE=plain: {"transcript": …} with no word for final.
Environment: LISTEN (port), SERVICE_URL, FAULT (default none).
"""

import asyncio
import contextlib
import json
import os

import websockets
from websockets.asyncio.client import connect
from websockets.asyncio.server import serve

FAULT = os.environ.get("FAULT", "none")
SHAPE = os.environ.get("SHAPE", "typed")
SERVICE_URL = os.environ["SERVICE_URL"]

DECLARED = {
    "container-wav": "container=wav",
    "wrong-rate": "encoding=linear16&sample_rate=16000&channels=1",
    "undeclared": "model=nova-2",
}.get(FAULT, "encoding=linear16&sample_rate=44100&channels=1")


def reshaped(result: dict) -> dict | None:
    best = result["channel"]["alternatives"][0]
    if not best["transcript"]:
        return None
    if SHAPE == "finals":
        return {"transcript": best["transcript"], "is_final": True} if result["is_final"] else None
    if SHAPE == "plain":
        return {"transcript": best["transcript"]} if result["is_final"] else None
    kind = "final" if result["is_final"] else "partial"
    return {"type": kind, "text": best["transcript"], "confidence": best.get("confidence", 0)}


async def up(client, service) -> None:
    try:
        async for message in client:
            if isinstance(message, bytes):
                await service.send(message)
            elif message == "stop" and FAULT != "no-close-stream":
                break
        if FAULT not in ("no-close-stream", "close-without-closestream"):
            await service.send('{"type": "CloseStream"}')
    except websockets.ConnectionClosed:
        pass


async def down(service, client) -> None:
    muted = False
    async for raw in service:
        message = json.loads(raw)
        if message.get("type") != "Results" or FAULT == "no-read-loop" or muted:
            continue
        out = reshaped(message)
        if out:
            await client.send(json.dumps(out))
        if FAULT.startswith("early-break") and message["is_final"] and out:
            if FAULT == "early-break-mute":
                muted = True
            else:
                return


async def relay(client) -> None:
    interims = "true" if SHAPE == "typed" else "false"
    url = f"{SERVICE_URL}/v1/listen?{DECLARED}&interim_results={interims}"
    refused = FAULT in ("hidden-refusal", "hidden-refusal-silent", "shown-refusal")
    try:
        service = await connect(url, additional_headers={} if refused else {"Authorization": "Token test"})
    except websockets.InvalidStatus as error:
        if FAULT == "hidden-refusal-silent":
            await client.wait_closed()
        elif FAULT == "hidden-refusal":
            await client.close(1011)
        else:
            await client.close(1011, f"speech service answered HTTP {error.response.status_code}")
        return
    tasks = [asyncio.create_task(up(client, service)), asyncio.create_task(down(service, client))]
    try:
        if FAULT in ("close-at-once", "close-without-closestream"):
            await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
        else:
            await tasks[1]
        if FAULT == "never-closes":
            await asyncio.sleep(3600)
    except websockets.ConnectionClosed:
        pass
    finally:
        for task in tasks:
            task.cancel()
        await service.close()
    if FAULT == "early-break-return":
        # The end of TCP in order, without a Close. An abort is a reset where audio lies unread, which may as well be a way that broke.
        client.transport.write_eof()
        with contextlib.suppress(websockets.ConnectionClosed):
            async for _ in client:
                pass


async def main() -> None:
    async with serve(relay, "127.0.0.1", int(os.environ["LISTEN"])):
        await asyncio.get_running_loop().create_future()


if __name__ == "__main__":
    asyncio.run(main())
