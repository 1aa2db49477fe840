"""A local exchange on loopback that speaks the vendored contract: `with Sandbox() as exchange: ...`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from kalshi_overlay.extras import require_extra

if TYPE_CHECKING:
    from .server import Sandbox

__all__ = ["Sandbox"]


def __getattr__(name: str) -> Any:
    # On demand: pytest loads the plugin beside this file in every run, also where no test needs a server.
    if name == "Sandbox":
        require_extra("sandbox", "starlette", "uvicorn", "openapi_schema_validator", "jsonschema", "yaml", "websockets")
        from .server import Sandbox

        return Sandbox
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
