"""A FastAPI relay on the vendor's SDK with its defaults: no URL anywhere, and a library behind it that heeds no proxy.

FAULT=wrong-rate declares another rate than the client sends. PORT is where it takes clients, LOOP what uvicorn runs on.
"""

import asyncio
import os

import uvicorn
from deepgram import AsyncDeepgramClient
from fastapi import FastAPI, WebSocket

app = FastAPI()
RATE = 16000 if os.environ.get("FAULT") == "wrong-rate" else 44100


@app.websocket("/listen")
async def listen(client: WebSocket) -> None:
    await client.accept()
    deepgram = AsyncDeepgramClient()
    async with deepgram.listen.v1.connect(
        model="nova-3", encoding="linear16", sample_rate=RATE, channels=1, interim_results="true"
    ) as service:

        async def up() -> None:
            while True:
                message = await client.receive()
                if message["type"] == "websocket.disconnect":
                    return
                if message.get("bytes"):
                    await service.send_media(message["bytes"])
                elif message.get("text") == "stop":
                    await service.send_close_stream()

        sending = asyncio.create_task(up())
        async for message in service:
            await client.send_text(message.model_dump_json())
        sending.cancel()
    await client.close()


if __name__ == "__main__":
    uvicorn.run(app, host="127.0.0.1", port=int(os.environ["PORT"]), loop=os.environ.get("LOOP", "auto"), log_level="warning")
