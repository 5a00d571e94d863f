"""A relay as many starters begin: it accepts, dials in the background, and drops what its client says before the service hop is open.

FAULT=none behaves so; FAULT=mended keeps that audio until the hop is open. With a service that answers its handshake at once nothing is lost.
Environment: LISTEN (port), SERVICE_URL, FAULT.
"""

import asyncio
import json
import os

import uvicorn
import websockets
from fastapi import FastAPI, WebSocket, WebSocketDisconnect

FAULT = os.environ.get("FAULT", "none")
SERVICE_URL = os.environ["SERVICE_URL"]
URL = f"{SERVICE_URL}/v1/listen?model=nova-2&encoding=linear16&sample_rate=44100&channels=1&interim_results=true"

app = FastAPI()


@app.websocket("/speech/{name}")
async def listen(client: WebSocket, name: str) -> None:
    await client.accept()
    header = {"Authorization": "Token test"}
    dialling = asyncio.create_task(websockets.connect(URL, additional_headers=header).__aenter__())
    reading = asyncio.create_task(forward(dialling, client))
    stopped = False
    try:
        while True:
            message = await client.receive()
            if message["type"] == "websocket.disconnect":
                break
            if message.get("bytes") and (dialling.done() or FAULT == "mended"):
                await (await dialling).send(message["bytes"])
            elif message.get("text") == "stop":
                stopped = True
                await (await dialling).send(json.dumps({"type": "CloseStream"}))
    except (WebSocketDisconnect, RuntimeError, websockets.ConnectionClosed):
        pass
    service = await dialling
    if not stopped:
        try:
            await service.send(json.dumps({"type": "CloseStream"}))
        except websockets.ConnectionClosed:
            pass
    await asyncio.wait([reading], timeout=3)
    reading.cancel()
    await service.close()


async def forward(dialling: asyncio.Task, client: WebSocket) -> None:
    service = await dialling
    try:
        async for message in service:
            await client.send_text(message)
    except websockets.ConnectionClosed:
        pass
    try:
        await client.close(code=service.close_code or 1000, reason=service.close_reason or "")
    except RuntimeError:
        pass


if __name__ == "__main__":
    uvicorn.run(app, host="127.0.0.1", port=int(os.environ["LISTEN"]), log_level="warning")
