"""RFQ batches: the sandbox has none, and says so."""

from __future__ import annotations

from typing import Any

from ..engine.rejection import not_found
from ..error_answers import ErrorAnswer
from ..validation import CheckedRequest
from .context import HandlerContext, LiveHandler
from .pages import page


def get_batches(context: HandlerContext, request: CheckedRequest, account: str) -> Any:
    """Answer GetRFQBatches."""
    nothing: list[Any] = []
    items, cursor = page(request, nothing)
    return {"rfq_batches": items, "cursor": cursor}


def reject_creation(context: HandlerContext, request: CheckedRequest, account: str) -> Any:
    """Reject a new batch, as if the account might not make any.

    Raises:
        ErrorAnswer: With 403.
    """
    raise ErrorAnswer(403, "rfq_batch_unavailable", "rfq batch unavailable", "the sandbox has no RFQ batches")


def reject_unknown(context: HandlerContext, request: CheckedRequest, account: str) -> Any:
    """Reject whatever names a batch.

    Raises:
        EngineRejection: With 404.
    """
    raise not_found("rfq_batch", request.path["rfq_batch_id"])


HANDLERS: dict[str, LiveHandler] = {
    "CreateRFQBatch": reject_creation,
    "GetRFQBatches": get_batches,
    **dict.fromkeys(
        (
            "AcceptRFQBatch",
            "ConfirmRFQBatchQuote",
            "CreateRFQBatchQuote",
            "DeleteRFQBatch",
            "DeleteRFQBatchQuote",
            "GetRFQBatch",
            "GetRFQBatchBestQuotes",
            "GetRFQBatchQuotes",
        ),
        reject_unknown,
    ),
}
