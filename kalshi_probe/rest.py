"""Requests that are signed, slow, and looked at as they come back."""

from __future__ import annotations

import asyncio
import json
import math
import ssl
import time
from datetime import datetime
from typing import Any, Literal, Self
from urllib.parse import quote

import httpx
from attrs import define, field, frozen

from kalshi_gen.errors import http_date
from kalshi_overlay.auth import KalshiAuth
from kalshi_overlay.client import KalshiAuthenticatedClient
from kalshi_overlay.orders.reading import SIGNATURE_WINDOW

from .check import NotSeenError, known_word
from .clock import ExchangeClock

Kind = Literal["read", "write"]

BEYOND_WINDOW = SIGNATURE_WINDOW + 0.1
"""An age of a signature, in seconds, at which the exchange must refuse it."""
AHEAD_OF_WINDOW = SIGNATURE_WINDOW + 0.3
"""The same for a signature from the future, which grows younger on its way."""
_TELLS_WINDOW = SIGNATURE_WINDOW + 1.0
_ENOUGH = 0.5
_MOST_COMPARISONS = 6
_COST_OF_A_REQUEST = 10
_SHARE = 0.1


@frozen
class Pace:
    """How fast the probe goes, in seconds.

    Attributes:
        interval: At least so long between two reads or commands of the stream; twice as long between two writes.
        quiet: How long a quiet connection is watched.
        patience: How long a frame or a lagging read is waited for.
        busy: How long a connection with many messages is watched.
        watch: How long the messages of one market are watched.
        between_reads: How long between two reads that should differ.
    """

    interval: float = 0.5
    quiet: float = 25.0
    patience: float = 5.0
    busy: float = 13.0
    watch: float = 5.0
    between_reads: float = 3.0


@frozen
class Answer:
    """An answer of the exchange.

    Attributes:
        status: Its status.
        body: Its body, decoded; its text if it is not JSON; None if there is none.
        headers: Its headers.
        sent: When its request went out, in seconds of the loop's clock.
        at: When it came, likewise.
        off: By how many seconds its signature's timestamp was off the exchange's clock: at least, and at most.
    """

    status: int
    body: Any
    headers: httpx.Headers
    sent: float = 0.0
    at: float = 0.0
    off: tuple[float, float] = (0.0, math.inf)

    @property
    def shape(self) -> str:
        """Which of the known shapes an error's body has."""
        body = self.body
        if not isinstance(body, dict):
            return "no JSON object"
        if isinstance(body.get("error"), dict):
            return "nested"
        if isinstance(body.get("error"), str):
            return "text in error"
        if "code" in body:
            return "flat"
        return "msg alone" if list(body) == ["msg"] else "another shape"

    @property
    def code(self) -> str:
        """An error's code, wherever it is; empty if there is none."""
        body = self.body if isinstance(self.body, dict) else {}
        error = body["error"] if isinstance(body.get("error"), dict) else body
        return known_word(error["code"]) if error.get("code") else ""

    @property
    def words(self) -> str:
        """The status, and the code of an error."""
        return f"{self.status} {self.code}".rstrip()

    @property
    def is_taken(self) -> bool:
        """Whether the signature was accepted.

        Raises:
            NotSeenError: The answer doesn't say.
        """
        if self.status >= 500 or self.status == 403:
            raise NotSeenError(f"the answer was {self.words}")
        return self.status != 401

    def beyond_window(self) -> Self:
        """This answer, if it tells whether the window of a signature is longer than `SIGNATURE_WINDOW`.

        Raises:
            NotSeenError: The clocks can't be compared well enough to tell.
        """
        least, most = self.off
        is_clear = least > SIGNATURE_WINDOW if self.is_taken else most <= _TELLS_WINDOW
        if not is_clear:
            raise NotSeenError(f"by the exchange's clock it was {least:.1f} to {most:.1f} s off, which is too vague")
        return self


