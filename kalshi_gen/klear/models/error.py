from __future__ import annotations

from ...runtime.model import Model
from ...types import UNSET, Unset


class Error(Model, kw_only=True):
    """Body of an answer that reports an error."""

    code: str
    """Code of the error, for programs."""

    message: str
    """Explanation of the error for people to read; do not parse it."""

    details: str | Unset = UNSET
    """Further detail on the error, if there is any."""

    service: str | Unset = UNSET
    """Service that reports the error, if it is named."""
