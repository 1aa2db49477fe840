"""Requests that are signed, slow, and looked at as they come back."""

from __future__ import annotations

import asyncio
import json
import time
from datetime import datetime
from email.utils import parsedate_to_datetime
from typing import Any, Self
from urllib.parse import quote

import httpx
from attrs import define, field, frozen

from kalshi_overlay.auth import KalshiAuth
from kalshi_overlay.client import KalshiAuthenticatedClient

from .checking import NotSeenError, known_word

_COST_OF_A_REQUEST = 10
_SHARE = 0.1


@frozen
class Pace:
    """How fast the probe goes, in seconds.

    Attributes:
        interval: At least so long between two requests or commands.
        quiet: How long a quiet connection is watched.
        patience: How long a frame or a lagging read is waited for.
        watch: How long the messages of busy markets are watched.
        between_reads: How long between two reads that should differ.
    """

    interval: float = 0.5
    quiet: float = 25.0
    patience: float = 5.0
    watch: float = 5.0
    between_reads: float = 3.0


@frozen
class Answer:
    """An answer of the exchange.

    Attributes:
        status: Its status.
        body: Its body, decoded; its text where it is no JSON; None where there is none.
        headers: Its headers.
        at: When it came, in seconds of the loop's clock.
    """

    status: int
    body: Any
    headers: httpx.Headers
    at: float

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
        """An error's code, wherever it stands; empty if there is none."""
        body = self.body if isinstance(self.body, dict) else {}
        error = body["error"] if isinstance(body.get("error"), dict) else body
        return known_word(error["code"]) if error.get("code") else ""

    @property
    def words(self) -> str:
        """The status, and the code of an error."""
        return f"{self.status} {self.code}".rstrip()


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
        clock_difference: Seconds by which the exchange's clock is ahead of this machine's.
        telling_headers: Headers of answers that tell of limits; none is expected.
        memory: What the checks keep for each other.
    """

    client: KalshiAuthenticatedClient
    pace: Pace
    clock_difference: float = 0.0
    telling_headers: set[str] = field(factory=set)
    memory: dict[str, Any] = field(factory=dict)
    read_interval: float = field(init=False)
    write_interval: float = field(init=False)
    _base: httpx.URL = field(init=False)
    _http: httpx.AsyncClient = field(init=False)
    _next: float = field(default=0.0, init=False)

    def __attrs_post_init__(self) -> None:
        self._base = self.client.get_async_httpx_client().base_url
        self._http = httpx.AsyncClient(timeout=15, follow_redirects=False)
        self.read_interval = self.pace.interval
        self.write_interval = 2 * self.pace.interval

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
        if not self.pace.interval:
            return
        for name in ("read", "write"):
            rate = float(limits[name]["refill_rate"])
            slowest = _COST_OF_A_REQUEST / (_SHARE * rate) if rate > 0 else 5.0
            setattr(self, f"{name}_interval", max(self.pace.interval, slowest))

    async def turn(self, interval: float) -> None:
        """Wait until something may be sent.

        Args:
            interval: How long the next one has to wait after it.
        """
        now = asyncio.get_running_loop().time()
        await asyncio.sleep(max(0.0, self._next - now))
        self._next = max(now, self._next) + interval

    async def get(self, path: str, *, late: float = 0.0, **query: Any) -> Answer:
        """Read something.

        Args:
            path: Its path below the base URL.
            late: How many seconds ago it is signed; below zero for the future.
            **query: Its query.
        """
        return await self.send("GET", path, late=late, query=query)

    async def send(
        self, method: str, path: str, body: Any = None, *, late: float = 0.0, query: dict[str, Any] | None = None
    ) -> Answer:
        """Send a request once.

        Args:
            method: Its method.
            path: Its path below the base URL.
            body: What it carries, as JSON.
            late: How many seconds ago it is signed; below zero for the future.
            query: Its query.

        Raises:
            NotSeenError: The exchange asks for fewer requests.
        """
        await self.turn(self.read_interval if method == "GET" else self.write_interval)
        loop = asyncio.get_running_loop()
        url = httpx.URL(str(self._base).rstrip("/") + path)
        moment = int((time.time() + self.clock_difference - late) * 1000)
        signature = self.auth.headers(method, url.raw_path.decode("ascii"), moment)
        response = await self._http.request(method, url, params=query or None, json=body, headers=signature)
        self.telling_headers |= {
            name for name in response.headers if name == "retry-after" or name.startswith(("x-ratelimit", "ratelimit"))
        }
        if response.status_code == 429:
            self._next = loop.time() + 5 * self.read_interval
            raise NotSeenError("the exchange answered 429; run the probe while nothing else uses the account")
        try:
            decoded = json.loads(response.content) if response.content else None
        except ValueError:
            decoded = response.text
        return Answer(response.status_code, decoded, response.headers, loop.time())

    async def markets(self) -> list[dict[str, Any]]:
        """Open markets, a page of them, with those of the most volume first; asked for once.

        Those that close within the hour are left out.
        """
        if "markets" not in self.memory:
            answer = await self.get("/markets", status="open", limit=1000, mve_filter="exclude")
            soon = time.time() + self.clock_difference + 3600
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
    if "date" not in answer.headers:
        raise NotSeenError("answers have no Date header")
    return parsedate_to_datetime(answer.headers["date"]).timestamp()


def moment(text: str) -> float:
    """A time of the exchange, in Unix seconds."""
    return datetime.fromisoformat(text).timestamp()


def in_path(text: str) -> str:
    """A text as one segment of a path."""
    return quote(text, safe="")
