"""A local exchange on loopback that implements the vendored spec: `with Sandbox() as exchange: ...`.

It is the exchange's side of the wire: `engine/` matches orders, `live/` answers HTTP requests, `stream/` is the
WebSocket server. It may import `kalshi_gen`, and `kalshi_overlay` to make clients, to read the recordings and streams
that are its market in a backtest, and for what both need (errors, costs, private files). In this project, only tests
and examples import it.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from .market_sources import Backtest
    from .paper_trading import paper
    from .server import Sandbox

__all__ = ["Backtest", "Sandbox", "paper"]

_MODULES = {"Backtest": ".market_sources", "Sandbox": ".server", "paper": ".paper_trading"}


def __getattr__(name: str) -> Any:
    # Imported on demand, because pytest loads the plugin in every run, also if no test needs a server.
    if name in _MODULES:
        from .extra import require_extra

        require_extra()
        return getattr(import_module(_MODULES[name], __name__), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
