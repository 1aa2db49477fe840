"""A server in a process of its own that sends the same order book frames to each subscriber.

python -m scripts.bench.stream_server DELTAS [PER_SECOND [MARKETS]]
"""

from __future__ import annotations

import asyncio
import json
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager

from attrs import frozen
from websockets.asyncio.server import ServerConnection, serve
from websockets.frames import Frame, Opcode

from scripts.bench.stream_frames import SID, TICKERS, order_book_frames

_CHUNK_BYTES = 1 << 16


@frozen
class Serving:
    """A running server.

    Args:
        url: Its address, as a base URL of the REST API.
        process: Its process.
    """

    url: str
    _process: subprocess.Popen[str]

    def sent(self) -> list[float]:
        """When each delta was sent to the newest reader, in seconds of the monotonic clock."""
        assert self._process.stdout is not None
        times: list[float] = json.loads(self._process.stdout.readline())
        return times


@contextmanager
def serving(deltas: int, per_second: int = 0, markets: int = len(TICKERS)) -> Iterator[Serving]:
    """Run the server in another process.

    Args:
        deltas: How many changes of order books it sends, after the snapshots.
        per_second: How many frames a second; 0 for as fast as they are read, and then `sent` has nothing to read.
        markets: How many markets have an order book.
    """
    command = [sys.executable, "-m", "scripts.bench.stream_server", str(deltas), str(per_second), str(markets)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as server:
        assert server.stdout is not None
        try:
            yield Serving(server.stdout.readline().strip(), server)
        finally:
            server.terminate()


async def main(deltas: int, per_second: int = 0, markets: int = len(TICKERS)) -> None:
    """Serve until terminated."""
    # Serialized beforehand, so that nothing waits for the server.
    frames = [Frame(Opcode.TEXT, frame).serialize(mask=False) for frame in order_book_frames(deltas, markets=markets)]
    chunks = [b"".join(frames[at : at + 200]) for at in range(0, len(frames), 200)]

    async def answer(connection: ServerConnection) -> None:
        command = json.loads(await connection.recv())
        subscribed = {"channel": "orderbook_delta", "sid": SID}
        await connection.send(json.dumps({"type": "subscribed", "id": command["id"], "msg": subscribed}))
        if per_second:
            print(json.dumps(await _paced(connection, frames, per_second)), flush=True)
        else:
            for chunk in chunks:
                await _write(connection, chunk)
        await connection.wait_closed()

    async with serve(answer, "127.0.0.1", 0, compression=None) as server:
        (listening,) = server.sockets
        print(f"http://127.0.0.1:{listening.getsockname()[1]}/trade-api/v2", flush=True)
        await server.serve_forever()


async def _write(connection: ServerConnection, chunk: bytes) -> None:
    connection.transport.write(chunk)
    while connection.transport.get_write_buffer_size() > _CHUNK_BYTES:
        await asyncio.sleep(0.0005)


async def _paced(connection: ServerConnection, frames: list[bytes], per_second: int) -> list[float]:
    """Send the snapshots, and each delta when it is due; return when each delta was sent."""
    sent: list[float] = []
    connection.transport.write(b"".join(frames[: len(TICKERS)]))
    begun = time.monotonic()
    for number, frame in enumerate(frames[len(TICKERS) :]):
        due = begun + number / per_second
        while (now := time.monotonic()) < due:
            await asyncio.sleep(due - now)
        connection.transport.write(frame)
        sent.append(now)
    return sent


if __name__ == "__main__":
    asyncio.run(main(*map(int, sys.argv[1:])))
