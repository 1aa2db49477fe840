"""The body of an error response, in the forms in which exchanges write it."""

from __future__ import annotations

from typing import Any

import msgspec


class ErrorBody(msgspec.Struct, frozen=True, kw_only=True):
    """What the exchange says is wrong.

    Attributes:
        code: The exchange's own error code.
        message: What a person reads.
        details: What it says beyond that.
    """

    code: str | None = None
    message: str | None = None
    details: str | None = None


def read_error_body(content: bytes) -> ErrorBody | None:
    """Read an error body, flat or within `error`; None for an HTML page, an empty body or anything else."""
    try:
        body: Any = msgspec.json.decode(content)
        if isinstance(body, dict) and isinstance(body.get("error"), dict):
            body = body["error"]
        # What isn't text, such as a null, hides none of the rest.
        texts = {name: text for name, text in body.items() if isinstance(text, str)} if isinstance(body, dict) else body
        error = msgspec.convert(texts, ErrorBody)
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError):
        return None
    return error if error.code or error.message or error.details else None
