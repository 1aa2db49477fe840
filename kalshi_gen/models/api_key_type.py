from __future__ import annotations

from typing import TYPE_CHECKING, Literal, TypeAlias

from ..types import open_enum

_Known = Literal[
    "ed25519",
    "rsa",
]

if TYPE_CHECKING:
    ApiKeyType: TypeAlias = _Known
    """Algorithm that an API key signs with: `rsa` is a 2048-bit key using RSA-PSS and SHA-256, `ed25519`
    signs the same text at less cost to the client. The exchange generates `rsa` when the type is left
    out.
    """
else:
    ApiKeyType = open_enum(_Known)
