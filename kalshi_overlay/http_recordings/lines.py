"""The lines of a recording: one attempt each, what was asked and what came."""

from __future__ import annotations

from decimal import Decimal
from os import PathLike, fspath
from pathlib import Path
from typing import Any

import httpx
import msgspec
from msgspec import UNSET, UnsetType

from kalshi_overlay.errors import KalshiConfigError


class Asked(msgspec.Struct, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """What was asked, redacted.

    Attributes:
        method: The HTTP method.
        path: The path, base path included.
        query: The names and values of the query, in their order.
        body: The body, if it was JSON.
        body_text: The body, if it was not.
    """

    method: str
    path: str
    query: list[tuple[str, str]] = []
    body: Any = UNSET
    body_text: str | UnsetType = UNSET


class Came(msgspec.Struct, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """What came, redacted.

    Attributes:
        status: The HTTP status; none if nothing was answered.
        headers: Some headers of the answer, by their names in lower case.
        body: The body, if it was JSON.
        body_text: The body, if it was not.
        error: The error of httpx that there was in place of an answer, or of its body.
        error_text: What the system said of it, if that is known to be harmless.
    """

    status: int | UnsetType = UNSET
    headers: dict[str, str] = {}
    body: Any = UNSET
    body_text: str | UnsetType = UNSET
    error: str | UnsetType = UNSET
    error_text: str = ""


class Line(msgspec.Struct, kw_only=True, forbid_unknown_fields=True):
    """An attempt.

    Attributes:
        at: When it was sent, in Unix seconds.
        request: What was asked.
        response: What came.
    """

    at: Decimal
    request: Asked
    response: Came


encode = msgspec.json.Encoder(decimal_format="number", order="sorted").encode
decode = msgspec.json.Decoder(float_hook=Decimal).decode
_decode_line = msgspec.json.Decoder(Line, float_hook=Decimal).decode


def read_lines(path: str | PathLike[str]) -> list[Line]:
    """Read a recording.

    Raises:
        KalshiConfigError: There is none, it can't be read, or a line is none of a recording; the error says which.
    """
    try:
        content = Path(path).read_bytes()
    except FileNotFoundError:
        remedy = "record it first, with RecordTransport or by pytest --kalshi-record"
        raise KalshiConfigError(f"there is no recording {fspath(path)}; {remedy}") from None
    except OSError as error:
        raise KalshiConfigError(f"the recording {fspath(path)} can't be read ({error.strerror})") from None
    lines = []
    for number, line in enumerate(content.splitlines(), 1):
        try:
            lines.append(_decode_line(line))
            error_kind(lines[-1].response)
        except (msgspec.MsgspecError, UnicodeError, ValueError) as error:
            raise KalshiConfigError(f"{fspath(path)}: line {number} is none of a recording: {error}") from None
    return lines


def error_kind(came: Came) -> type[httpx.RequestError] | None:
    """The error of httpx that came; None if none did.

    Raises:
        ValueError: httpx has no such error, or neither an error nor a status came.
    """
    if came.error is UNSET:
        if came.status is UNSET:
            raise ValueError("the response has neither a status nor an error")
        return None
    kind = getattr(httpx, str(came.error), None)
    if not (isinstance(kind, type) and issubclass(kind, httpx.RequestError)):
        raise ValueError(f"httpx has no error {came.error}")  # noqa: TRY004 - of what a file says
    return kind


def error_name(error: httpx.RequestError) -> str:
    """The name of an error, or of the kind of httpx that it is."""
    names = [kind.__name__ for kind in type(error).__mro__]
    return next(name for name in names if isinstance(error, getattr(httpx, name, ())))
