"""A Starlette relay without FastAPI, the token in the query.

Environment: LISTEN (port), SERVICE_URL, SHAPE (see shapes.py).
"""

import asyncio
import os

import uvicorn
import websockets
from starlette.applications import Starlette
from starlette.responses import PlainTextResponse
from starlette.routing import Route, WebSocketRoute
from starlette.websockets import WebSocket, WebSocketDisconnect

import shapes
import tokens

SHAPE = os.environ.get("SHAPE", "event")
SERVICE_URL = os.environ["SERVICE_URL"]
URL = f"{SERVICE_URL}/v1/listen?encoding=linear16&sample_rate=44100&channels=1&interim_results=true"


async def token(request) -> PlainTextResponse:
    return PlainTextResponse(tokens.issue() + "\n")


async def up(client: WebSocket, service) -> None:
    async for message in frames(client):
        if isinstance(message, bytes):
            await service.send(message)
        elif message == "stop":
            await service.send('{"type": "CloseStream"}')
    # Whoever leaves without a stop has said all there is, too.
    await service.send('{"type": "CloseStream"}')


async def keep_alive(service) -> None:
    while True:
        await asyncio.sleep(4)
        await service.send('{"type": "KeepAlive"}')


async def frames(client: WebSocket):
    while True:
        message = await client.receive()
        if message["type"] == "websocket.disconnect":
            return
        yield message.get("bytes") or message.get("text") or ""


async def listen(client: WebSocket) -> None:
    if not tokens.holds(client.query_params.get("token", "")):
        await client.close(code=4401)
        return
    await client.accept()
    async with websockets.connect(URL, additional_headers={"Authorization": "Token test"}) as service:
        tasks = [asyncio.create_task(up(client, service)), asyncio.create_task(keep_alive(service))]
        try:
            async for raw in service:
                out = shapes.reshape(raw, SHAPE)
                if out is not None:
                    await client.send_text(out)
            await client.close()
        except (WebSocketDisconnect, RuntimeError):
            pass
        finally:
            for task in tasks:
                task.cancel()


app = Starlette(routes=[Route("/token", token), WebSocketRoute("/speech/{name}", listen)])

if __name__ == "__main__":
    uvicorn.run(app, host="127.0.0.1", port=int(os.environ["LISTEN"]), log_level="warning")
