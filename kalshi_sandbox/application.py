"""The exchange as an ASGI application. It checks route, maintenance, signature or bearer, spec and tokens, in order.

Klear does what its spec says, whatever the behaviour: nobody has measured how the live one differs.
"""

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
from .behaviour import DOCUMENTS, Behaviour
from .buckets import Buckets
from .connections import HEAD_LIMIT, MAX_HEAD_BYTES
from .error_answers import ErrorAnswer, render
from .fault_injection import ConnectionAborted, FaultInjector, json_response
from .faults import ActiveFaults, Faults
from .klear.bearer import BearerChecker
from .recording import Recorder
from .retired import check_path, with_any_limit
from .signatures import KEY, SignatureChecker
from .spec import ApiName, Operation, Specs
from .validation import check_request

_MAX_BODY_BYTES = 1 << 20
# A larger body is still read up to here, so that the client gets the answer.
_MAX_DISCARDED_BYTES = 64 << 20
_FRESHNESS = "GetUserDataTimestamp"
# They are answered in maintenance too.
_STATUSES = ("GetExchangeStatus", "GetMarginExchangeStatus")
_KLEAR: ApiName = "klear"
_CREATE = "CreateOrderV2"
_OK = 200
_MAINTENANCE = 503

Found = tuple[Operation, dict[str, str]]


