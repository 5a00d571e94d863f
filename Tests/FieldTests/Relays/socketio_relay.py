"""A relay whose clients speak Socket.IO, on python-socketio's own server.

Events: `audio` with bytes, `stop`; it emits `transcript`. At the end it disconnects the client, as python-socketio does: a packet, and no Close.
STYLE=toggle: one event, `toggle`, says start and stop; `ready` answers the start, and nothing is dialled before it. The client stays connected behind the stop.
WRAPPED=base64: the client sends the audio as base64 in the event, and not as an attachment.
Environment: LISTEN (port), SERVICE_URL, FAULT: none (default), no-close-stream (the stop ends nothing), undeclared (no encoding is declared).
"""

import asyncio
import base64
import json
import os

import socketio
import uvicorn
from websockets.asyncio.client import connect
from websockets.exceptions import ConnectionClosed

FAULT = os.environ.get("FAULT", "none")
TOGGLED = os.environ.get("STYLE") == "toggle"
WRAPPED = os.environ.get("WRAPPED", "attachment")
DECLARED = "model=nova-2" if FAULT == "undeclared" else "encoding=linear16&sample_rate=44100&channels=1"
URL = f"{os.environ['SERVICE_URL']}/v1/listen?{DECLARED}&interim_results=true"

server = socketio.AsyncServer(async_mode="asgi", cors_allowed_origins="*")
services: dict[str, asyncio.Task] = {}
queues: dict[str, asyncio.Queue] = {}


async def carry(sid: str) -> None:
    """Everything between one client and the service, until the service has said all."""
    async with connect(URL, additional_headers={"Authorization": "Token test"}) as service:
        up = asyncio.create_task(feed(queues[sid], service))
        try:
            async for raw in service:
                message = json.loads(raw)
                if message["type"] == "Results":
                    best = message["channel"]["alternatives"][0]
                    await server.emit("transcript", {"text": best["transcript"], "is_final": message["is_final"]}, to=sid)
        finally:
            up.cancel()
    if not TOGGLED:
        await server.disconnect(sid)


async def feed(queue: asyncio.Queue, service) -> None:
    try:
        while (chunk := await queue.get()) is not None:
            await service.send(chunk)
        if FAULT != "no-close-stream":
            await service.send('{"type": "CloseStream"}')
    except ConnectionClosed:
        pass


@server.on("connect")
async def begin(sid, environ):
    if not TOGGLED:
        await start(sid)


async def start(sid) -> None:
    queues[sid] = asyncio.Queue()
    services[sid] = asyncio.create_task(carry(sid))


@server.event
async def toggle(sid, data):
    match data["action"]:
        case "start":
            await start(sid)
            await server.emit("ready", {"sid": sid}, to=sid)
        case "stop":
            await queues[sid].put(None)


@server.event
async def audio(sid, data):
    await queues[sid].put(base64.b64decode(data) if WRAPPED == "base64" else data)


@server.event
async def stop(sid, *_):
    await queues[sid].put(None)


@server.event
async def disconnect(sid, *_):
    if sid in queues:
        await queues[sid].put(None)


uvicorn.run(socketio.ASGIApp(server), host="127.0.0.1", port=int(os.environ["LISTEN"]), log_level="warning")
