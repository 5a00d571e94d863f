"""The `websockets` library in front of a relay: audio in real time, the word that says stop, and whatever comes back.

Compression is offered, as the library does by itself.
"""

import asyncio
import json
import time

import websockets

from support import URL, chunks, tell


async def main():
    messages = []
    async with websockets.connect(f"{URL}/speech/stt:test") as ws:
        extensions = ws.response.headers.get("Sec-WebSocket-Extensions")

        async def sender():
            start = time.monotonic()
            for due, piece in chunks():
                await asyncio.sleep(max(0, start + due - time.monotonic()))
                await ws.send(piece)
            await ws.send("stop")

        async def receiver():
            async for message in ws:
                messages.append(json.loads(message))

        await asyncio.gather(sender(), receiver())
        tell(messages=messages, extensions=extensions, close=[ws.close_code, ws.close_reason])


asyncio.run(main())
