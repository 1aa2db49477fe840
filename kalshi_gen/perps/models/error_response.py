from __future__ import annotations

from ...runtime.model import Model
from ...types import UNSET, Unset


class ErrorResponse(Model, kw_only=True):
    """Body of an answer that reports an error."""

    code: str | Unset = UNSET
    """Machine-readable code of the error."""

    message: str | Unset = UNSET
    """Explanation of the error for people to read; do not parse it."""

    details: str | Unset = UNSET
    """Further detail on the error; left out when there is none."""
