"""An aiohttp relay: server and client of the same library, one task each way.

Environment: LISTEN (port), SERVICE_URL, FAULT (default none).
"""

import asyncio
import json
import os
import time

from aiohttp import ClientSession, WSMsgType, WSServerHandshakeError, web

FAULT = os.environ.get("FAULT", "none")
SERVICE_URL = os.environ["SERVICE_URL"]


def query() -> dict:
    declared = {"encoding": "linear16", "sample_rate": "44100", "channels": "1"}
    if FAULT == "container-wav":
        declared = {"container": "wav"}
    elif FAULT == "wrong-rate":
        declared["sample_rate"] = "16000"
    elif FAULT == "undeclared":
        declared = {}
    return declared | {"interim_results": "true", "punctuate": "true"}


async def to_service(client: web.WebSocketResponse, service) -> None:
    async for message in client:
        if message.type == WSMsgType.BINARY and message.data:
            await service.send_bytes(message.data)
        elif message.type == WSMsgType.TEXT and message.data == "stop":
            if FAULT != "no-close-stream":
                break
    if FAULT not in ("no-close-stream", "close-without-closestream") and not service.closed:
        await service.send_str(json.dumps({"type": "CloseStream"}))


async def keep_alive(service) -> None:
    while FAULT in ("none", "growing-delay"):
        await asyncio.sleep(4)
        await service.send_str(json.dumps({"type": "KeepAlive"}))


async def to_client(service, client: web.WebSocketResponse, farewell: dict) -> None:
    muted = False
    begun = time.monotonic()
    while True:
        message = await service.receive()
        if message.type == WSMsgType.CLOSE:
            farewell.update(code=message.data or 1000, message=(message.extra or "").encode())
        if message.type in (WSMsgType.CLOSE, WSMsgType.CLOSING, WSMsgType.CLOSED, WSMsgType.ERROR):
            return
        if message.type != WSMsgType.TEXT or FAULT == "no-read-loop" or muted or client.closed:
            continue
        if FAULT == "growing-delay":
            await asyncio.sleep(0.005 * (time.monotonic() - begun))
        await client.send_str(message.data)
        if FAULT.startswith("early-break") and json.loads(message.data).get("is_final"):
            if FAULT == "early-break-mute":
                muted = True
            else:
                return


async def listen(request: web.Request) -> web.WebSocketResponse:
    client = web.WebSocketResponse()
    await client.prepare(request)
    refused = FAULT in ("hidden-refusal", "hidden-refusal-silent", "shown-refusal")
    headers = {} if refused else {"Authorization": "Token test"}
    async with ClientSession(headers=headers) as session:
        try:
            service = await session.ws_connect(f"{SERVICE_URL}/v1/listen", params=query())
        except WSServerHandshakeError as error:
            if FAULT == "hidden-refusal-silent":
                async for _ in client:
                    pass
            elif FAULT == "hidden-refusal":
                await client.close(code=1011)
            else:
                await client.send_json({"type": "error", "message": f"upstream said {error.status}"})
                await client.close(code=1011, message=f"upstream status {error.status}".encode())
            return client
        upward = asyncio.create_task(to_service(client, service))
        farewell = {}
        downward = asyncio.create_task(to_client(service, client, farewell))
        covering = asyncio.create_task(keep_alive(service))
        if FAULT in ("close-at-once", "close-without-closestream"):
            await asyncio.wait({upward, downward}, return_when=asyncio.FIRST_COMPLETED)
        else:
            await downward
        if FAULT == "never-closes":
            await asyncio.sleep(3600)
        upward.cancel()
        downward.cancel()
        covering.cancel()
        await service.close()
        if FAULT == "early-break-return" and request.transport is not None:
            request.transport.close()
            return client
        await client.close(**farewell)
    return client


if __name__ == "__main__":
    app = web.Application()
    app.router.add_get("/speech/{name}", listen)
    web.run_app(app, host="127.0.0.1", port=int(os.environ["LISTEN"]), print=None)
