"""What the contract can't say: credentials, environments, transport; `create_client` is the way in."""

from __future__ import annotations

from kalshi_gen.errors import KalshiError
from kalshi_overlay.auth import KalshiAuth
from kalshi_overlay.client import (
    KalshiAuthenticatedClient,
    KalshiPublicClient,
    create_client,
    create_public_client,
)
from kalshi_overlay.errors import KalshiConfigError
from kalshi_overlay.retries import RetryPolicy

__version__ = "0.1.0"

__all__ = [
    "KalshiAuth",
    "KalshiAuthenticatedClient",
    "KalshiConfigError",
    "KalshiError",
    "KalshiPublicClient",
    "RetryPolicy",
    "__version__",
    "create_client",
    "create_public_client",
]
