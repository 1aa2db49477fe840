"""The errors of HTTP statuses and of decoding, all under one root."""

from __future__ import annotations

import math
import re
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from typing import TYPE_CHECKING, Any

from .runtime.error_body import ErrorBody as ErrorBody
from .runtime.error_body import read_error_body
from .runtime.printable import printable

if TYPE_CHECKING:
    import httpx

    from .runtime.drift import SpecDrift
    from .types import Response

REQUEST_ID_HEADERS = ("x-request-id", "request-id", "x-amzn-requestid", "x-amz-cf-id", "cf-ray", "traceparent")
"""Response headers by which the exchange's support finds a request."""

TIMESTAMP_EXTENSION = "kalshi_timestamp"
"""The extension of a response that has the timestamp of its request's signature, in milliseconds since 1970."""

_SECONDS = re.compile(r"[0-9]+(\.[0-9]+)?")
_MILLISECONDS = re.compile(r"[0-9]{1,16}")
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_LONGEST_WAIT = 1e9
_CLOCK_TOLERANCE = timedelta(seconds=3)


class KalshiError(Exception):
    """The root of every error that this package raises.

    Attributes:
        client_order_id: The id under which an order was to be placed, if the error is of placing one order; else None.
    """

    client_order_id: str | None = None


class AuthRequiredError(KalshiError):
    """The operation needs a signature and the client can't sign; nothing was sent."""


class WrongClientError(KalshiError):
    """The operation belongs to another API than the client, or to one that its host does not serve; nothing was sent."""


class UnexpectedStatus(KalshiError):
    """The exchange answered with a status outside 2xx, or with an error in the body of a 2xx.

    Subclasses exist for the usual statuses.

    Attributes:
        status_code: The HTTP status.
        method: The HTTP method of the request.
        path: The path of the request as it was sent, without the query.
        code: The exchange's own error code, or None.
        message: The exchange's own message, or else the best short text of the body, or None.
        details: The exchange's own details, or None.
        error: What the body says, or None if it says nothing.
        retry_after: Seconds to wait before another attempt, if the exchange says so.
        request_ids: The response headers that identify the request to the exchange's support.
        content: The raw body.
    """

    def __init__(
        self,
        status_code: int,
        content: bytes,
        *,
        method: str = "",
        path: str = "",
        error: ErrorBody | None = None,
        retry_after: float | None = None,
        request_ids: dict[str, str] | None = None,
    ) -> None:
        super().__init__(status_code, content)
        self.status_code = status_code
        self.content = content
        self.method = method
        self.path = path
        self.error = error
        self.code: str | None = (error and error.code) or None
        self.message: str | None = (error and error.message) or None
        self.details: str | None = (error and error.details) or None
        self.retry_after = retry_after
        self.request_ids = request_ids or {}

    def __str__(self) -> str:
        answered = (
            f"answered {self.status_code}{' with an error' if 200 <= self.status_code < 300 and self.error else ''}"
        )
        parts = [f"{self.method} {self.path} {answered}".strip()]
        parts += [str(part) for part in (self.code, self.message, self.details) if part]
        if self.retry_after is not None:
            parts.append(f"retry after {self.retry_after:g} s")
        parts += [f"{name}: {value}" for name, value in self.request_ids.items()]
        return printable("; ".join(dict.fromkeys(parts)))


class KalshiValidationError(UnexpectedStatus):
    """The exchange rejected the request as malformed or against its rules (400, 422)."""


class InvalidRequestError(KalshiValidationError, ValueError):
    """An argument is not what the spec allows. Nothing was sent, so the status is 0.

    Attributes:
        field: The argument or field, as a path such as `orders[0].price`.
        model: The class of the model that refused the value of its field, or None if it was refused when sending.
    """

    model: str | None = None

    def __init__(self, field: str, problem: str) -> None:
        super().__init__(0, b"")
        self.args = (field, problem)
        self.field = field

    def __str__(self) -> str:
        return f"{self.model + '.' if self.model else ''}{self.args[0]}: {self.args[1]}"