@frozen
class Dependencies:
    """What the application needs.

    Args:
        specs: The specs that are served.
        signatures: Checks the KALSHI-ACCESS-* headers.
        bearer: Checks the Authorization header of requests to Klear.
        answers: Answers valid requests.
        clock: The exchange's clock, in Unix seconds, for the Date header.
        faults: The faults of the exchange.
        refuse: Refuses new connections for so many seconds.
        behaviour: What is done where the live exchange and its documents differ.
        in_maintenance: Whether the exchange rejects everything but the reads of its status.
        buckets: The token buckets, None for no limit.
        recorder: Records requests and answers, None for no recording.
        admin: Serves the routes below `/__admin/`, None for no such routes.
    """

    specs: Specs
    signatures: SignatureChecker
    bearer: BearerChecker
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
    """Answers HTTP requests as the spec says, except for faults.

    Args:
        dependencies: What it needs.
    """

    def __init__(self, dependencies: Dependencies) -> None:
        self._dependencies = dependencies
        self._date = (0, "")

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            return
        uses = self._dependencies
        if uses.admin is not None and scope["path"].startswith(PREFIX):
            await uses.admin(scope, receive, send)
            return
        request = Request(scope, receive)
        found = self._found(request)
        operation = None if isinstance(found, ErrorAnswer) else found[0]
        operation_id, api = (operation.operation_id, operation.api) if operation else (None, self._api_at(request))
        active = uses.faults.activate(operation_id, api, request.headers.get(KEY))
        live_errors = self._behaviour_at(request).live_errors
        injector = FaultInjector(active, request, uses.clock, uses.refuse, live_errors=live_errors)
        body: bytes | None = None
        response: Response | None = None
        is_cut = False
        try:
            injector.before_reading()
            body = await _body_of(request)
            response = await self._response(request, _too_large() if body is None else found, body, injector)
            is_cut = injector.cuts(response)
        except ClientDisconnect:
            return
        except ConnectionAborted:
            await _gone(receive)
        finally:
            active.close()
            self._record(request, operation_id, api, body, None if is_cut else response, active)
        if response is None:
            return
        response.headers["Date"] = self._now()
        if is_cut:
            injector.cut(response)
            await _gone(receive)
        else:
            await response(scope, receive, send)

    def _api_at(self, request: Request) -> ApiName:
        """The API that a request without an operation is for."""
        return self._dependencies.specs.api_at(_raw_path(request))

    def _behaviour_at(self, request: Request) -> Behaviour:
        """The behaviour of the API that a request is for, also if it has no operation there."""
        return DOCUMENTS if self._api_at(request) == _KLEAR else self._dependencies.behaviour

    def _found(self, request: Request) -> Found | ErrorAnswer:
        """The operation and the path parameters, or why the request has none."""
        raw_path, specs = _raw_path(request), self._dependencies.specs
        if len(raw_path) + len(request.scope["query_string"]) > MAX_HEAD_BYTES:
            # The parser only rejects it if it arrives in pieces, which must not make a difference.
            return ErrorAnswer(400, "bad_request", "request line too long", HEAD_LIMIT)
        try:
            if self._behaviour_at(request).live_errors:
                check_path(request.method, specs.below_base_path(raw_path))
            operation, path = specs.find(request.method, raw_path)
        except ErrorAnswer as error:
            return error
        if self._dependencies.behaviour.positions_take_any_limit:
            operation = with_any_limit(operation)
        return operation, path

    async def _response(
        self, request: Request, found: Found | ErrorAnswer, body: bytes | None, injector: FaultInjector
    ) -> Response:
        """The exchange's answer, or that of a fault."""
        operation = None if isinstance(found, ErrorAnswer) else found[0]
        fault = await injector.before_acting()
        if fault is not None:
            return fault
        try:
            if isinstance(found, ErrorAnswer):
                raise found
            is_down = found[0].api != _KLEAR and self._dependencies.in_maintenance()
            if is_down and found[0].operation_id not in _STATUSES:
                raise _maintenance()
            answer = self._answer(request, found, body or b"", injector)
            if is_down:
                answer = evolve(answer, status=_MAINTENANCE)
        except ErrorAnswer as error:
            behaviour = self._behaviour_at(request)
            live = behaviour.live_errors
            is_text = behaviour.unsigned_429_is_text and KEY not in request.headers
            documented = () if operation is None else operation.documented
            is_read = request.method == "GET"
            status, content = render(error, live=live, is_read=is_read, is_429_text=is_text, documented=documented)
            response = json_response(status, content, error.headers)
        else:
            response = Response(status_code=answer.status)
            if answer.body is not None:
                response = json_response(answer.status, answer.body)
        return await injector.before_answering(operation, response)

    def _answer(self, request: Request, found: Found, body: bytes, injector: FaultInjector) -> Answer:
        operation, path = found
        query = request.scope["query_string"].decode("latin-1")
        is_klear = operation.api == _KLEAR
        account = ""
        if is_klear:
            self._dependencies.bearer.check(request.headers)
        else:
            account = self._dependencies.signatures.check(
                method=request.method,
                raw_path=_raw_path(request),
                query=query,
                headers=request.headers,
                secured=operation.secured,
            )
        behaviour = self._behaviour_at(request)
        content_type, strict = request.headers.get("content-type", ""), behaviour.strict_parameters
        checked = evolve(
            check_request(operation, path, query, content_type, body, strict_parameters=strict),
            access_key_id=None if is_klear else request.headers.get(KEY),
            account=account,
            as_of=injector.as_of(operation),
            behaviour=behaviour,
        )
        if self._dependencies.buckets is not None and not is_klear:
            self._dependencies.buckets.take(checked)
        handlers = self._dependencies.answers.handlers
        if checked.as_of is not None and operation.operation_id == _FRESHNESS and _FRESHNESS not in handlers:
            return Answer(operation.status, {"as_of_time": _rfc3339(checked.as_of)})
        answer = self._dependencies.answers.answer(checked)
        if operation.operation_id == _CREATE and behaviour.creates_answer_200:
            return evolve(answer, status=_OK)
        return answer

    def _record(
        self,
        request: Request,
        operation_id: str | None,
        api: ApiName,
        body: bytes | None,
        response: Response | None,
        active: ActiveFaults,
    ) -> None:
        if self._dependencies.recorder is None:
            return
        self._dependencies.recorder.record(
            operation_id=operation_id,
            api=api,
            method=request.method,
            path=_raw_path(request),
            query=request.scope["query_string"].decode("latin-1"),
            body=body,
            answer=(response.status_code, bytes(response.body)) if response else None,
            faults=active.fired,
        )

    def _now(self) -> str:
        """The value of the Date header, formatted once a second."""
        second = int(self._dependencies.clock())
        if second != self._date[0]:
            self._date = (second, formatdate(second, usegmt=True))
        return self._date[1]


def _raw_path(request: Request) -> str:
    """The path as received."""
    raw_path: bytes = request.scope["raw_path"]
    return raw_path.decode("latin-1")


async def _body_of(request: Request) -> bytes | None:
    """The request's body, or None if it is too large."""
    chunks, size = [], 0
    async for chunk in request.stream():
        size += len(chunk)
        if size <= _MAX_BODY_BYTES:
            chunks.append(chunk)
        elif size > _MAX_DISCARDED_BYTES:
            break
    return b"".join(chunks) if size <= _MAX_BODY_BYTES else None


def _maintenance() -> ErrorAnswer:
    return ErrorAnswer(_MAINTENANCE, "service_unavailable", "service unavailable", "the exchange is in maintenance")


def _too_large() -> ErrorAnswer:
    return ErrorAnswer(413, "body_too_large", "body too large", f"a body has {_MAX_BODY_BYTES} bytes at most")


async def _gone(receive: Receive) -> None:
    """Wait until the server has noticed that the connection is closed."""
    while (await receive())["type"] != "http.disconnect":
        pass


def _rfc3339(seconds: float) -> str:
    return datetime.fromtimestamp(seconds, UTC).replace(tzinfo=None).isoformat() + "Z"
