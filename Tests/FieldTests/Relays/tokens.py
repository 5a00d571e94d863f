"""Session tokens, as relays hand them out at a login: JWTs that last an hour."""

import secrets
import time

import jwt

SECRET = secrets.token_hex(32)


def issue() -> str:
    token = jwt.encode({"iat": int(time.time()), "exp": int(time.time()) + 3600}, SECRET, algorithm="HS256")
    print(f"issued {token}", flush=True)
    return token


def holds(token: str) -> bool:
    try:
        jwt.decode(token, SECRET, algorithms=["HS256"])
        return True
    except jwt.InvalidTokenError:
        return False


def subprotocol(offered: str) -> str | None:
    """The offered subprotocol `access_token.<jwt>` whose token holds."""
    for name in (part.strip() for part in offered.split(",")):
        if name.startswith("access_token.") and holds(name.removeprefix("access_token.")):
            return name
    return None
