"""A relay on the `websockets` library, as people write them: the service's address stands in the code, and nothing reads it from outside.

FAULT=early-break returns at the first final; FAULT=no-close-stream never says that the audio is over. FAULT=grant is none: it asks for a token first, as
the vendor advises; FAULT=grant-as-key shows that token as if it were a key. PORT is where it takes clients.
"""

import asyncio
import json
import os
import urllib.request

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


def granted() -> str:
    asked = urllib.request.Request(
        "https://api.deepgram.com/v1/auth/grant", data=b"{}", method="POST",
        headers={"Authorization": f"Token {os.environ['DEEPGRAM_API_KEY']}", "Content-Type": "application/json"})
    with urllib.request.urlopen(asked, timeout=10) as answer:
        return json.load(answer)["access_token"]


async def authorization() -> str:
    if not FAULT.startswith("grant"):
        return f"Token {os.environ['DEEPGRAM_API_KEY']}"
    token = await asyncio.to_thread(granted)
    return f"{'Token' if FAULT == 'grant-as-key' else 'Bearer'} {token}"


async def relay(client) -> None:
    async with connect(URL, additional_headers={"Authorization": await authorization()}) as service:
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
