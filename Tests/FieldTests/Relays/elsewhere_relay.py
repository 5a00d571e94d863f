"""A relay whose results do not come on the connection of the audio: on another WebSocket, as server-sent events, or for whoever asks.

Closes the connection of the audio at the stop, as relays for telephone calls do; the last results come after that.
Environment: LISTEN (port), SERVICE_URL, FAULT: none (default), no-close-stream, drops-finals (after the first).
"""

import asyncio
import itertools
import json
import os

import aiohttp
from aiohttp import web

FAULT = os.environ.get("FAULT", "none")
URL = f"{os.environ['SERVICE_URL']}/v1/listen?encoding=linear16&sample_rate=44100&channels=1&interim_results=true"
names = (f"call-{number}" for number in itertools.count(1))
heard: dict[str, list] = {}
listeners: dict[str, list[asyncio.Queue]] = {}


def tell(name: str, result: dict | None) -> None:
    if result is not None:
        heard[name].append(result)
    for queue in listeners[name]:
        queue.put_nowait(result)


async def results(service: aiohttp.ClientWebSocketResponse, name: str) -> None:
    finals = 0
    async for message in service:
        if message.type != aiohttp.WSMsgType.TEXT:
            break
        said = json.loads(message.data)
        if said["type"] != "Results":
            continue
        finals += said["is_final"]
        if FAULT != "drops-finals" or not said["is_final"] or finals == 1:
            text = said["channel"]["alternatives"][0]["transcript"]
            tell(name, {"type": "final" if said["is_final"] else "partial", "text": text})
    tell(name, None)


async def audio(request: web.Request) -> web.WebSocketResponse:
    client = web.WebSocketResponse()
    await client.prepare(request)
    name = next(names)
    heard[name], listeners[name] = [], []
    await client.send_json({"type": "session", "call": {"id": name}})
    async with aiohttp.ClientSession() as session, session.ws_connect(URL, headers={"Authorization": "Token test"}) as service:
        down = asyncio.create_task(results(service, name))
        async for message in client:
            if message.type == aiohttp.WSMsgType.BINARY:
                await service.send_bytes(message.data)
            elif message.type == aiohttp.WSMsgType.TEXT and message.data == "stop":
                break
        if FAULT != "no-close-stream":
            await service.send_str('{"type": "CloseStream"}')
        await client.close()
        await down
    return client


async def results_socket(request: web.Request) -> web.WebSocketResponse:
    client = web.WebSocketResponse()
    await client.prepare(request)
    await client.send_json(sorted(listeners))
    name = (await client.receive_json())["subscribe"]
    queue: asyncio.Queue = asyncio.Queue()
    listeners[name].append(queue)
    while (result := await queue.get()) is not None:
        await client.send_json(result)
    await client.close()
    return client


async def events(request: web.Request) -> web.StreamResponse:
    response = web.StreamResponse(headers={"Content-Type": "text/event-stream; charset=utf-8", "Cache-Control": "no-store"})
    await response.prepare(request)
    await response.write(b": hello\n\n")
    queue: asyncio.Queue = asyncio.Queue()
    listeners[request.match_info["name"]].append(queue)
    while (result := await queue.get()) is not None:
        await response.write(b"event: transcript\ndata: " + json.dumps(result).encode() + b"\n\n")
    return response


async def poll(request: web.Request) -> web.Response:
    name = request.match_info["name"]
    return web.json_response({"call": name, "results": heard[name]})


app = web.Application()
app.add_routes(
    [
        web.get("/audio", audio),
        web.get("/results", results_socket),
        web.get("/events/{name}", events),
        web.get("/poll/{name}", poll),
    ]
)
web.run_app(app, host="127.0.0.1", port=int(os.environ["LISTEN"]), print=None)
