"""A slow line before a real server."""

import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from urllib.parse import urlsplit


class SlowLine:
    """Passes on everything, each piece towards the server only after ``delay`` seconds."""

    def __init__(self, server: str, delay: float) -> None:
        parts = urlsplit(server)
        self._server, self._delay = (str(parts.hostname), int(parts.port or 0)), delay
        self._door = socket.create_server(("127.0.0.1", 0))
        self.address = f"http://127.0.0.1:{self._door.getsockname()[1]}"
        threading.Thread(target=self._open, daemon=True).start()

    def close(self) -> None:
        self._door.close()

    def _open(self) -> None:
        while True:
            try:
                client, _from = self._door.accept()
            except OSError:  # closed
                return
            server = socket.create_connection(self._server)
            threading.Thread(target=_pass_on, args=(client, server, self._delay), daemon=True).start()
            threading.Thread(target=_pass_on, args=(server, client, 0), daemon=True).start()


def _pass_on(source: socket.socket, target: socket.socket, delay: float) -> None:
    """What was sent arrives, although the sender may have given up meanwhile."""
    try:
        while piece := source.recv(1 << 20):
            time.sleep(delay)
            target.sendall(piece)
        target.shutdown(socket.SHUT_WR)
    except OSError:
        pass  # either end has gone


@contextmanager
def slow_line(server: str, delay: float) -> Iterator[str]:
    """Its address."""
    line = SlowLine(server, delay)
    try:
        yield line.address
    finally:
        line.close()
