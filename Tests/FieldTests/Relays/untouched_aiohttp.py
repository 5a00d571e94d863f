"""An aiohttp relay with the service's address in its code; aiohttp heeds proxies only where it is told to, and this one does not tell it.

FAULT=container-wav declares a container for headerless audio. PORT is where it takes clients.
"""

import asyncio
import os

from aiohttp import ClientSession, WSMsgType, web

DECLARED = "container=wav" if os.environ.get("FAULT") == "container-wav" else "encoding=linear16&sample_rate=44100&channels=1"
URL = f"wss://api.deepgram.com/v1/listen?{DECLARED}&interim_results=true"


async def listen(request: web.Request) -> web.WebSocketResponse:
    client = web.WebSocketResponse()
    await client.prepare(request)
    headers = {"Authorization": f"Token {os.environ['DEEPGRAM_API_KEY']}"}
    async with ClientSession() as session, session.ws_connect(URL, headers=headers) as service:

        async def up() -> None:
            async for message in client:
                if message.type == WSMsgType.BINARY:
                    await service.send_bytes(message.data)
                elif message.data == "stop":
                    await service.send_str('{"type": "CloseStream"}')

        sending = asyncio.create_task(up())
        async for message in service:
            await client.send_str(message.data)
        sending.cancel()
    await client.close()
    return client


app = web.Application()
app.router.add_get("/listen", listen)
web.run_app(app, host="127.0.0.1", port=int(os.environ["PORT"]), print=None)
