"""A relay for telephone calls, on FastAPI: takes Twilio's media stream, and sends its own JSON back on the same socket.

Reads what Twilio's documentation promises and nothing else: `connected` first, then `start` with mulaw of 8 kHz, `media`, `stop`.
Environment: LISTEN (port), SERVICE_URL, FAULT: none (default), payload-as-text (the base64 goes on undecoded), no-close-stream.
TRACKS: inbound (default), or both: each side of the call on a channel of its own, as soon as both have audio.
"""

import asyncio
import base64
import json
import os

import uvicorn
from fastapi import FastAPI, WebSocket, WebSocketDisconnect
from websockets.asyncio.client import connect
from websockets.exceptions import ConnectionClosed

FAULT = os.environ.get("FAULT", "none")
BOTH = os.environ.get("TRACKS", "inbound") == "both"
SHAPE = "channels=2&multichannel=true" if BOTH else "channels=1"
URL = f"{os.environ['SERVICE_URL']}/v1/listen?encoding=mulaw&sample_rate=8000&{SHAPE}&interim_results=true"

app = FastAPI()


async def up(call: WebSocket, service) -> None:
    sequence = 0
    stream = None
    sides = {"inbound": bytearray(), "outbound": bytearray()}
    try:
        while True:
            message = json.loads(await call.receive_text())
            match message["event"]:
                case "connected":
                    assert message["protocol"] == "Call" and stream is None
                case "start":
                    stream = message["start"]["streamSid"]
                    assert message["start"]["tracks"] == (list(sides) if BOTH else ["inbound"])
                    assert message["start"]["mediaFormat"] == {"encoding": "audio/x-mulaw", "sampleRate": 8000, "channels": 1}
                    assert stream == message["streamSid"]
                case "media":
                    assert message["streamSid"] == stream and int(message["media"]["timestamp"]) >= 0
                    payload = message["media"]["payload"]
                    if BOTH:
                        sides[message["media"]["track"]] += base64.b64decode(payload)
                        whole = min(len(side) for side in sides.values())
                        if whole:
                            await service.send(bytes(byte for pair in zip(*sides.values()) for byte in pair))
                            for side in sides.values():
                                del side[:whole]
                    elif message["media"]["track"] == "inbound":
                        await service.send(payload if FAULT == "payload-as-text" else base64.b64decode(payload))
                case "stop":
                    break
            if message["event"] != "connected":
                assert int(message["sequenceNumber"]) == sequence + 1
                sequence += 1
    except (WebSocketDisconnect, ConnectionClosed):
        pass
    if FAULT != "no-close-stream":
        await service.send('{"type": "CloseStream"}')


async def down(service, call: WebSocket) -> None:
    async for raw in service:
        message = json.loads(raw)
        if message["type"] == "Results":
            best = message["channel"]["alternatives"][0]
            await call.send_text(json.dumps({"type": "final" if message["is_final"] else "partial", "text": best["transcript"]}))


@app.websocket("/twilio")
async def relay(call: WebSocket) -> None:
    await call.accept()
    async with connect(URL, additional_headers={"Authorization": "Token test"}) as service:
        feeding = asyncio.create_task(up(call, service))
        try:
            await down(service, call)
        except (WebSocketDisconnect, RuntimeError):
            return
        finally:
            feeding.cancel()
    await call.close()


uvicorn.run(app, host="127.0.0.1", port=int(os.environ["LISTEN"]), log_level="warning")
