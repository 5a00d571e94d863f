"""What relays make of the service's messages before their clients get them. `reshape` gives the message to send, or None for none.

SHAPE is one of the names in SHAPES.
"""

import json


def best(result: dict) -> dict:
    return result["channel"]["alternatives"][0]


def wrapped_metadata(message: dict) -> dict:
    return {"metadata": {name: message[name] for name in ("request_id", "sha256", "duration", "channels") if name in message}}


def spoken(result: dict) -> dict:
    return {"transcript": best(result)["transcript"], "start": result["start"], "duration": result["duration"]}


SHAPES = {
    # The service's JSON as it is.
    "deepgram": (lambda r: r, lambda m: m),
    "typed": (lambda r: {"type": "final" if r["is_final"] else "partial", "text": best(r)["transcript"]}, None),
    "transcript": (lambda r: {"type": "transcript", "text": best(r)["transcript"], "is_final": r["is_final"]}, None),
    "is_final": (lambda r: {**spoken(r), "is_final": r["is_final"]}, None),
    "isFinal": (lambda r: {**spoken(r), "isFinal": r["is_final"]}, None),
    "final": (lambda r: {**spoken(r), "final": r["is_final"]}, None),
    "untyped": (lambda r: {name: value for name, value in r.items() if name != "type"}, None),
    "data": (lambda r: {"data": {**spoken(r), "is_final": r["is_final"]}}, None),
    "event": (lambda r: {"event": "transcript", **spoken(r), "is_final": r["is_final"]}, None),
    "metadata": (lambda r: {"type": "final" if r["is_final"] else "partial", "text": best(r)["transcript"]}, wrapped_metadata),
    "text": (lambda r: best(r)["transcript"] if r["is_final"] and best(r)["transcript"] else None, None),
    # A language of its own: only a mapping can read it.
    "own": (
        lambda r: {"kind": "sentence" if r["is_final"] else "guess", "said": [{"words": best(r)["transcript"], "at": r["start"]}]},
        lambda m: {"kind": "sum", "duration": m["duration"], "channels": m["channels"], "sha256": m["sha256"]},
    ),
}


def reshape(raw: str, shape: str) -> str | None:
    message = json.loads(raw)
    result, metadata = SHAPES[shape]
    out = None
    if message["type"] == "Results":
        out = result(message)
    elif message["type"] == "Metadata" and metadata:
        out = metadata(message)
    if out is None or isinstance(out, str):
        return out
    return json.dumps(out)
