"""A relay after the pattern of many starter projects: two callbacks, nobody waits for anybody.

Healthy but for one thing: when the service has said everything and closes, nobody closes the client (FAULT=none behaves so;
FAULT=mended closes it). Sends a greeting of its own before any audio.
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
URL = f"{SERVICE_URL}/v1/listen?model=nova-2&encoding=linear16&sample_rate=44100&channels=1&interim_results=true&smart_format=true"

app = FastAPI()


@app.websocket("/speech/{name}")
async def listen(client: WebSocket, name: str) -> None:
    await client.accept()
    await client.send_json({"type": "ready"})
    async with websockets.connect(URL, additional_headers={"Authorization": "Token test"}) as service:

        async def forward() -> None:
            async for message in service:
                await client.send_text(message)
            if FAULT == "mended":
                await client.close()

        reading = asyncio.create_task(forward())
        try:
            while True:
                message = await client.receive()
                if message["type"] == "websocket.disconnect":
                    break
                if message.get("bytes"):
                    await service.send(message["bytes"])
                elif message.get("text") == "stop":
                    await service.send(json.dumps({"type": "CloseStream"}))
        except (WebSocketDisconnect, RuntimeError, websockets.ConnectionClosed):
            pass
        reading.cancel()
        try:
            await service.send(json.dumps({"type": "CloseStream"}))
        except websockets.ConnectionClosed:
            pass


if __name__ == "__main__":
    uvicorn.run(app, host="127.0.0.1", port=int(os.environ["LISTEN"]), log_level="warning")
