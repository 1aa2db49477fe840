from __future__ import annotations

from typing import TYPE_CHECKING, Literal, TypeAlias

from ...types import open_enum

_Known = Literal[
    "indexlist",
    "subscribe_indices",
    "unsubscribe_indices",
]

if TYPE_CHECKING:
    CfbenchmarksUpdateSubscriptionCommandParamsAction: TypeAlias = _Known
    """`subscribe_indices` and `unsubscribe_indices` need `index_ids`; `indexlist` changes nothing."""
else:
    CfbenchmarksUpdateSubscriptionCommandParamsAction = open_enum(_Known)
