"""A relay on the `websockets` library, as people write them: the service's address stands in the code, and nothing reads it from outside.

FAULT=early-break returns at the first final; FAULT=no-close-stream never says that the audio is over. PORT is where it takes clients.
"""

import asyncio
import json
import os

import websockets
from websockets.asyncio.client import connect
from websockets.asyncio.server import serve

URL = "wss://api.deepgram.com/v1/listen?encoding=linear16&sample_rate=44100&channels=1&interim_results=true"
FAULT = os.environ.get("FAULT", "none")


async def up(client, service) -> None:
    try:
        async for message in client:
            if isinstance(message, bytes):
                await service.send(message)
            elif message == "stop" and FAULT != "no-close-stream":
                await service.send('{"type": "CloseStream"}')
    except websockets.ConnectionClosed:
        pass


async def relay(client) -> None:
    async with connect(URL, additional_headers={"Authorization": f"Token {os.environ['DEEPGRAM_API_KEY']}"}) as service:
        sending = asyncio.create_task(up(client, service))
        try:
            async for message in service:
                await client.send(message)
                if FAULT == "early-break" and json.loads(message).get("is_final"):
                    break
        except websockets.ConnectionClosed:
            pass
        sending.cancel()


async def main() -> None:
    async with serve(relay, "127.0.0.1", int(os.environ["PORT"])):
        await asyncio.get_running_loop().create_future()


asyncio.run(main())