def items(answer: Answer, name: str) -> list[Any]:
    """A list in an answer.

    Raises:
        NotSeenError: The request was refused.
    """
    if answer.status != 200:
        raise NotSeenError(f"the list was refused: {answer.words}")
    return list(answer.body[name] or [])


@define(eq=False)
class Rest:
    """Sends requests one by one, with a pause between them, and never again.

    Args:
        client: Whose key signs, and where requests go.
        pace: How fast.

    Attributes:
        clock: How far the exchange's clock is ahead of this machine's.
        intervals: Seconds between two reads, and between two writes. The exchange counts them apart.
        limit_headers: Headers of answers that have to do with limits; none is expected.
        memory: What the checks keep for each other.
    """

    client: KalshiAuthenticatedClient
    pace: Pace
    clock: ExchangeClock = field(factory=ExchangeClock)
    limit_headers: set[str] = field(factory=set)
    memory: dict[str, Any] = field(factory=dict)
    intervals: dict[Kind, float] = field(init=False)
    _base: httpx.URL = field(init=False)
    _http: httpx.AsyncClient = field(init=False)
    _next: dict[Kind, float] = field(factory=lambda: {"read": 0.0, "write": 0.0}, init=False)

    def __attrs_post_init__(self) -> None:
        self._base = self.client.get_async_httpx_client().base_url
        self._http = httpx.AsyncClient(timeout=15, follow_redirects=False, verify=_certificates(self._base))
        self.intervals = {"read": self.pace.interval, "write": 2 * self.pace.interval}

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *args: object) -> None:
        await self._http.aclose()

    @property
    def auth(self) -> KalshiAuth:
        """What signs."""
        auth = self.client.auth
        assert isinstance(auth, KalshiAuth)
        return auth

    @property
    def base_url(self) -> httpx.URL:
        """Where the API's paths begin."""
        return self._base

    def keep_within(self, limits: Any) -> None:
        """Slow down to a tenth of what the account may do.

        Args:
            limits: The body of `GET /account/limits`.
        """
        for kind, interval in self.intervals.items():
            rate = float(limits[kind]["refill_rate"])
            slowest = _COST_OF_A_REQUEST / (_SHARE * rate) if rate > 0 else 5.0
            self.intervals[kind] = max(interval, slowest) if interval else 0.0

    async def turn(self, kind: Kind = "read") -> None:
        """Wait until one of this kind may be sent."""
        now = asyncio.get_running_loop().time()
        await asyncio.sleep(max(0.0, self._next[kind] - now))
        self._next[kind] = max(now, self._next[kind]) + self.intervals[kind]

    async def get(self, path: str, *, late: float = 0.0, **query: Any) -> Answer:
        """Read something; as `send`."""
        return await self.send("GET", path, late=late, query=query)

    async def send(
        self, method: str, path: str, body: Any = None, *, late: float = 0.0, query: dict[str, Any] | None = None
    ) -> Answer:
        """Send a request once.

        Args:
            method: Its method.
            path: Its path below the base URL.
            body: What it carries, as JSON.
            late: At least so many seconds ago it was signed by the exchange's clock; below zero for the future.
            query: Its query.

        Raises:
            NotSeenError: The exchange asks for fewer requests.
        """
        await self.turn("read" if method == "GET" else "write")
        loop, clock = asyncio.get_running_loop(), self.clock
        url = httpx.URL(str(self._base).rstrip("/") + path)
        ahead = clock.difference if not late or not clock.is_known else clock.least if late > 0 else clock.most
        sent, sent_at = time.time(), loop.time()
        timestamp = int((sent + ahead - late) * 1000)
        signature = self.auth.headers(method, url.raw_path.decode("ascii"), timestamp)
        response = await self._http.request(method, url, params=query or None, json=body, headers=signature)
        received, received_at = time.time(), loop.time()
        date = _date(response.headers)
        if date is not None:
            clock.on_response(date, sent, received)
        self.limit_headers |= {
            name for name in response.headers if name == "retry-after" or name.startswith(("x-ratelimit", "ratelimit"))
        }
        if response.status_code == 429:
            self._next = {kind: received_at + 5 * interval for kind, interval in self.intervals.items()}
            raise NotSeenError("the exchange answered 429; run the probe while nothing else uses the account")
        try:
            decoded = json.loads(response.content) if response.content else None
        except ValueError:
            decoded = response.text
        # Below zero, the timestamp is in the future.
        age = sent + clock.least - timestamp / 1000, received + clock.most - timestamp / 1000
        off = age if late >= 0 else (-age[1], -age[0])
        return Answer(response.status_code, decoded, response.headers, sent_at, received_at, off)

    async def compare_clocks(self) -> None:
        """Learn to half a second how far the exchange's clock is ahead, if answers take less on their way.

        Raises:
            NotSeenError: Answers have no Date header.
        """
        for _ in range(_MOST_COMPARISONS):
            if self.clock.uncertainty <= _ENOUGH:
                return
            if self.clock.is_known:
                pause = self.intervals["read"]
                await asyncio.sleep(pause + self.clock.seconds_to_tick(time.time() + pause))
            await self.get("/exchange/status")
        if not self.clock.is_known:
            raise NotSeenError("answers have no Date header")

    async def markets(self) -> list[dict[str, Any]]:
        """Open markets, a page of them, with those of the most volume first; asked for once.

        Those that close within the hour are left out.
        """
        if "markets" not in self.memory:
            answer = await self.get("/markets", status="open", limit=1000, mve_filter="exclude")
            soon = time.time() + self.clock.difference + 3600
            lasting = [each for each in items(answer, "markets") if moment(each["close_time"]) > soon]
            self.memory["markets"] = sorted(lasting, key=volume, reverse=True)
        if not self.memory["markets"]:
            raise NotSeenError("there is no open market")
        return list(self.memory["markets"])

    async def untraded_market(self) -> str:
        """The ticker of an open market in which nobody has traded."""
        untraded = [each["ticker"] for each in await self.markets() if not volume(each)]
        if not untraded:
            raise NotSeenError("there is no open market without trades on the first page")
        return str(untraded[-1])

    async def settled_market(self) -> str:
        """The ticker of a settled market."""
        if "settled" not in self.memory:
            self.memory["settled"] = items(await self.get("/markets", status="settled", limit=1), "markets")
        if not self.memory["settled"]:
            raise NotSeenError("there is no settled market")
        return str(self.memory["settled"][0]["ticker"])

    async def balance(self) -> dict[str, Any]:
        """The account's balance with its parts on each shard; asked for once."""
        if "balance" not in self.memory:
            self.memory["balance"] = await self.get("/portfolio/balance")
        answer: Answer = self.memory["balance"]
        if answer.status != 200 or not answer.body.get("balance_breakdown"):
            raise NotSeenError(f"no breakdown of the balance ({answer.words}); is the key locked to a subaccount?")
        return dict(answer.body)


def _certificates(base_url: httpx.URL) -> ssl.SSLContext | bool:
    """How servers are verified: without TLS, no certificates are loaded, which takes as long as many requests."""
    return True if base_url.scheme == "https" else ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)


def volume(market: dict[str, Any]) -> float:
    """How much was traded in a market; only to compare."""
    return float(market.get("volume_fp") or 0)


def price(market: dict[str, Any], name: str) -> float:
    """A price of a market; only to compare."""
    return float(market.get(name) or 0)


def seconds_of_date(answer: Answer) -> float:
    """The exchange's time in an answer's Date header, in Unix seconds.

    Raises:
        NotSeenError: It has none.
    """
    date = _date(answer.headers)
    if date is None:
        raise NotSeenError("answers have no Date header")
    return date


def _date(headers: httpx.Headers) -> float | None:
    date = http_date(headers.get("date"))
    return None if date is None else date.timestamp()


def moment(text: str) -> float:
    """A time of the exchange, in Unix seconds."""
    return datetime.fromisoformat(text).timestamp()


def in_path(text: str) -> str:
    """A text as one segment of a path."""
    return quote(text, safe="")
