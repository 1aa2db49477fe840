"""One line of the logger "kalshi" for each attempt, at level DEBUG.

It tells the method, the path, the status or what failed, milliseconds, the attempt's number and the exchange's
request id: no header of ours, no body, no query and no id of an API key.
"""

from __future__ import annotations

import logging
import re
from typing import Final

import httpx

from kalshi_gen.errors import REQUEST_ID_HEADERS
from kalshi_overlay import clock

LOGGER: Final = logging.getLogger("kalshi")

_LINE = "%s %s: %s in %.1f ms, attempt %d%s"
_KEY_ID = re.compile(r"(?<=/api_keys/)(?!generate$)[^/]+")


def is_on() -> bool:
    """Tell whether anyone reads the lines."""
    return LOGGER.isEnabledFor(logging.DEBUG)


def answered(request: httpx.Request, response: httpx.Response, attempt: int, began: float) -> None:
    """Log an attempt that was answered.

    Args:
        request: What was sent.
        response: What came.
        attempt: Its number, from 1.
        began: When it began, in seconds of `clock.now()`.
    """
    named = next((name for name in REQUEST_ID_HEADERS if name in response.headers), None)
    identified = "" if named is None else f", {named} {response.headers[named]}"
    _log(request, str(response.status_code), attempt, began, identified)


def failed(request: httpx.Request, error: httpx.RequestError, attempt: int, began: float) -> None:
    """Log an attempt that has no answer; of the error only its kind, since its text may quote a header."""
    _log(request, type(error).__name__, attempt, began, "")


def _log(request: httpx.Request, outcome: str, attempt: int, began: float, identified: str) -> None:
    path = _KEY_ID.sub("…", request.url.raw_path.partition(b"?")[0].decode("ascii"))
    LOGGER.debug(_LINE, request.method, path, outcome, (clock.now() - began) * 1000, attempt, identified)
