"""Routes to control the exchange from another process: its faults and its clock."""

from __future__ import annotations

import json
from collections.abc import Awaitable, Callable
from typing import Any

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route, Router

from .drifts import DRIFTS
from .engine.clock import Clock, ManualClock
from .error_answers import ErrorAnswer
from .faults import Faults, Refuse, fault_from

PREFIX = "/__admin/"
_LOCAL = ("127.0.0.1", "localhost")
_RULE_FIELDS = frozenset({"operation", "api", "nth", "probability", "seed", "times"})
_MAX_BODY_BYTES = 1 << 16


class Admin:
    """The admin routes.

    Args:
        faults: The exchange's faults.
        clock: The exchange's clock.
    """

    def __init__(self, faults: Faults, clock: Callable[[], float]) -> None:
        self._faults = faults
        self._clock = clock
        self.router = Router(
            [
                Route(f"{PREFIX}faults", _guarded(self._list_faults), methods=["GET"]),
                Route(f"{PREFIX}faults", _guarded(self._add_fault), methods=["POST"]),
                Route(f"{PREFIX}faults", _guarded(self._clear_faults), methods=["DELETE"]),
                Route(f"{PREFIX}drifts", _guarded(self._list_drifts), methods=["GET"]),
                Route(f"{PREFIX}clock", _guarded(self._show_clock), methods=["GET"]),
                Route(f"{PREFIX}clock", _guarded(self._advance_clock), methods=["POST"]),
            ],
            redirect_slashes=False,
        )

    async def _list_faults(self, request: Request) -> Response:
        return JSONResponse(
            {
                "rules": [rule.summary() for rule in self._faults.rules],
                "fired": [event.summary() for event in self._faults.fired],
            }
        )

    async def _add_fault(self, request: Request) -> Response:
        values = await _json_of(request)
        fault_values = values.pop("fault", None)
        if not isinstance(fault_values, dict):
            raise _invalid('fault: required, an object such as {"kind": "reset", "when": "before_answering"}')
        for name in values:
            if name not in _RULE_FIELDS:
                raise _invalid(f"{name}: no field of a rule; it has: fault, {', '.join(sorted(_RULE_FIELDS))}")
        try:
            fault = fault_from(fault_values)
            if isinstance(fault, Refuse) and isinstance(self._clock, ManualClock):
                raise _invalid("fault.kind: with a manual clock nobody could connect to move the clock and end it")
            rule = self._faults.add(fault, **values)
        except (ValueError, TypeError) as error:
            raise _invalid(str(error.args[0])) from None
        return JSONResponse(rule.summary(), status_code=201)

    async def _clear_faults(self, request: Request) -> Response:
        self._faults.clear()
        return Response(status_code=204)

    async def _list_drifts(self, request: Request) -> Response:
        return JSONResponse({name: drift.what for name, drift in DRIFTS.items()})

    async def _show_clock(self, request: Request) -> Response:
        return JSONResponse(self._clock_now())

    async def _advance_clock(self, request: Request) -> Response:
        values = await _json_of(request)
        if not isinstance(self._clock, ManualClock):
            raise ErrorAnswer(409, "conflict", "conflict", "the clock runs by itself; start with --clock manual")
        seconds = values.get("advance")
        if set(values) != {"advance"} or isinstance(seconds, bool) or not isinstance(seconds, int | float):
            raise _invalid("advance: required and alone, a number of seconds")
        try:
            # In another thread, because traders that act meanwhile need answers from this event loop.
            await run_in_threadpool(self._clock.advance, seconds)
        except (ValueError, OverflowError) as error:
            raise _invalid(f"advance: {error}") from None
        return JSONResponse(self._clock_now())

    def _clock_now(self) -> dict[str, Any]:
        kind = "manual" if isinstance(self._clock, ManualClock) else "real" if isinstance(self._clock, Clock) else "own"
        return {"kind": kind, "now": self._clock()}


def _guarded(endpoint: Callable[[Request], Awaitable[Response]]) -> Callable[[Request], Awaitable[Response]]:
    """The endpoint, protected from web pages in a browser on this machine."""

    async def guarded(request: Request) -> Response:
        try:
            if request.url.hostname not in _LOCAL or "origin" in request.headers:
                raise ErrorAnswer(403, "forbidden", "forbidden", "admin routes are for programs on this machine")
            return await endpoint(request)
        except ErrorAnswer as error:
            return JSONResponse(error.body, status_code=error.status, headers=error.headers)

    return guarded


async def _json_of(request: Request) -> dict[str, Any]:
    body = bytearray()
    async for chunk in request.stream():
        body += chunk
        if len(body) > _MAX_BODY_BYTES:
            raise ErrorAnswer(413, "body_too_large", "body too large", f"a body has {_MAX_BODY_BYTES} bytes at most")
    try:
        values = json.loads(bytes(body))
    except (ValueError, RecursionError):
        values = None
    if not isinstance(values, dict):
        raise _invalid("body: must be a JSON object")
    return values


def _invalid(details: str) -> ErrorAnswer:
    return ErrorAnswer(400, "invalid_parameters", "invalid parameters", details)
