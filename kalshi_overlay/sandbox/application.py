"""The exchange as an ASGI application: route, signature, contract, answer, in that order."""

from __future__ import annotations

import json
from collections.abc import Callable
from email.utils import formatdate
from typing import Any

from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response
from starlette.types import Receive, Scope, Send

from .answers import Answers
from .contract import Contract
from .refusals import Refusal
from .signatures import SignatureChecker
from .validation import check_request

_MOST_BODY_BYTES = 1 << 20
# A body that is too large is still read, so that the client gets the answer; up to here.
_MOST_DISCARDED_BYTES = 64 << 20


class Application:
    """Answers HTTP requests as the contract says.

    Args:
        contract: The contract that is served.
        signatures: Judge of the KALSHI-ACCESS-* headers.
        answers: What allowed requests are answered with.
        clock: The exchange's clock, in Unix seconds; it is what the Date header tells.
    """

    def __init__(
        self, contract: Contract, signatures: SignatureChecker, answers: Answers, clock: Callable[[], float]
    ) -> None:
        self._contract = contract
        self._signatures = signatures
        self._answers = answers
        self._clock = clock

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            return
        request = Request(scope, receive)
        try:
            response = self._respond(request, await _body_of(request))
        except ClientDisconnect:
            return
        except Refusal as refusal:
            response = _json(refusal.status, refusal.body)
            response.headers.update(refusal.headers)
        response.headers["Date"] = formatdate(self._clock(), usegmt=True)
        await response(scope, receive, send)

    def _respond(self, request: Request, body: bytes) -> Response:
        raw_path = request.scope["raw_path"].decode("latin-1")
        query = request.scope["query_string"].decode("latin-1")
        operation, path = self._contract.find(request.method, raw_path)
        self._signatures.check(
            method=request.method,
            raw_path=raw_path,
            query=query,
            headers=request.headers,
            secured=operation.secured,
        )
        content_type = request.headers.get("content-type", "")
        answer = self._answers.answer(check_request(operation, path, query, content_type, body))
        return Response(status_code=answer.status) if answer.body is None else _json(answer.status, answer.body)


async def _body_of(request: Request) -> bytes:
    chunks, size = [], 0
    async for chunk in request.stream():
        size += len(chunk)
        if size <= _MOST_BODY_BYTES:
            chunks.append(chunk)
        elif size > _MOST_DISCARDED_BYTES:
            break
    if size > _MOST_BODY_BYTES:
        raise Refusal(413, "body_too_large", "body too large", f"a body has {_MOST_BODY_BYTES} bytes at most")
    return b"".join(chunks)


def _json(status: int, body: Any) -> Response:
    content = json.dumps(body, ensure_ascii=False, separators=(",", ":")).encode()
    return Response(content, status_code=status, media_type="application/json")
