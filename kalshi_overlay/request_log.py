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
from kalshi_gen.runtime.printable import printable
from kalshi_overlay import clock

LOGGER: Final = logging.getLogger("kalshi")

_LINE = "%s %s: %s in %.1f ms, attempt %d%s"
_KEY_ID = re.compile(r"(?<=/api_keys/)(?!generate$)[^/]+")


def is_on() -> bool:
    """Whether anyone reads the lines."""
    return LOGGER.isEnabledFor(logging.DEBUG)


def log(request: httpx.Request, outcome: httpx.Response | httpx.RequestError, attempt: int, began: float) -> None:
    """Log an attempt.

    Args:
        request: What was sent.
        outcome: What came of it; of an error only its kind is logged, since its text may quote a header.
        attempt: Its number, from 1.
        began: When it began, in seconds of `clock.now()`.
    """
    result, request_id = type(outcome).__name__, ""
    if isinstance(outcome, httpx.Response):
        result = str(outcome.status_code)
        header = next((name for name in REQUEST_ID_HEADERS if name in outcome.headers), None)
        request_id = "" if header is None else f", {header} {printable(outcome.headers[header])}"
    path = _KEY_ID.sub("…", request.url.raw_path.partition(b"?")[0].decode("ascii"))
    LOGGER.debug(_LINE, request.method, path, result, (clock.now() - began) * 1000, attempt, request_id)
