"""A Flask-Sock relay, one thread each way: a token from /api/session comes back as a subprotocol.

Environment: LISTEN (port), SERVICE_URL, SHAPE (see shapes.py).
"""

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


class SessionTokens(list):
    """The subprotocols that are spoken here: `access_token.` and any token that holds."""

    def __contains__(self, name: object) -> bool:
        return tokens.subprotocol(str(name)) is not None


app = Flask(__name__)
app.config["SOCK_SERVER_OPTIONS"] = {"subprotocols": SessionTokens(["access_token"])}
sock = Sock(app)


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

    reading = threading.Thread(target=down)
    reading.start()
    try:
        while True:
            service.send(client.receive())
    except (simple_websocket.ConnectionClosed, websockets.ConnectionClosed):
        pass
    reading.join(timeout=5)
    service.close()


if __name__ == "__main__":
    app.run(host="127.0.0.1", port=int(os.environ["LISTEN"]), threaded=True)
