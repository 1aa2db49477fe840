from __future__ import annotations

from typing import TYPE_CHECKING, Literal, TypeAlias

from ...types import open_enum

_Known = Literal[
    "subscribe_underlyings",
    "underlying_list",
    "unsubscribe_underlyings",
]

if TYPE_CHECKING:
    PythUpdateSubscriptionCommandParamsAction: TypeAlias = _Known
    """`subscribe_underlyings` and `unsubscribe_underlyings` need symbols; `underlying_list` changes
    nothing.
    """
else:
    PythUpdateSubscriptionCommandParamsAction = open_enum(_Known)
