from __future__ import annotations

from typing import TYPE_CHECKING, Literal, TypeAlias

from ...types import open_enum

_Known = Literal[
    "event_contract",
    "margined",
]

if TYPE_CHECKING:
    ExchangeInstance: TypeAlias = _Known
    """Exchange lane: `event_contract` is the predictions exchange, `margined` is the margin exchange."""
else:
    ExchangeInstance = open_enum(_Known)
