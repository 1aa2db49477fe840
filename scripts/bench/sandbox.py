"""A sandbox in a process of its own: `python -m scripts.bench.sandbox KEY_FILE`; prints its base URL and key id."""

from __future__ import annotations

import sys
import threading
from pathlib import Path


def main(key_file: str) -> None:
    """Serve until terminated.

    Args:
        key_file: Where to write the private key.
    """
    from kalshi_sandbox import Sandbox

    with Sandbox(behaviour="simple") as exchange:
        Path(key_file).write_text(exchange.private_key_pem, encoding="ascii")
        print(exchange.base_url, exchange.access_key_id, flush=True)
        threading.Event().wait()


if __name__ == "__main__":
    main(*sys.argv[1:])
