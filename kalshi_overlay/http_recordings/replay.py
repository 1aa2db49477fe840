"""The transport that answers from a recording, and sends nothing."""

from __future__ import annotations

import threading
import time
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime
from os import PathLike, fspath
from pathlib import Path
from typing import Any, Final, NamedTuple
from urllib.parse import parse_qsl, unquote

import httpx
import msgspec
from msgspec import UNSET

from kalshi_gen.runtime.printable import printable
from kalshi_overlay.errors import UnrecordedRequestError
from kalshi_overlay.flow import Call, Flow, run, run_async
from kalshi_overlay.http_recordings.lines import Asked, Line, decode, encode, error_kind, read_lines
from kalshi_overlay.http_recordings.matching import NOTHING, Bindings, Comparison, Difference, SameTime
from kalshi_overlay.http_recordings.record import BrokenBody
from kalshi_overlay.redaction import PLACEHOLDER
from kalshi_overlay.retries import READ_METHODS

TIME_TOLERANCE: Final = 60.0
"""Seconds by which a time of a request may be off, beside the time that the recording and the replay took so far."""

_MOST_SHOWN: Final = 3
_LONGEST_SHOWN: Final = 200


class _Recorded(NamedTuple):
    """A line of the recording, and its number in the file from 1."""

    number: int
    line: Line


class ReplayTransport(httpx.BaseTransport, httpx.AsyncBaseTransport):
    """Answers each request of sync and async clients by the first line of a recording that fits and is not used up.

    A line fits if method, path, query and body are the same. In the place of a placeholder any value fits that no other
    one has, and the answers have that value too. A time fits as well if it is the recorded one or as far from the first
    request as that was, give or take a minute.

    Attributes:
        path: The file of the recording.
        unanswered: The error of each request that got no answer, in their order.
    """

    def __init__(self, path: str | PathLike[str]) -> None:
        """Read a recording.

        Args:
            path: The file, which `RecordTransport` has written.

        Raises:
            KalshiConfigError: There is none, it can't be read, or a line is none of a recording.
        """
        self.path = Path(path)
        self.unanswered: list[UnrecordedRequestError] = []
        self._recorded = [_Recorded(number, line) for number, line in enumerate(read_lines(path), 1)]
        self._unused = self._recorded.copy()
        self._bindings = Bindings()
        self._began: float | None = None
        self._lock = threading.Lock()

    @property
    def recorded_at(self) -> datetime | None:
        """When the first request was recorded; None if none was."""
        return datetime.fromtimestamp(float(self._recorded[0].line.at), UTC) if self._recorded else None

    @property
    def unused_writes(self) -> list[str]:
        """The recorded requests that may change something, and have not been sent again."""
        requests = [(each.number, each.line.request) for each in self._unused]
        return [f"line {number}: {_shown(asked)}" for number, asked in requests if asked.method not in READ_METHODS]

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        """Answer an attempt as it was answered when it was recorded.

        Raises:
            UnrecordedRequestError: The recording has no answer to it.
            httpx.RequestError: The recorded attempt failed in this way.
        """
        return run(self._answer(request))

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        """Answer an attempt; see `handle_request`."""
        return await run_async(self._answer(request))

    def _answer(self, request: httpx.Request) -> Flow[httpx.Response]:
        yield Call(request.read, request.aread)
        asked = _asked(request)
        with self._lock:
            came = self._take(asked).response
            body = came.body if came.body is UNSET else self._bindings.answer("", came.body)
        kind = error_kind(came)
        error = None if kind is None else kind(came.error_text, request=request)
        if came.status is UNSET:
            assert error is not None
            raise error
        content = encode(body) if body is not UNSET else (came.body_text or "").encode()
        stream = httpx.ByteStream(content) if error is None else BrokenBody(error)
        return httpx.Response(came.status, headers=came.headers, stream=stream)

    def _take(self, asked: Asked) -> Line:
        """Use up the line that answers a request."""
        if self._began is None:
            self._began = time.time()
        for same_time in (lambda line: _never, self._same_time):
            for recorded in self._unused:
                if not _may_fit(recorded.line.request, asked):
                    continue
                bindings = self._bindings.trial()
                found = _differences(recorded.line.request, asked, bindings, same_time(recorded.line))
                if next(found, None) is None:
                    self._bindings.keep(bindings)
                    self._unused.remove(recorded)
                    return recorded.line
        error = UnrecordedRequestError(self._why_not(asked))
        self.unanswered.append(error)
        raise error

    def _same_time(self, line: Line) -> SameTime:
        """What compares times of a line with those of a request that is sent now.

        A program makes a time of an answer, which is as it was, or of its clock. That it has read at some moment before
        the request: at most as long before it as the recording, or the replay, had been going on.
        """
        assert self._began is not None
        recorded_began = float(self._recorded[0].line.at)
        recorded_for, replayed_for = float(line.at) - recorded_began, time.time() - self._began
        later_by = (0.0, self._began - recorded_began)

        def is_same(recorded: float, asked: float) -> bool:
            off = [asked - recorded - later for later in later_by]
            return any(-recorded_for - TIME_TOLERANCE <= each <= replayed_for + TIME_TOLERANCE for each in off)

        return is_same

    def _why_not(self, asked: Asked) -> str:
        """What was asked, and what there is that is closest to it."""
        said = [
            f"{fspath(self.path)} has no answer to this request, and nothing was sent; if the request is as it should "
            "be, record it again",
            f"  asked: {_shown(asked)}",
        ]
        close = []
        for recorded in self._recorded:
            if _may_fit(recorded.line.request, asked):
                same_time = self._same_time(recorded.line)
                found = [*_differences(recorded.line.request, asked, self._bindings.trial(), same_time)]
                close.append((len(found), recorded not in self._unused, recorded.number, found))
        close.sort(key=lambda each: each[:3])
        for _, is_used, number, found in close[:_MOST_SHOWN]:
            differing = "; ".join(map(_put, found[:_MOST_SHOWN])) or "the same request"
            said.append(f"  line {number}{' (used up)' * is_used}: {differing}")
        if not close:
            requests = Counter(f"{each.line.request.method} {each.line.request.path}" for each in self._recorded)
            listed = [f"{request} ({count})" for request, count in requests.most_common(2 * _MOST_SHOWN)]
            said.append(f"  there is: {', '.join(listed) or 'nothing'}")
        return "\n".join(map(printable, said))


