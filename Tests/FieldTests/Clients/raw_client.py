"""The `websockets` library alone, in the style of the vendor's guides: a sender, a receiver, a KeepAlive in the silence."""

import asyncio
import json
import os
import time

import websockets

from support import KEY, URL, chunks, samples, tell

QUERY = os.environ.get("QUERY", "")
messages, binary = [], 0


async def sender(ws):
    start = time.monotonic()
    for due, piece in chunks():
        await asyncio.sleep(max(0, start + due - time.monotonic()))
        await ws.send(piece)
    await ws.send(json.dumps({"type": "KeepAlive"}))
    await ws.send(json.dumps({"type": "Finalize"}))
    await ws.send(json.dumps({"type": "CloseStream"}))


async def receiver(ws):
    global binary
    async for message in ws:
        if isinstance(message, bytes):
            binary += 1
        else:
            messages.append(json.loads(message))


async def main():
    url = f"{URL}/v1/listen?encoding=linear16&sample_rate={samples()[1]}&channels=1&interim_results=true{QUERY}"
    headers = {"Authorization": f"Token {KEY}"} if KEY else {}
    try:
        async with websockets.connect(url, additional_headers=headers) as ws:
            request_id = ws.response.headers.get("dg-request-id")
            await asyncio.gather(sender(ws), receiver(ws))
            tell(request_id=request_id, messages=messages, binary=binary, close=[ws.close_code, ws.close_reason])
    except websockets.exceptions.InvalidStatus as error:
        headers = error.response.headers
        tell(
            refused=error.response.status_code, error=headers.get("dg-error"), request_id=headers.get("dg-request-id"),
            body=json.loads(error.response.body))


asyncio.run(main())
