"""A server in a process of its own that answers every request at once, so that only the client's CPU is measured.

python -m scripts.bench_server
"""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

_BODY = (
    b'{"balance":100000,"balance_dollars":"1000.0000","portfolio_value":0,"updated_ts":1760000000,'
    b'"balance_breakdown":[{"exchange_index":0,"balance":"1000.0000"}]}'
)


class _Answer(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        self.send_response(200)
        self.send_header("content-type", "application/json")
        self.send_header("content-length", str(len(_BODY)))
        self.end_headers()
        self.wfile.write(_BODY)

    def log_message(self, format: str, *args: object) -> None:
        pass


@contextmanager
def serving() -> Iterator[str]:
    """Run the server in another process and give its base URL."""
    with subprocess.Popen([sys.executable, "-m", "scripts.bench_server"], stdout=subprocess.PIPE, text=True) as server:
        assert server.stdout is not None
        try:
            yield server.stdout.readline().strip()
        finally:
            server.terminate()


if __name__ == "__main__":
    with ThreadingHTTPServer(("127.0.0.1", 0), _Answer) as listening:
        print(f"http://127.0.0.1:{listening.server_port}/trade-api/v2", flush=True)
        listening.serve_forever()
