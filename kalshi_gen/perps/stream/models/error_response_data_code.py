from __future__ import annotations

from typing import TYPE_CHECKING, Literal, TypeAlias

from ....types import open_enum

_Known = Literal[
    1,
    10,
    11,
    12,
    13,
    14,
    15,
    18,
    2,
    23,
    24,
    25,
    26,
    27,
    28,
    3,
    4,
    5,
    7,
    8,
    9,
]

if TYPE_CHECKING:
    ErrorResponseDataCode: TypeAlias = _Known
    """Number of the error. It means the same as on the stream of event contracts; the spec of this stream
    has no table of its own.
    """
else:
    ErrorResponseDataCode = open_enum(_Known)
