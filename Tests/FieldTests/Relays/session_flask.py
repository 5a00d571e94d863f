"""A Flask-Sock relay, one thread each way: a token from /api/session comes back as a subprotocol. It takes the service's own messages
from its clients, and passes nothing else on.

Environment: LISTEN (port), SERVICE_URL, SHAPE (see shapes.py).
"""

import json
import os
import threading

import simple_websocket
import websockets
from flask import Flask, request
from flask_sock import Sock
from websockets.sync.client import connect

import shapes
import tokens

SHAPE = os.environ.get("SHAPE", "is_final")
SERVICE_URL = os.environ["SERVICE_URL"]


KEEP_ALIVE = json.dumps({"type": "KeepAlive"})
CLOSE_STREAM = json.dumps({"type": "CloseStream"})


class SessionTokens(list):
    """The subprotocols that are spoken here: `access_token.` and any token that holds."""

    def __contains__(self, name: object) -> bool:
        return tokens.subprotocol(str(name)) is not None


app = Flask(__name__)
app.config["SOCK_SERVER_OPTIONS"] = {"subprotocols": SessionTokens(["access_token"])}
sock = Sock(app)


def is_control(text: str) -> bool:
    try:
        return json.loads(text).get("type") in ("KeepAlive", "Finalize", "CloseStream")
    except (ValueError, AttributeError):
        return False


def tell(service, message: str) -> None:
    try:
        service.send(message)
    except websockets.ConnectionClosed:
        pass


@app.get("/api/session")
def session() -> dict:
    return {"token": tokens.issue()}


@sock.route("/api/live-transcription")
def listen(client) -> None:
    if tokens.subprotocol(client.subprotocol or "") is None:
        client.close(reason=4401)
        return
    url = f"{SERVICE_URL}/v1/listen?{request.query_string.decode()}"
    service = connect(url, additional_headers={"Authorization": "Token test"})

    def down() -> None:
        try:
            for raw in service:
                out = shapes.reshape(raw, SHAPE)
                if out is not None:
                    client.send(out)
        except simple_websocket.ConnectionClosed:
            pass
        try:
            client.close(reason=1000)
        except simple_websocket.ConnectionClosed:
            pass

    over = threading.Event()

    def keep_alive() -> None:
        while not over.wait(4):
            tell(service, KEEP_ALIVE)

    reading = threading.Thread(target=down)
    reading.start()
    threading.Thread(target=keep_alive).start()
    try:
        while True:
            message = client.receive()
            if message and (isinstance(message, bytes) or is_control(message)):
                service.send(message)
    except simple_websocket.ConnectionClosed:
        tell(service, CLOSE_STREAM)
    except websockets.ConnectionClosed:
        pass
    reading.join(timeout=5)
    over.set()
    service.close()


if __name__ == "__main__":
    app.run(host="127.0.0.1", port=int(os.environ["LISTEN"]), threaded=True)