class KalshiAuthError(UnexpectedStatus):
    """The exchange rejected the credentials (401), or they lack the permission (403).

    Attributes:
        host: The host that the request went to.
        clock_difference: This machine's clock minus the exchange's, if it is large enough to explain a 401.
    """

    host: str = ""
    clock_difference: timedelta | None = None

    def __str__(self) -> str:
        text = super().__str__()
        if self.status_code == 401 and self.host:
            text += f"; the host is {printable(self.host)}{_environment(self.host)}"
            if "NOT_FOUND" in (str(self.code).upper(), str(self.details).upper()):
                text += ", which doesn't know this key: production and demo share no keys"
        if self.clock_difference is None:
            return text
        seconds = self.clock_difference.total_seconds()
        where = "ahead of" if seconds > 0 else "behind"
        return f"{text}; this machine's clock is {abs(seconds):.0f} s {where} the exchange's: correct it"


class KalshiForeignAnswerError(UnexpectedStatus):
    """A web page or plain text came with 401, 403 or 404, so what answered was not the exchange's API.

    It may be a content network that blocks you, a proxy, or the server of a wrong address. It says nothing of your
    credentials, nor of what the exchange has.
    """


class KalshiNotFoundError(UnexpectedStatus):
    """The exchange has no such resource (404)."""


class KalshiConflictError(UnexpectedStatus):
    """The request conflicts with something that exists, such as a used client_order_id (409)."""


class KalshiRateLimitError(UnexpectedStatus):
    """The account has no tokens left (429). The exchange did not act. `retry_after` is in seconds."""


class KalshiServerError(UnexpectedStatus):
    """The exchange failed (5xx). A write may have taken effect nevertheless."""

    def __str__(self) -> str:
        is_write = self.method not in ("", "GET", "HEAD")
        return super().__str__() + ("; it may have taken effect: check before sending again" if is_write else "")


class KalshiDecodeError(KalshiError):
    """The answer is a 2xx, but its body can't be decoded, or doesn't match the spec and the client is strict.

    Attributes:
        operation_id: The operation.
        method: The HTTP method of the request.
        response: The response with status, headers, content and drift, but without a parsed body.
        problem: What is wrong with the body. It has no values from it, but the title of a web page.
        is_from_exchange: False if the body is not JSON, so what answered was not the exchange's API. Whether a write
            arrived is unknown then.
        shows_effect: Whether the body has something that the spec declares, and no error: then the exchange accepted a
            write. If it is False, whether a write took effect is unknown.
    """

    def __init__(
        self,
        operation_id: str,
        method: str,
        response: Response[Any],
        problem: str,
        is_from_exchange: bool = True,
        shows_effect: bool = True,
    ) -> None:
        super().__init__(operation_id, method, response, problem, is_from_exchange, shows_effect)
        self.operation_id = operation_id
        self.method = method
        self.response = response
        self.problem = problem
        self.is_from_exchange = is_from_exchange
        self.shows_effect = is_from_exchange and shows_effect

    @property
    def status_code(self) -> int:
        """The HTTP status, which is a 2xx."""
        return self.response.status_code

    @property
    def content(self) -> bytes:
        """The raw body."""
        return self.response.content

    @property
    def drift(self) -> tuple[SpecDrift, ...]:
        """Where the body doesn't match the spec; empty if it is not JSON."""
        return self.response.drift

    def __str__(self) -> str:
        wrong = f"the answer ({self.status_code}) is not what the spec says: {printable(self.problem)}"
        if self.method == "GET":
            return f"{self.operation_id}: {wrong}"
        if self.shows_effect:
            return f"{self.operation_id}: the exchange accepted the request: don't send it again; {wrong}"
        what = "took effect" if self.is_from_exchange else "arrived"
        return f"{self.operation_id}: whether the request {what} is unknown: check before you send it again; {wrong}"


