from __future__ import annotations

from ..models.accept_quote_request_accepted_side import AcceptQuoteRequestAcceptedSide
from ..runtime.model import Model


class AcceptQuoteRequest(Model, kw_only=True):
    """Names the side of a quote that the requester accepts."""

    accepted_side: AcceptQuoteRequestAcceptedSide
    """Side to accept: `yes` takes the YES bid, `no` the NO bid."""
