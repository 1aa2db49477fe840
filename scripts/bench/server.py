"""A server in a process of its own that answers every request at once: `python -m scripts.bench.server`.

It answers in one write, and without delay. Where headers and body are written apart, and the first write waits for an
acknowledgement, a request takes 40 ms.
"""

from __future__ import annotations

import asyncio
import re
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager

_BODY = (
    b'{"balance":100000,"balance_dollars":"1000.0000","portfolio_value":0,"updated_ts":1760000000,'
    b'"balance_breakdown":[{"exchange_index":0,"balance":"1000.0000"}]}'
)
_ANSWER = b"HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: %d\r\n\r\n%b" % (len(_BODY), _BODY)
_LENGTH = re.compile(rb"\r\ncontent-length: *(\d+)", re.IGNORECASE)


class _Answering(asyncio.Protocol):
    """Answers each complete request of a connection with a balance."""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self._transport, self._received = transport, b""
        transport.get_extra_info("socket").setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)

    def data_received(self, data: bytes) -> None:
        self._received += data
        while (ends := self._received.find(b"\r\n\r\n")) >= 0:
            length = _LENGTH.search(self._received, 0, ends)
            ends += 4 + (int(length[1]) if length else 0)
            if len(self._received) < ends:
                return
            self._received = self._received[ends:]
            self._transport.write(_ANSWER)


@contextmanager
def serving(module: str = "scripts.bench.server", *arguments: str) -> Iterator[str]:
    """Run a server in another process, and give the first line that it prints.

    Args:
        module: The module to run.
        *arguments: Its arguments.
    """
    command = [sys.executable, "-m", module, *arguments]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as server:
        assert server.stdout is not None
        try:
            yield server.stdout.readline().strip()
        finally:
            server.terminate()


async def main() -> None:
    """Serve until terminated."""
    server = await asyncio.get_running_loop().create_server(_Answering, "127.0.0.1", 0, backlog=200)
    print(f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}/trade-api/v2", flush=True)
    await server.serve_forever()


if __name__ == "__main__":
    asyncio.run(main())
