"""Any status and body for every operation: what the spec declares, an error with the body's words, or a drift.

python -m tests.generated.bodies_soak [bodies of each operation]
"""

from __future__ import annotations

import asyncio
import logging
import sys
from collections.abc import Callable
from typing import Any

import httpx
import msgspec
from attrs import frozen
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kalshi_gen import AuthenticatedClient, errors
from kalshi_gen.runtime.drift import SpecDrift
from kalshi_gen.types import UNSET, Response
from scripts import specs

from .operations import every_operation, smallest_arguments

BODIES = 60
SIZES: dict[str, list[str]] = {"small": ["8"], "middle": ["30"], "full": ["500"]}

APIS = tuple(ours.name for ours in specs.REGISTER)
REASON = "a reason of the exchange"
FORMS: tuple[Callable[[str], Any], ...] = (
    lambda reason: {"error": {"code": "refused", "message": reason, "service": "exchange"}},
    lambda reason: {"error": {"code": "refused", "details": reason}},
    lambda reason: {"error": {"code": "refused", "message": "", "details": {"why": reason}}},
    lambda reason: {"code": "refused", "message": reason, "details": None},
    lambda reason: {"error": reason},
    lambda reason: {"error": {}, "message": reason},
    lambda reason: {"error": {"error": {"msg": reason}}},
    lambda reason: {"errors": [reason, {"message": "another"}]},
    lambda reason: {"errors": [{"code": 7, "detail": reason}]},
    lambda reason: {"errors": {"price": [reason]}},
)
"""Errors that are in a body by themselves, each with a reason."""
OTHER_FORMS: tuple[Callable[[str], Any], ...] = (
    lambda reason: {"msg": reason},
    lambda reason: {"detail": [{"loc": ["body"], "msg": reason}]},
    lambda reason: [{"message": reason}],
    lambda reason: reason,
    lambda reason: {"why": reason},
)
"""What is an error by its status alone."""
_WORDS = ("error", "errors", "code", "message", "msg", "detail", "details", "title", "service", "cursor", "a")


@frozen
class Answer:
    """A response, and whether the reason is in its body: for any status, or outside 2xx only."""

    status: int
    content: bytes
    has_reason: bool = False
    is_error: bool = False


# Made once, since Hypothesis checks each strategy that it sees for the first time.
_SCALARS = st.none() | st.booleans() | st.integers() | st.floats() | st.text()
_ANYTHING = st.text().map(str.encode) | st.binary()
_STATUSES = st.sampled_from([200, 201, 202, 204, 206]) | st.integers(200, 599)
_REASONS = st.sampled_from([msgspec.json.encode(form(REASON)) for form in FORMS])
_OTHER_REASONS = st.sampled_from(
    [
        *(msgspec.json.encode(form(REASON)) for form in OTHER_FORMS),
        REASON.encode(),
        f"<html><title>{REASON}</title>".encode(),
    ]
)
_WITH_REASON = st.builds(Answer, _STATUSES, _REASONS, st.just(True), st.just(True)) | st.builds(
    Answer, _STATUSES, _OTHER_REASONS, st.just(True)
)


class Answering:
    """Clients whose every request gets the same response."""

    def __init__(self, runner: asyncio.Runner) -> None:
        self.reported: list[SpecDrift] = []
        self._status = 200
        self._contents = [b""]
        self._runner = runner
        self._arguments: dict[str, dict[str, Any]] = {}
        self._clients = {strict: self._client(strict) for strict in (False, True)}

    def call(self, name: str, status: int, content: Any, way: str = "sync", strict: bool = False) -> Any:
        """Call an operation that gets this response; content that isn't bytes is sent as JSON."""
        self._status, self._contents = status, [_encoded(content)]
        self.reported.clear()
        operation = every_operation()[name]
        # Making them takes a tenth of a call, and a call changes none.
        if name not in self._arguments:
            self._arguments[name] = smallest_arguments(operation)
        result = getattr(operation, way)(client=self._clients[strict], **self._arguments[name])
        return self._runner.run(result) if way.startswith("asyncio") else result

    def items(self, name: str, *contents: Any) -> list[Any]:
        """Iterate over the items of an operation whose pages are these, one after the other."""
        self._status, self._contents = 200, [_encoded(content) for content in contents]
        operation = every_operation()[name]
        return list(operation.sync_all(client=self._clients[False], **smallest_arguments(operation)))

    def _client(self, strict: bool) -> AuthenticatedClient:
        def answer(_: httpx.Request) -> httpx.Response:
            content = self._contents.pop(0) if len(self._contents) > 1 else self._contents[0]
            return httpx.Response(self._status, content=content)

        return AuthenticatedClient(
            "https://external-api.kalshi.com/trade-api/v2",
            auth=httpx.Auth(),
            apis=APIS,
            strict=strict,
            on_drift=self.reported.append,
            httpx_args={"transport": httpx.MockTransport(answer)},
        )


