"""The sandbox's stream: `exchange.stream`, a WebSocket feed that speaks the contract."""

from __future__ import annotations

from .command_log import ReceivedCommand
from .limits import Limits
from .stream import ConnectionView, Stream

__all__ = ["ConnectionView", "Limits", "ReceivedCommand", "Stream"]
