"""An aiohttp relay with a login of its own: a POST with a password gives a token, which comes back in a header; it says when it is ready,
and refuses audio that comes before.

Environment: LISTEN (port), SERVICE_URL, SHAPE (see shapes.py), PASSWORD.
"""

import asyncio
import json
import os

from aiohttp import ClientSession, WSMsgType, web

import shapes
import tokens

SHAPE = os.environ.get("SHAPE", "typed")
PASSWORD = os.environ.get("PASSWORD", "open sesame")
SERVICE_URL = os.environ["SERVICE_URL"]
DECLARED = {"encoding": "linear16", "sample_rate": "44100", "channels": "1", "interim_results": "true"}


async def session(request: web.Request) -> web.Response:
    given = await request.json()
    if given.get("password") != PASSWORD:
        return web.json_response({"error": "wrong password"}, status=401)
    return web.json_response({"data": {"session": {"token": tokens.issue()}}})


async def up(client: web.WebSocketResponse, service, opened: asyncio.Event) -> None:
    async for message in client:
        if not opened.is_set():
            await client.close(code=1008, message=b"audio before ready")
            return
        if message.type == WSMsgType.BINARY:
            await service.send_bytes(message.data)
        elif message.data == "stop":
            await service.send_str(json.dumps({"type": "CloseStream"}))


async def listen(request: web.Request) -> web.WebSocketResponse:
    if not tokens.holds(request.headers.get("Authorization", "").removeprefix("Bearer ")):
        raise web.HTTPUnauthorized()
    client = web.WebSocketResponse()
    await client.prepare(request)
    opened = asyncio.Event()
    async with ClientSession(headers={"Authorization": "Token test"}) as session:
        service = await session.ws_connect(f"{SERVICE_URL}/v1/listen", params=DECLARED)
        sending = asyncio.create_task(up(client, service, opened))
        await asyncio.sleep(0.3)
        opened.set()
        await client.send_json({"status": {"state": "go"}})
        async for message in service:
            if message.type == WSMsgType.TEXT:
                out = shapes.reshape(message.data, SHAPE)
                if out is not None and not client.closed:
                    await client.send_str(out)
        sending.cancel()
        await client.close()
    return client


if __name__ == "__main__":
    app = web.Application()
    app.router.add_post("/login", session)
    app.router.add_get("/speech/{name}", listen)
    web.run_app(app, host="127.0.0.1", port=int(os.environ["LISTEN"]), print=None)
