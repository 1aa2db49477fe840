"""The body of an error response, in the forms that exchanges use."""

from __future__ import annotations

from typing import Any

import msgspec


class ErrorBody(msgspec.Struct, frozen=True, kw_only=True):
    """The exchange's own description of an error.

    Attributes:
        code: The exchange's error code.
        message: The message for people.
        details: Further details.
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
        # A field that isn't text, such as a null, doesn't hide the others.
        texts = {name: text for name, text in body.items() if isinstance(text, str)} if isinstance(body, dict) else body
        error = msgspec.convert(texts, ErrorBody)
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError):
        return None
    return error if error.code or error.message or error.details else None
