"""A healthy relay that is particular: it wants 16 kHz, ends on one JSON message only, and lets nobody in without a token.

Environment: LISTEN (port), SERVICE_URL, TOKEN, STOP (the message).
"""

import asyncio
import json
import os

import websockets
from websockets.asyncio.client import connect
from websockets.asyncio.server import serve

SERVICE = os.environ["SERVICE_URL"] + "/v1/listen?encoding=linear16&sample_rate=16000&channels=1&interim_results=true"
STOP = json.loads(os.environ["STOP"])


def refuse(connection, request):
    if request.headers.get("Authorization") != f"Bearer {os.environ['TOKEN']}":
        return connection.respond(401, "a token is wanted\n")
    return None


def is_stop(message) -> bool:
    try:
        return isinstance(message, str) and json.loads(message) == STOP
    except ValueError:
        return False


async def session(client) -> None:
    async with connect(SERVICE, additional_headers={"Authorization": "Token k"}) as service:

        async def down() -> None:
            try:
                async for message in service:
                    await client.send(message)
            except websockets.ConnectionClosed:
                pass
            await client.close(1000)

        back = asyncio.create_task(down())
        try:
            async for message in client:
                if isinstance(message, bytes):
                    await service.send(message)
                elif is_stop(message):
                    await service.send(json.dumps({"type": "CloseStream"}))
            await service.send(json.dumps({"type": "CloseStream"}))
        except websockets.ConnectionClosed:
            pass
        await back


async def main() -> None:
    async with serve(session, "127.0.0.1", int(os.environ["LISTEN"]), process_request=refuse):
        await asyncio.get_running_loop().create_future()


asyncio.run(main())
