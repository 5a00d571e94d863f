"""A FastAPI relay with the `websockets` client behind it: passes the service's JSON on as it is.

Environment: LISTEN (port), SERVICE_URL, FAULT (what to do wrong, default none), and
ENDING=close (default: says goodbye) or return (the handler just returns). DECLARE=nothing: for clients whose audio is in a container.
"""

import asyncio
import json
import os
from urllib.parse import urlencode

import uvicorn
import websockets
from fastapi import FastAPI, WebSocket, WebSocketDisconnect

FAULT = os.environ.get("FAULT", "none")
ENDING = os.environ.get("ENDING", "close")
SERVICE_URL = os.environ["SERVICE_URL"]

app = FastAPI()


def service_url() -> str:
    query = {"encoding": "linear16", "sample_rate": 44100, "channels": 1, "interim_results": "true"}
    if FAULT == "container-wav":
        query = {"container": "wav", "interim_results": "true"}
    if FAULT == "wrong-rate":
        query["sample_rate"] = 16000
    if FAULT == "undeclared" or os.environ.get("DECLARE") == "nothing":
        query = {"interim_results": "true"}
    return f"{SERVICE_URL}/v1/listen?{urlencode(query)}"


def headers() -> dict:
    refused = FAULT in ("hidden-refusal", "hidden-refusal-silent", "shown-refusal")
    return {} if refused else {"Authorization": f"Token {os.environ.get('SERVICE_KEY', 'test')}"}


async def up(client: WebSocket, service) -> None:
    try:
        while True:
            message = await client.receive()
            if message["type"] == "websocket.disconnect":
                break
            if message.get("bytes"):
                await service.send(message["bytes"])
            elif message.get("text") == "stop" or (FAULT == "any-text-ends" and message.get("text")):
                if FAULT == "no-close-stream":
                    continue
                break
    except (WebSocketDisconnect, RuntimeError):
        pass
    except websockets.ConnectionClosed:
        return
    if FAULT in ("no-close-stream", "close-without-closestream"):
        return
    try:
        await service.send(json.dumps({"type": "CloseStream"}))
    except websockets.ConnectionClosed:
        pass


async def keep_alive(service) -> None:
    """The service gives up on a stream that is silent for ten seconds; so does no client."""
    while FAULT == "none":
        await asyncio.sleep(4)
        await service.send(json.dumps({"type": "KeepAlive"}))


async def down(service, client: WebSocket) -> None:
    muted = False
    async for message in service:
        if FAULT == "no-read-loop" or muted:
            continue
        await client.send_text(message)
        if FAULT.startswith("early-break") and json.loads(message).get("is_final"):
            if FAULT == "early-break-mute":
                muted = True
            else:
                break


@app.websocket("/speech/{name}")
async def listen(client: WebSocket, name: str) -> None:
    await client.accept()
    try:
        service = await websockets.connect(service_url(), additional_headers=headers())
    except Exception as refused:
        if FAULT == "hidden-refusal":
            await client.close(code=1011)
        elif FAULT == "hidden-refusal-silent":
            while (await client.receive())["type"] != "websocket.disconnect":
                pass
        else:
            await client.close(code=1011, reason=f"deepgram refused: {refused}"[:120])
        return
    upward = asyncio.create_task(up(client, service))
    downward = asyncio.create_task(down(service, client))
    covering = asyncio.create_task(keep_alive(service))
    try:
        if FAULT in ("close-at-once", "close-without-closestream"):
            await asyncio.wait({upward, downward}, return_when=asyncio.FIRST_COMPLETED)
        elif FAULT == "never-closes":
            await downward
            while True:
                await asyncio.sleep(60)
        else:
            await downward
    except (WebSocketDisconnect, RuntimeError, websockets.ConnectionClosed):
        pass
    finally:
        upward.cancel()
        downward.cancel()
        covering.cancel()
        await service.close()
    if ENDING == "close" and FAULT != "early-break-return":
        try:
            # 1005 and 1006 stand for what was never on the wire.
            code = {None: 1011, 1005: 1000, 1006: 1011}.get(service.close_code, service.close_code)
            await client.close(code=code, reason=service.close_reason or "")
        except RuntimeError:
            pass


if __name__ == "__main__":
    uvicorn.run(app, host="127.0.0.1", port=int(os.environ["LISTEN"]), log_level="warning")