class KalshiFrameError(KalshiError):
    """A frame of the stream that is no message: it is not JSON, or has no type.

    Attributes:
        content: The frame as it came.
    """

    def __init__(self, content: bytes, problem: str) -> None:
        super().__init__(content, problem)
        self.content = content

    def __str__(self) -> str:
        return f"a frame of {len(self.content)} bytes is no message of the stream: {printable(self.args[1])}"


_BY_STATUS: dict[int, type[UnexpectedStatus]] = {
    400: KalshiValidationError,
    401: KalshiAuthError,
    403: KalshiAuthError,
    404: KalshiNotFoundError,
    409: KalshiConflictError,
    422: KalshiValidationError,
    429: KalshiRateLimitError,
}


def error_class(status_code: int) -> type[UnexpectedStatus]:
    """The class of the error for a status."""
    if status_code >= 500:
        return KalshiServerError
    return _BY_STATUS.get(status_code, UnexpectedStatus)


def from_response(response: httpx.Response, body: ErrorBody | None = None) -> UnexpectedStatus:
    """Create the error for a response, without raising it.

    Args:
        response: A response whose body has been read.
        body: What the body of a 2xx says. Outside 2xx, the body is read here.
    """
    request = response.request
    headers = response.headers
    kind = error_class(response.status_code)
    if not response.is_success:
        body = read_error_body(response.content)
        if body and not body.is_from_api and kind in (KalshiAuthError, KalshiNotFoundError):
            kind = KalshiForeignAnswerError
    error = kind(
        response.status_code,
        response.content,
        method=request.method,
        path=request.url.raw_path.partition(b"?")[0].decode("ascii"),
        error=body,
        retry_after=retry_after(headers.get("retry-after"), headers.get("date")),
        request_ids={name: headers[name] for name in REQUEST_ID_HEADERS if name in headers},
    )
    if isinstance(error, KalshiAuthError) and response.status_code == 401:
        error.host = request.url.netloc.decode("ascii")
        error.clock_difference = _clock_difference(response)
    return error


def retry_after(value: str | None, date: str | None = None) -> float | None:
    """Read a Retry-After header in either of its forms.

    Args:
        value: Seconds, also with a fraction, or an HTTP date.
        date: The Date header of the same response, which an HTTP date is relative to.

    Returns:
        Seconds from the response, never negative; None if the header is missing or not valid, as is one of more than 30
        years, for which no machine waits.
    """
    if value is None:
        return None
    if _SECONDS.fullmatch(value.strip()):
        seconds = float(value.strip())
    else:
        until, now = http_date(value), http_date(date) or datetime.now(UTC)
        seconds = max(0.0, (until - now).total_seconds()) if until else math.inf
    return seconds if seconds < _LONGEST_WAIT else None


def _environment(host: str) -> str:
    name = host.partition(":")[0].rstrip(".").lower()
    if name.endswith(".kalshi.com"):
        return " (production)"
    return " (demo)" if name.endswith(".kalshi.co") else ""


def _clock_difference(response: httpx.Response) -> timedelta | None:
    # An `httpx.Client` that only has the signature as its `auth` shows it on the request.
    signed = response.extensions.get(TIMESTAMP_EXTENSION) or response.request.headers.get("kalshi-access-timestamp", "")
    answered = http_date(response.headers.get("date"))
    if answered is None or not _MILLISECONDS.fullmatch(signed):
        return None
    difference = timedelta(milliseconds=int(signed)) - (answered - _EPOCH)
    return difference if abs(difference) > _CLOCK_TOLERANCE else None


def http_date(value: str | None) -> datetime | None:
    """Read a header's date, in UTC; None if the header is missing or not valid."""
    try:
        parsed = parsedate_to_datetime(value or "")
        return parsed.astimezone(UTC) if parsed.tzinfo else parsed.replace(tzinfo=UTC)
    except (ValueError, OverflowError):
        return None
