"""Injects faults into a call: resets, delays, and other answers."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from .clocks import wait
from .connections import CONNECTION, Connection
from .drifts import drifted
from .error_answers import ErrorAnswer, render
from .faults import ActiveFaults, Body, Delay, Drift, Lag, Refuse, Reset, Status
from .spec import Operation

_ERRORS = {
    429: ("too_many_requests", "too many requests"),
    500: ("internal_error", "internal error"),
    502: ("bad_gateway", "bad gateway"),
    503: ("service_unavailable", "service unavailable"),
    504: ("gateway_timeout", "gateway timeout"),
}
_BLOCKED = b"<html><head><title>403 Forbidden</title></head><body><h1>403 Forbidden</h1></body></html>\n"
_HTML = b"<html><head><title>502 Bad Gateway</title></head><body><h1>502 Bad Gateway</h1></body></html>\n"


class ConnectionAborted(Exception):  # noqa: N818 - the end of a call, no fault of the program
    """The connection of the call was reset; there is nobody to answer."""


class FaultInjector:
    """Injects the faults of one call, each at its moment.

    Args:
        active: The faults.
        request: The call's request.
        clock: The exchange's clock.
        refuse: Refuses new connections for so many seconds.
        live_errors: Whether error bodies are those of the live exchange.
    """

    def __init__(
        self,
        active: ActiveFaults,
        request: Request,
        clock: Callable[[], float],
        refuse: Callable[[float], None],
        *,
        live_errors: bool = False,
    ) -> None:
        self._active = active
        self._request = request
        self._clock = clock
        self._refuse = refuse
        self._live_errors = live_errors

    def before_reading(self) -> None:
        """Call it before the request is read.

        Raises:
            ConnectionAborted: If the connection is reset.
        """
        for rule, fault in self._active.due(Refuse):
            self._active.fire(rule, acted=False)
            self._refuse(fault.seconds)
            self._reset()
        self._reset_if_due("before_reading", acted=False)

    async def before_acting(self) -> Response | None:
        """Call it after the request is read.

        Returns:
            The answer if the exchange is not to act, else None.

        Raises:
            ConnectionAborted: If the connection is reset.
        """
        await self._delay("before_acting", acted=False)
        self._reset_if_due("before_acting", acted=False)
        return self._error(acting=False, acted=False)

    async def before_answering(self, operation: Operation | None, response: Response) -> Response:
        """Call it after the exchange has acted.

        Returns:
            The answer to send: the same or another one.

        Raises:
            ConnectionAborted: If the connection is reset.
        """
        acted = _has_acted(response)
        await self._delay("before_answering", acted=acted)
        self._reset_if_due("before_answering", acted=acted)
        error = self._error(acting=True, acted=acted)
        if error is not None:
            return error
        if response.status_code < 300 and operation is not None and operation.answer is not None:
            self._drift(operation, response)
            self._corrupt(response)
        return response

    def cuts(self, response: Response) -> bool:
        """Whether to cut the answer off in the middle."""
        for rule, _ in self._active.due(Reset, when="mid_answer"):
            self._active.fire(rule, acted=_has_acted(response))
            return True
        return False

    def cut(self, response: Response) -> None:
        """Send half of the answer, and reset the connection."""
        body = bytes(response.body)
        head = b"".join(b"%b: %b\r\n" % header for header in response.raw_headers)
        answer = b"HTTP/1.1 %d \r\n%b\r\n%b" % (response.status_code, head, body)
        # Half of the body, or half of the head if there is no body.
        size = len(answer) - (len(body) + 1) // 2 if body else len(answer) // 2
        self._connection.reset(answer[:size])

    def as_of(self, operation: Operation) -> float | None:
        """The time whose state a read of the account's own data is to show, None for now."""
        moments = []
        for rule, fault in self._active.due(Lag):
            if operation.method == "GET" and operation.secured and operation.api != "klear":
                self._active.fire(rule, acted=False)
                moments.append(self._clock() - fault.seconds)
        return min(moments, default=None)

    @property
    def _connection(self) -> Connection:
        connection: Connection = self._request.scope["state"][CONNECTION]
        return connection

    def _reset(self) -> None:
        self._connection.reset()
        raise ConnectionAborted

    def _reset_if_due(self, when: str, *, acted: bool) -> None:
        for rule, _ in self._active.due(Reset, when=when):
            self._active.fire(rule, acted=acted)
            self._reset()

    async def _delay(self, when: str, *, acted: bool) -> None:
        for rule, fault in self._active.due(Delay, when=when):
            self._active.fire(rule, acted=acted)
            await wait(self._clock, fault.seconds)

    def _error(self, *, acting: bool, acted: bool) -> Response | None:
        for rule, fault in self._active.due(Status, acting=acting):
            self._active.fire(rule, acted=acted)
            headers = {} if fault.retry_after is None else {"Retry-After": str(fault.retry_after)}
            if fault.status not in _ERRORS:
                return Response(_BLOCKED, fault.status, headers, "text/html")
            error = ErrorAnswer(fault.status, *_ERRORS[fault.status], "a fault", headers)
            status, body = render(error, live=self._live_errors)
            return json_response(status, body, headers)
        return None

    def _drift(self, operation: Operation, response: Response) -> None:
        for rule, fault in self._active.due(Drift):
            body: Any = json.loads(bytes(response.body))
            drifted(fault.name, operation.answer or {}, body, rule.chance)
            content = written(body)
            if content != response.body:
                self._active.fire(rule, acted=True)
                _replace(response, content)

    def _corrupt(self, response: Response) -> None:
        for rule, fault in self._active.due(Body):
            self._active.fire(rule, acted=True)
            if fault.form == "html":
                response.headers["content-type"] = "text/html"
                _replace(response, _HTML)
            else:
                _replace(response, bytes(response.body)[: len(response.body) // 2])


def _has_acted(response: Response) -> bool:
    """Whether the exchange has acted on the request: an error means that it has not."""
    return response.status_code < 400


def _replace(response: Response, content: bytes) -> None:
    response.body = content
    response.headers["content-length"] = str(len(content))


def written(body: Any) -> bytes:
    """A body as it is sent."""
    return json.dumps(body, ensure_ascii=False, separators=(",", ":")).encode()


def json_response(status: int, body: Any, headers: dict[str, str] | None = None) -> Response:
    """A response with a JSON body."""
    return Response(written(body), status, headers, "application/json")