def _asked(request: httpx.Request) -> Asked:
    """A request, not redacted, in the form of a line."""
    path, _, query = request.url.raw_path.decode("ascii").partition("?")
    asked = Asked(method=request.method, path=path, query=parse_qsl(query, keep_blank_values=True))
    if request.content:
        try:
            asked.body = decode(request.content)
        except (msgspec.MsgspecError, UnicodeError, RecursionError):
            asked.body_text = request.content.decode("utf-8", "replace")
    return asked


def _may_fit(recorded: Asked, asked: Asked) -> bool:
    """Whether method and path are the same but for placeholders."""
    parts, asked_parts = recorded.path.split("/"), asked.path.split("/")
    return (
        recorded.method == asked.method
        and len(parts) == len(asked_parts)
        and all(one == other or PLACEHOLDER.fullmatch(one) for one, other in zip(parts, asked_parts, strict=True))
    )


def _differences(recorded: Asked, asked: Asked, bindings: Bindings, same_time: SameTime) -> Iterator[Difference]:
    """Compare a request with a recorded one that may fit."""
    compare = Comparison(bindings=bindings, same_time=same_time).differences
    for part, asked_part in zip(recorded.path.split("/"), asked.path.split("/"), strict=True):
        yield from compare(unquote(part), unquote(asked_part), "path")
    yield from compare(_by_name(recorded.query), _by_name(asked.query), "query")
    yield from compare(_body(recorded), _body(asked), "body")


def _by_name(query: list[tuple[str, str]]) -> dict[str, Any]:
    """The values of a query by name: a list of those that have the same."""
    values: dict[str, list[str]] = {}
    for name, value in query:
        values.setdefault(name, []).append(value)
    return {name: each if len(each) > 1 else each[0] for name, each in values.items()}


def _body(asked: Asked) -> Any:
    if asked.body is not UNSET:
        return asked.body
    return NOTHING if asked.body_text is UNSET else asked.body_text


def _never(recorded: float, asked: float) -> bool:
    return False


def _shown(asked: Asked) -> str:
    query = "&".join(f"{name}={value}" for name, value in asked.query)
    body = _body(asked)
    return f"{asked.method} {asked.path}{'?' * bool(query)}{query} {'' if body is NOTHING else _json(body)}".rstrip()


def _put(difference: Difference) -> str:
    return f"{difference.where} is {_json(difference.recorded)} there, {_json(difference.asked)} here"


def _json(value: Any) -> str:
    text = repr(value) if value is NOTHING else encode(value).decode()
    return text if len(text) <= _LONGEST_SHOWN else f"{text[:_LONGEST_SHOWN]}…"
