"""A sandbox in a process of its own that thousands of idle connections and a large body don't make large.

python -m tests.sandbox.idle_soak --connections 5000 --megabytes 50
"""

from __future__ import annotations

import argparse
import contextlib
import resource
import socket
import subprocess
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from urllib.parse import urlsplit

from attrs import frozen

from tests.conftest import ROOT
from tests.sandbox import plain

SIZES: dict[str, list[str]] = {
    "small": ["--connections", "1000", "--megabytes", "50"],
    "middle": ["--connections", "5000", "--megabytes", "50"],
    "full": ["--connections", "15000", "--megabytes", "60"],
}
_MOST_MEGABYTES = 500
# Files that this process and the server have open besides the connections.
_SPARE = 200


@frozen
class Server:
    """A sandbox in a process of its own."""

    url: str
    pid: int

    def connect(self) -> socket.socket:
        parts = urlsplit(self.url)
        return socket.create_connection((str(parts.hostname), parts.port or 0), timeout=60)

    def check(self) -> None:
        """It answers somebody else, soon, and has never been large."""
        assert plain.get(f"{self.url}/exchange/status", timeout=10).status_code == 200
        assert self.peak_megabytes() < _MOST_MEGABYTES

    def peak_megabytes(self) -> float:
        status = Path(f"/proc/{self.pid}/status").read_text(encoding="ascii")
        line = next(line for line in status.splitlines() if line.startswith("VmHWM:"))
        return int(line.split()[1]) / 1024


@contextlib.contextmanager
def serving(connections: int) -> Iterator[Server]:
    """A sandbox that serves until the block ends, and may have so many connections."""
    with raised_file_limit(connections):
        process = subprocess.Popen(
            [sys.executable, "-m", "kalshi_sandbox"], cwd=ROOT, stdout=subprocess.PIPE, text=True
        )
    try:
        assert process.stdout is not None
        line = next(line for line in process.stdout if line.startswith("export KALSHI_API_BASE_URL="))
        yield Server(line.strip().split("=", 1)[1], process.pid)
    finally:
        process.kill()
        process.communicate()


@contextlib.contextmanager
def raised_file_limit(connections: int) -> Iterator[int]:
    """As many open files as this process, and those that it starts, may have."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = connections + _SPARE if hard == resource.RLIM_INFINITY else min(hard, connections + _SPARE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (max(soft, wanted), hard))
    try:
        yield max(soft, wanted)
    finally:
        resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))


def answer_of(client: socket.socket) -> bytes:
    """What comes until the server closes, or the body that the head announces has come."""
    received = b""
    while chunk := client.recv(65536):
        received += chunk
        head, end, body = received.partition(b"\r\n\r\n")
        lengths = [line.split(b":")[1] for line in head.lower().split(b"\r\n") if line.startswith(b"content-length:")]
        if end and lengths and len(body) >= int(lengths[0]):
            break
    return received


def hold_idle(server: Server, connections: int) -> int:
    """Open so many connections and leave them idle: the server answers others, and the last of them.

    Returns:
        How many there were: where the system allows fewer open files, fewer are tried.
    """
    with raised_file_limit(connections) as limit, contextlib.ExitStack() as stack:
        count = min(connections, limit - _SPARE)
        idle = [stack.enter_context(server.connect()) for _ in range(count)]
        server.check()
        idle[-1].sendall(b"GET /trade-api/v2/exchange/status HTTP/1.1\r\nHost: x\r\n\r\n")
        assert b" 200 " in answer_of(idle[-1])
    return count


def send_large_body(server: Server, megabytes: int) -> None:
    """Send a body that is far too large: it is rejected, and the server answers others meanwhile."""
    head = (
        "POST /trade-api/v2/portfolio/events/orders HTTP/1.1\r\nHost: x\r\n"
        f"Content-Type: application/json\r\nContent-Length: {megabytes << 20}\r\n\r\n"
    )
    with server.connect() as client:
        client.sendall(head.encode())
        chunk = b" " * (1 << 20)
        for sent in range(megabytes):
            client.sendall(chunk)
            if sent % 10 == 0:
                server.check()
        assert b" 413 " in answer_of(client)
    server.check()


def main(arguments: Sequence[str]) -> int:
    """Run the soak test, and print how large the server has been."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--connections", type=int, default=5_000)
    parser.add_argument("--megabytes", type=int, default=50, help="size of the body")
    given = parser.parse_args(arguments)
    with serving(given.connections) as server:
        held = hold_idle(server, given.connections)
        send_large_body(server, given.megabytes)
        peak = server.peak_megabytes()
    print(f"{held:,} idle connections and a body of {given.megabytes} MB: at most {peak:.0f} MB, others were answered")
    return 0 if held == given.connections else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
