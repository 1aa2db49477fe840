"""One line of the logger "kalshi" for each attempt, at level DEBUG.

It has the method, the path, the status or the kind of failure, milliseconds, the attempt's number and the exchange's
request id. It has no header of ours, no body, no query and no id of an API key.
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
    """Whether anyone reads the lines."""
    return LOGGER.isEnabledFor(logging.DEBUG)


def log_response(request: httpx.Request, response: httpx.Response, attempt: int, began: float) -> None:
    """Log an attempt that got a response.

    Args:
        request: What was sent.
        response: What came.
        attempt: Its number, from 1.
        began: When it began, in seconds of `clock.now()`.
    """
    header = next((name for name in REQUEST_ID_HEADERS if name in response.headers), None)
    request_id = "" if header is None else f", {header} {response.headers[header]}"
    _log(request, str(response.status_code), attempt, began, request_id)


def log_failure(request: httpx.Request, error: httpx.RequestError, attempt: int, began: float) -> None:
    """Log an attempt that got no response; of the error only its kind, since its text may quote a header."""
    _log(request, type(error).__name__, attempt, began, "")


def _log(request: httpx.Request, outcome: str, attempt: int, began: float, request_id: str) -> None:
    path = _KEY_ID.sub("…", request.url.raw_path.partition(b"?")[0].decode("ascii"))
    LOGGER.debug(_LINE, request.method, path, outcome, (clock.now() - began) * 1000, attempt, request_id)
