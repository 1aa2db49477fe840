"""A local exchange on loopback that speaks the vendored contract: `with Sandbox() as exchange: ...`."""

from __future__ import annotations

from .server import Sandbox

__all__ = ["Sandbox"]
