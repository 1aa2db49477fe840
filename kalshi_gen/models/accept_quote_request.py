from __future__ import annotations

from ..model import Model
from ..models.accept_quote_request_accepted_side import AcceptQuoteRequestAcceptedSide


class AcceptQuoteRequest(Model, kw_only=True):
    """Names the side of a quote that the requester accepts."""

    accepted_side: AcceptQuoteRequestAcceptedSide
    """Side to accept: `yes` takes the YES bid, `no` the NO bid."""
