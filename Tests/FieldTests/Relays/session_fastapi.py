"""A FastAPI relay after the pattern of a vendor's starter: a token from /api/session comes back as a subprotocol, the client's query goes
on to the service, and its JSON CloseStream too.

Environment: LISTEN (port), SERVICE_URL, SHAPE (see shapes.py).
"""

import asyncio
import os

import uvicorn
import websockets
from fastapi import FastAPI, WebSocket, WebSocketDisconnect

import shapes
import tokens

SHAPE = os.environ.get("SHAPE", "deepgram")
SERVICE_URL = os.environ["SERVICE_URL"]

app = FastAPI()


@app.get("/api/session")
async def session() -> dict:
    return {"token": tokens.issue()}


async def up(client: WebSocket, service) -> None:
    try:
        while True:
            message = await client.receive()
            if message["type"] == "websocket.disconnect":
                return
            await service.send(message.get("bytes") or message.get("text") or "")
    except (WebSocketDisconnect, RuntimeError, websockets.ConnectionClosed):
        pass


@app.websocket("/api/live-transcription")
async def listen(client: WebSocket) -> None:
    chosen = tokens.subprotocol(client.headers.get("sec-websocket-protocol", ""))
    if chosen is None:
        await client.close(code=4401)
        return
    await client.accept(subprotocol=chosen)
    url = f"{SERVICE_URL}/v1/listen?{client.url.query}"
    async with websockets.connect(url, additional_headers={"Authorization": "Token test"}) as service:
        sending = asyncio.create_task(up(client, service))
        try:
            async for raw in service:
                out = shapes.reshape(raw, SHAPE)
                if out is not None:
                    await client.send_text(out)
        except (RuntimeError, WebSocketDisconnect, websockets.ConnectionClosed):
            pass
        sending.cancel()
    try:
        await client.close(code=1000)
    except RuntimeError:
        pass


if __name__ == "__main__":
    uvicorn.run(app, host="127.0.0.1", port=int(os.environ["LISTEN"]), log_level="warning")
