from __future__ import annotations

from ....runtime.model import Model
from ....types import UNSET, Unset
from ..models.error_response_data_code import ErrorResponseDataCode


class ErrorResponseData(Model, kw_only=True):
    """What went wrong."""

    code: ErrorResponseDataCode
    """Number of the error. It means the same as on the stream of event contracts; the spec of this stream
    has no table of its own.
    """

    msg: str
    """What the exchange says of it."""

    market_ticker: str | Unset = UNSET
    """The market that it concerns, if one."""

    market_tickers: list[str] | Unset = UNSET
    """The markets that it concerns, if any."""
