"""A wire between the driver and Neo4j that breaks when a transaction is committed: before the server hears of it, or after."""

import socket
import threading
from contextlib import suppress
from enum import StrEnum
from types import TracebackType
from typing import Final, Self

# The Bolt message COMMIT (a structure without fields, tag 0x12) as one chunk with its end.
COMMIT: Final = b"\x00\x02\xb0\x12\x00\x00"
BUFFER: Final = 65_536


class Cut(StrEnum):
    """When the wire breaks."""

    BEFORE = "before the server hears of the commit"
    AFTER = "after the server has committed, before its answer is heard"


class CuttingProxy:
    """Passes everything on; `cut_next` lets it break one connection at its next commit."""

    def __init__(self, host: str, port: int) -> None:
        self._server = (host, port)
        self._listener = socket.create_server(("127.0.0.1", 0))
        self._cut: Cut | None = None
        self._lock = threading.Lock()
        self.cuts = 0

    @property
    def port(self) -> int:
        """Where the driver connects to."""
        return int(self._listener.getsockname()[1])

    def cut_next(self, when: Cut) -> None:
        """Break the wire at the next commit that passes."""
        with self._lock:
            self._cut = when

    def __enter__(self) -> Self:
        threading.Thread(target=self._accept, daemon=True).start()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self._listener.close()

    def _accept(self) -> None:
        with suppress(OSError):
            while True:
                client, _ = self._listener.accept()
                server = socket.create_connection(self._server)
                wire = _Wire(self, client, server)
                threading.Thread(target=wire.forth, daemon=True).start()
                threading.Thread(target=wire.back, daemon=True).start()

    def take_cut(self) -> Cut | None:
        """The fault to make now, if one is due; it is made once."""
        with self._lock:
            due, self._cut = self._cut, None
            self.cuts += due is not None
            return due


class _Wire:
    """One connection."""

    def __init__(self, proxy: CuttingProxy, client: socket.socket, server: socket.socket) -> None:
        self._proxy, self._client, self._server = proxy, client, server
        self._is_deaf = threading.Event()

    def forth(self) -> None:
        """From the driver to the server."""
        with suppress(OSError):
            while data := self._client.recv(BUFFER):
                cut = self._proxy.take_cut() if COMMIT in data else None
                if cut is Cut.BEFORE:
                    break
                if cut is Cut.AFTER:
                    self._is_deaf.set()
                self._server.sendall(data)
                if cut is Cut.AFTER:
                    return  # `back` ends it, once the server has answered
        self._end()

    def back(self) -> None:
        """From the server to the driver."""
        with suppress(OSError):
            while data := self._server.recv(BUFFER):
                if self._is_deaf.is_set():
                    break
                self._client.sendall(data)
        self._end()

    def _end(self) -> None:
        for end in (self._client, self._server):
            with suppress(OSError):
                end.shutdown(socket.SHUT_RDWR)
            end.close()
