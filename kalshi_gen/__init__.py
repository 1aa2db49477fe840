"""The client of the Kalshi Trade API, generated from its spec, version 3.34.0.

`kalshi_gen.api` has a module for each operation, `kalshi_gen.models` a class for each schema, and `kalshi_gen.stream`
the messages of the live stream. It imports nothing of this repository's other packages.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from .client import AuthenticatedClient, Client

__all__ = ("AuthenticatedClient", "Client")


def __getattr__(name: str) -> Any:
    if name in __all__:
        from . import client

        return getattr(client, name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
