"""The exchange as an ASGI application: maintenance, route, signature, contract, budget, answer, in that order."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from email.utils import formatdate

from attrs import evolve, frozen
from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response
from starlette.types import ASGIApp, Receive, Scope, Send

from .admin import PREFIX
from .answers import Answer, Answers
from .behaviour import Behaviour
from .breaking import Breaking, Broken, json_response
from .buckets import Buckets
from .connections import HEAD_LIMIT, MOST_HEAD_BYTES
from .contract import Contract, Operation
from .error_answers import error_answer
from .faults import Faults, Meeting
from .recording import Recorder
from .refusals import Refusal
from .retired import check_path, with_any_limit
from .signatures import KEY, SignatureChecker
from .validation import check_request

_MOST_BODY_BYTES = 1 << 20
# A body that is too large is still read, so that the client gets the answer; up to here.
_MOST_DISCARDED_BYTES = 64 << 20
_FRESHNESS = "GetUserDataTimestamp"
_STATUS = "GetExchangeStatus"
_CREATE = "CreateOrderV2"
_OK = 200
_MAINTENANCE = 503

Found = tuple[Operation, dict[str, str]]


@frozen
class Parts:
    """What the exchange is made of, as far as a request meets it.

    Args:
        contract: The contract that is served.
        signatures: Judge of the KALSHI-ACCESS-* headers.
        answers: What allowed requests are answered with.
        clock: The exchange's clock, in Unix seconds; it is what the Date header tells.
        faults: What goes wrong.
        refuse: Refuses new connections for so many seconds.
        behaviour: What is done where the live exchange and its documents differ.
        in_maintenance: Whether the exchange takes no request but for its status.
        buckets: The budgets of accounts, None for no limit.
        recorder: Where requests and answers are written, None for nowhere.
        admin: Answers what is asked below `/__admin/`, None to have no such routes.
    """

    contract: Contract
    signatures: SignatureChecker
    answers: Answers
    clock: Callable[[], float]
    faults: Faults
    refuse: Callable[[float], None]
    behaviour: Behaviour
    in_maintenance: Callable[[], bool]
    buckets: Buckets | None = None
    recorder: Recorder | None = None
    admin: ASGIApp | None = None


class Application:
    """Answers HTTP requests as the contract says, but for the faults.

    Args:
        parts: What the exchange is made of.
    """

    def __init__(self, parts: Parts) -> None:
        self._parts = parts
        self._date = (0, "")

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            return
        if self._parts.admin is not None and scope["path"].startswith(PREFIX):
            await self._parts.admin(scope, receive, send)
            return
        request = Request(scope, receive)
        found = self._found(request)
        operation = None if isinstance(found, Refusal) else found[0]
        meeting = self._parts.faults.meet(operation.operation_id if operation else None, request.headers.get(KEY))
        breaking = Breaking(
            meeting, request, self._parts.clock, self._parts.refuse, live_errors=self._parts.behaviour.live_errors
        )
        body: bytes | None = None
        response: Response | None = None
        is_cut = False
        try:
            breaking.before_reading()
            body = await _body_of(request)
            response = await self._response(request, _too_large() if body is None else found, body, breaking)
            is_cut = breaking.cuts(response)
        except ClientDisconnect:
            return
        except Broken:
            await _gone(receive)
        finally:
            meeting.close()
            self._record(request, operation, body, None if is_cut else response, meeting)
        if response is None:
            return
        response.headers["Date"] = self._now()
        if is_cut:
            breaking.cut(response)
            await _gone(receive)
        else:
            await response(scope, receive, send)

    def _found(self, request: Request) -> Found | Refusal:
        """The operation and the path parameters, or why there are none."""
        raw_path = request.scope["raw_path"].decode("latin-1")
        if len(raw_path) + len(request.scope["query_string"]) > MOST_HEAD_BYTES:
            # The parser refuses only what comes in pieces; that can't depend on the network's mood.
            return Refusal(400, "bad_request", "request line too long", HEAD_LIMIT)
        try:
            if self._parts.behaviour.live_errors:
                check_path(request.method, raw_path.removeprefix(self._parts.contract.base_path))
            operation, path = self._parts.contract.find(request.method, raw_path)
        except Refusal as refusal:
            return refusal
        if self._parts.behaviour.positions_take_any_limit:
            operation = with_any_limit(operation)
        return operation, path

    async def _response(
        self, request: Request, found: Found | Refusal, body: bytes | None, breaking: Breaking
    ) -> Response:
        """What the exchange answers, or the fault that takes its place."""
        error = await breaking.before_acting()
        if error is not None:
            return error
        try:
            if isinstance(found, Refusal):
                raise found
            is_down = self._parts.in_maintenance()
            if is_down and found[0].operation_id != _STATUS:
                raise _maintenance()
            answer = self._answer(request, found, body or b"", breaking)
            if is_down:
                answer = evolve(answer, status=_MAINTENANCE)
        except Refusal as refusal:
            live = self._parts.behaviour.live_errors
            is_text = self._parts.behaviour.unsigned_429_is_text and KEY not in request.headers
            status, told = error_answer(refusal, live=live, is_read=request.method == "GET", is_429_text=is_text)
            response = json_response(status, told, refusal.headers)
        else:
            response = Response(status_code=answer.status)
            if answer.body is not None:
                response = json_response(answer.status, answer.body)
        return await breaking.before_answering(None if isinstance(found, Refusal) else found[0], response)

    def _answer(self, request: Request, found: Found, body: bytes, breaking: Breaking) -> Answer:
        operation, path = found
        query = request.scope["query_string"].decode("latin-1")
        account = self._parts.signatures.check(
            method=request.method,
            raw_path=request.scope["raw_path"].decode("latin-1"),
            query=query,
            headers=request.headers,
            secured=operation.secured,
        )
        checked = evolve(
            check_request(operation, path, query, request.headers.get("content-type", ""), body),
            access_key_id=request.headers.get(KEY),
            account=account,
            as_of=breaking.as_of(operation),
            behaviour=self._parts.behaviour,
        )
        if self._parts.buckets is not None:
            self._parts.buckets.take(checked)
        handlers = self._parts.answers.handlers
        if checked.as_of is not None and operation.operation_id == _FRESHNESS and _FRESHNESS not in handlers:
            return Answer(operation.status, {"as_of_time": _rfc3339(checked.as_of)})
        answer = self._parts.answers.answer(checked)
        if operation.operation_id == _CREATE and self._parts.behaviour.creates_answer_200:
            return evolve(answer, status=_OK)
        return answer

    def _record(
        self, request: Request, operation: Operation | None, body: bytes | None, response: Response | None, met: Meeting
    ) -> None:
        if self._parts.recorder is None:
            return
        self._parts.recorder.record(
            operation_id=operation.operation_id if operation else None,
            method=request.method,
            path=request.scope["raw_path"].decode("latin-1"),
            query=request.scope["query_string"].decode("latin-1"),
            body=body,
            answer=(response.status_code, bytes(response.body)) if response else None,
            faults=met.happened,
        )

    def _now(self) -> str:
        """The time as a Date header tells it, written once a second."""
        second = int(self._parts.clock())
        if second != self._date[0]:
            self._date = (second, formatdate(second, usegmt=True))
        return self._date[1]


async def _body_of(request: Request) -> bytes | None:
    """The request's body, or None if it is too large."""
    chunks, size = [], 0
    async for chunk in request.stream():
        size += len(chunk)
        if size <= _MOST_BODY_BYTES:
            chunks.append(chunk)
        elif size > _MOST_DISCARDED_BYTES:
            break
    return b"".join(chunks) if size <= _MOST_BODY_BYTES else None


def _maintenance() -> Refusal:
    return Refusal(_MAINTENANCE, "service_unavailable", "service unavailable", "the exchange is in maintenance")


def _too_large() -> Refusal:
    return Refusal(413, "body_too_large", "body too large", f"a body has {_MOST_BODY_BYTES} bytes at most")


async def _gone(receive: Receive) -> None:
    """Wait until the server has noticed that the connection is gone."""
    while (await receive())["type"] != "http.disconnect":
        pass


def _rfc3339(seconds: float) -> str:
    return datetime.fromtimestamp(seconds, UTC).replace(tzinfo=None).isoformat() + "Z"
