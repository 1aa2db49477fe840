"""What a specification can't say about a client: keys, signatures, retries, rate limits, orders, streams.

`create_client` and `create_klear_client` are the ways in, and `errors` has every error. The modules directly in here
import `kalshi_gen` and each other; the packages below import those modules, and none of them imports the sandbox.
"""

from __future__ import annotations

from kalshi_gen.errors import KalshiError
from kalshi_overlay.auth import KalshiAuth, KlearAuth
from kalshi_overlay.client import (
    KalshiAuthenticatedClient,
    KalshiPublicClient,
    create_client,
    create_public_client,
)
from kalshi_overlay.client_options import ClientOptions
from kalshi_overlay.errors import KalshiConfigError
from kalshi_overlay.klear import KalshiKlearClient, create_klear_client
from kalshi_overlay.retries import RetryPolicy

__version__ = "0.1.0"

__all__ = [
    "ClientOptions",
    "KalshiAuth",
    "KalshiAuthenticatedClient",
    "KalshiConfigError",
    "KalshiError",
    "KalshiKlearClient",
    "KalshiPublicClient",
    "KlearAuth",
    "RetryPolicy",
    "__version__",
    "create_client",
    "create_klear_client",
    "create_public_client",
]
