"""Leads connections for the service's hosts to sttcheck, in Python programs that sttcheck has started.

Python imports this file when it starts, where its folder stands in PYTHONPATH. It is for libraries that heed no proxy. It does nothing unless
STTCHECK_SERVICE_URL and STTCHECK_SERVICE_HOSTS are set, and changes no name but those: not what is asked for, not what a certificate must say.
"""

import fnmatch
import importlib.machinery
import importlib.util
import os
import socket
import sys
from urllib.parse import urlsplit

PLACE = urlsplit(os.environ.get("STTCHECK_SERVICE_URL", ""))
HOSTS = os.environ.get("STTCHECK_SERVICE_HOSTS", "").split()


def is_caught(host) -> bool:
    if isinstance(host, bytes):
        host = host.decode("ascii", "replace")
    return isinstance(host, str) and any(fnmatch.fnmatchcase(host.lower().rstrip("."), pattern) for pattern in HOSTS)


def lead_sockets() -> None:
    found = socket.getaddrinfo

    def getaddrinfo(host, port, *words, **named):
        if is_caught(host):
            host, port = PLACE.hostname, PLACE.port
        return found(host, port, *words, **named)

    socket.getaddrinfo = getaddrinfo


def lead_uvloop() -> None:
    """It resolves names by itself."""
    import uvloop

    create = uvloop.Loop.create_connection

    async def create_connection(self, factory, host=None, port=None, **named):
        if is_caught(host):
            if named.get("ssl") and named.get("server_hostname") is None:
                named["server_hostname"] = host
            host, port = PLACE.hostname, PLACE.port
        return await create(self, factory, host, port, **named)

    resolve = uvloop.Loop.getaddrinfo

    async def getaddrinfo(self, host, port, **named):
        if is_caught(host):
            host, port = PLACE.hostname, PLACE.port
        return await resolve(self, host, port, **named)

    uvloop.Loop.create_connection = create_connection
    uvloop.Loop.getaddrinfo = getaddrinfo


def go_on() -> None:
    """Imports the sitecustomize that this one stands before."""
    here = os.path.dirname(os.path.abspath(__file__))
    others = [folder for folder in sys.path if os.path.abspath(folder) != here]
    spec = importlib.machinery.PathFinder.find_spec("sitecustomize", others)
    if spec and spec.loader:
        spec.loader.exec_module(importlib.util.module_from_spec(spec))


if PLACE.hostname and HOSTS:
    lead_sockets()
    if importlib.util.find_spec("uvloop"):
        lead_uvloop()
go_on()