def _encoded(content: Any) -> bytes:
    return content if isinstance(content, bytes) else msgspec.json.encode(content)


def answers(name: str) -> st.SearchStrategy[Answer]:
    """Any responses of an operation: JSON with the fields that it and errors have, text, bytes, and reasons."""
    success = every_operation()[name].OPERATION.success
    fields = [each.encode_name for each in msgspec.structs.fields(success)] if success is not type(None) else []
    keys = st.sampled_from([*_WORDS, *fields])
    bodies = st.recursive(
        _SCALARS, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(keys, inner, max_size=4), max_leaves=12
    ).map(msgspec.json.encode)
    marked = bodies.map(lambda content: b"\xef\xbb\xbf" + content)
    return st.builds(Answer, _STATUSES, bodies | marked | _ANYTHING) | _WITH_REASON


def check(answering: Answering, name: str, answer: Answer, strict: bool) -> None:
    """Check what an operation makes of a response.

    Raises:
        AssertionError: It is neither what the spec declares, nor an error with its reason, nor a drift.
    """
    status, content = answer.status, answer.content
    has_success = 200 <= status < 300
    response = _outcome(lambda: answering.call(name, status, content, "sync_detailed", strict))
    if isinstance(response, errors.KalshiError):
        assert has_success
        _check_error(response, answer.is_error)
        return
    if not has_success:
        assert response.parsed is None
        _check_refused(answering, name, answer, response)
        return
    assert not answer.is_error, "an error is taken for a success"
    assert response.drift == tuple(answering.reported)
    assert not (strict and response.drift)
    success = every_operation()[name].OPERATION.success
    if success is type(None):
        assert response.parsed is None
        assert content.removeprefix(b"\xef\xbb\xbf").strip() in (b"", b"{}", b"null") or response.drift
        return
    assert type(response.parsed) is success
    fields = msgspec.structs.fields(success)
    has_any = any(getattr(response.parsed, field.name) is not UNSET for field in fields)
    assert has_any or response.drift or not any(field.required for field in fields)


def _check_refused(answering: Answering, name: str, answer: Answer, response: Response[Any]) -> None:
    error = _outcome(lambda: answering.call(name, answer.status, answer.content))
    assert isinstance(error, errors.UnexpectedStatus)
    assert error.error == response.error
    _check_error(error, answer.has_reason)


def _outcome(call: Callable[[], Any]) -> Any:
    try:
        return call()
    except (errors.UnexpectedStatus, errors.KalshiDecodeError) as error:
        return error


def _check_error(error: errors.KalshiError, has_reason: bool) -> None:
    shown = str(error)
    assert shown.isprintable()
    assert len(shown) < 1500
    if has_reason:
        assert REASON in shown
    if isinstance(error, errors.UnexpectedStatus):
        assert "accepted the request" not in shown
        assert error.message is None or (error.message.isprintable() and 0 < len(error.message) <= 300)


def prove(answering: Answering, name: str, count: int) -> None:
    """Check responses of an operation that Hypothesis draws, the same ones each time.

    Raises:
        AssertionError: One was taken for what it isn't; the smallest one that Hypothesis found is shown.
    """
    unhurried = settings(
        max_examples=count, deadline=None, derandomize=True, database=None, suppress_health_check=list(HealthCheck)
    )

    @unhurried
    @given(answer=answers(name), strict=st.booleans())
    def run(answer: Answer, strict: bool) -> None:
        check(answering, name, answer, strict)

    run()


def main(arguments: list[str]) -> int:
    """Print how many responses of how many operations were checked."""
    logging.disable(logging.WARNING)
    count = int(arguments[0]) if arguments else BODIES
    with asyncio.Runner() as runner:
        answering = Answering(runner)
        for name in every_operation():
            prove(answering, name, count)
    print(
        f"{len(every_operation())} operations, {count} responses of each: what is declared, a typed error, or a drift"
    )
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
