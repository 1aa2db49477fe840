"""The environment of a program that trades on a local exchange."""

from __future__ import annotations

import os
from pathlib import Path

from kalshi_sandbox import Sandbox
from tests.conftest import ROOT


def environment_of(exchange: Sandbox, folder: Path) -> dict[str, str]:
    """Environment variables by which a program in a process of its own uses the exchange's own account.

    Args:
        exchange: The exchange.
        folder: Where the file with the private key is written.
    """
    key = folder / "key.pem"
    key.write_text(exchange.private_key_pem, encoding="ascii")
    key.chmod(0o600)
    others = {name: value for name, value in os.environ.items() if not name.startswith("KALSHI_")}
    return {
        **others,
        "PYTHONPATH": str(ROOT),
        "KALSHI_API_KEY_ID": exchange.access_key_id,
        "KALSHI_PRIVATE_KEY_PATH": str(key),
        "KALSHI_API_BASE_URL": exchange.base_url,
        "KALSHI_ALLOW_UNKNOWN_HOST": "true",
    }
