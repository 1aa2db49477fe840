"""Place, change and cancel orders of one contract at a cent or two, and keep what was answered."""

from __future__ import annotations

import asyncio
import math
import uuid
from collections.abc import Callable
from decimal import Decimal
from typing import Any

import httpx
from attrs import define, field, frozen

from .check import NotSeenError
from .rest import BEYOND_WINDOW, Answer, Rest, in_path, items, moment, price, volume

ORDERS = "/portfolio/events/orders"
_FAR = 0.2
_BID = 0.05
_CENT = "0.0100"
_TWO_CENTS = "0.0200"
_OFF_TICK = "0.0150"
_POLLS = 0.05
# The longest that a read of a new order has been seen to lag.
_LAG = 3.0
_UNREADABLE = (httpx.HTTPError, LookupError, TypeError, ValueError, AttributeError)


@frozen
class Lag:
    """How long it took until reads showed a change.

    Attributes:
        least: Seconds from the change's answer to the last read that did not show it; 0 if there was none.
        most: Seconds from the change's answer to the first read that showed it; infinity if none did in time.
        first: What the first read showed; empty if that was the change.
    """

    least: float
    most: float
    first: str

    def __str__(self) -> str:
        if not self.first:
            return f"at once, within {self.most:.1f} s"
        shown = "not yet" if math.isinf(self.most) else f"{self.most:.1f} s"
        return f"{self.least:.1f} s to {shown}; at first {self.first}"


@define(eq=False)
class Orders:
    """What the exchange answered to the probe's own orders.

    Attributes:
        rest: What sends.
        answers: The answer of each step.
        lags: How far reads lagged behind the change of a step.
        ahead: Of reads that did not show a change yet: whether `user_data_timestamp` was past the change before them.
        left: Orders that may still rest: their ids, or the client's if the exchange gave none.
        problems: Why steps were left out.
    """

    rest: Rest
    answers: dict[str, Answer] = field(factory=dict)
    lags: dict[str, Lag] = field(factory=dict)
    ahead: list[bool] = field(factory=list)
    left: list[str] = field(factory=list)
    problems: dict[str, str] = field(factory=dict)
    _placed: dict[str, tuple[str, int]] = field(factory=dict, init=False)
    _used: dict[str, tuple[str, int]] = field(factory=dict, init=False)
    _unclear: set[str] = field(factory=set, init=False)
    _known: set[str] = field(factory=set, init=False)

    def answer(self, step: str) -> Answer:
        """The answer of a step.

        Raises:
            NotSeenError: There is none.
        """
        if step not in self.answers:
            raise NotSeenError(self.problems.get(step.split()[0], "an earlier step did not succeed"))
        return self.answers[step]

    async def run(self) -> None:
        """Place orders, change them, and cancel each that was placed, whatever happens."""
        try:
            await self._part("first", self._on_shard_0)
            await self._part("book", self._on_the_book)
            await self._part("killed", self._killed)
            await self._part("shard", self._on_another_shard)
            await self._part("empty", self._on_an_empty_shard)
            await self._part("late", self._late)
        finally:
            # Finished although the program is interrupted: what was placed must not stay.
            cleaning = asyncio.ensure_future(self._clean_up())
            interrupted = False
            while not cleaning.done():
                try:
                    await asyncio.shield(cleaning)
                except asyncio.CancelledError:
                    interrupted = True
            if interrupted:
                raise asyncio.CancelledError

    async def _part(self, name: str, part: Callable[[], Any]) -> None:
        try:
            await part()
        except NotSeenError as reason:
            self.problems[name] = str(reason)
        except _UNREADABLE as error:
            self.problems[name] = f"ended early ({type(error).__name__})"

    async def _on_shard_0(self) -> None:
        market = await self._quiet_market(lambda shard: shard == 0)
        client_order_id = str(uuid.uuid4())
        order_id = await self._create("first create", market, client_order_id)
        await self._until_read("first create", order_id, lambda answer: True)
        await self._create("first again", market, client_order_id, expect_order=False)
        await self._create("first off tick", market, str(uuid.uuid4()), at=_OFF_TICK, expect_order=False)
        await self._amend("first amend", market, order_id)
        await self._until_read(
            "first amend", order_id, lambda answer: Decimal(_order(answer)["yes_price_dollars"]) == Decimal(_TWO_CENTS)
        )
        await self._amend("first amend again", market, order_id)
        await self._cancel("first cancel", order_id, market_ticker=market["ticker"])
        await self._until_read("first cancel", order_id, lambda answer: _order(answer)["status"] == "canceled")
        await self._cancel("first cancel again", order_id, market_ticker=market["ticker"])
        await self._create("first after cancel", market, client_order_id, expect_order=False)

    async def _on_the_book(self) -> None:
        market = await self._quiet_market(lambda shard: shard == 0)
        path = f"/markets/{in_path(market['ticker'])}/orderbook"
        # Hardly anybody else has orders so far from the market.
        without = _cents(await self.rest.get(path))
        order_id = await self._create("book create", market, str(uuid.uuid4()))
        await self._until("book create", path, lambda answer: _cents(answer) != without)
        with_it = _cents(await self.rest.get(path))
        await self._cancel("book cancel", order_id, market_ticker=market["ticker"])
        await self._until("book cancel", path, lambda answer: _cents(answer) != with_it)

    async def _killed(self) -> None:
        market = await self._quiet_market(lambda shard: shard == 0)
        client_order_id = str(uuid.uuid4())
        for step in ("killed create", "killed again"):
            await self._create(step, market, client_order_id, time_in_force="fill_or_kill", expect_order=False)

    async def _on_another_shard(self) -> None:
        empty, _ = await self._empty_shards()
        market = await self._quiet_market(lambda shard: shard > 0 and shard not in empty)
        order_id = await self._create("shard create", market, str(uuid.uuid4()))
        await self._until_read("shard create", order_id, lambda answer: True)
        await self._cancel("shard cancel", order_id)
        if self.answers["shard cancel"].status == 404:
            self.answers["shard read"] = await self.rest.get(f"/portfolio/orders/{in_path(order_id)}")
            await self._cancel("shard cancel by ticker", order_id, market_ticker=market["ticker"])

    async def _on_an_empty_shard(self) -> None:
        empty, others = await self._empty_shards()
        if not empty or not others:
            raise NotSeenError("the account has cash on every shard, or on none")
        market = await self._quiet_market(lambda shard: shard in empty)
        await self._create("empty create", market, str(uuid.uuid4()), expect_order=False)

    async def _late(self) -> None:
        market = await self._quiet_market(lambda shard: shard == 0)
        await self.rest.compare_clocks()
        await self._create("late by 8", market, str(uuid.uuid4()), late=8.0, expect_order=False)
        await self._create("late by 60", market, str(uuid.uuid4()), late=BEYOND_WINDOW, expect_order=False)

    async def _empty_shards(self) -> tuple[set[int], set[int]]:
        """The shards on which the account has no cash, and those on which it has; no shards if nothing says so."""
        try:
            parts = (await self.rest.balance())["balance_breakdown"]
        except NotSeenError:
            return set(), set()
        cash = {each["exchange_index"]: Decimal(each["balance"]) for each in parts}
        return {shard for shard, has in cash.items() if not has}, {shard for shard, has in cash.items() if has}

    async def _quiet_market(self, on: Callable[[int], bool]) -> dict[str, Any]:
        """The open market with the least volume where a bid of two cents is far from any offer."""
        markets = [
            each
            for each in reversed(await self.rest.markets())
            if on(each.get("exchange_index") or 0)
            and (price(each, "yes_ask_dollars") >= _FAR or not price(each, "yes_ask_dollars"))
            and all(Decimal(span["step"]) == Decimal(_CENT) for span in each.get("price_ranges") or ())
            and price(each, "notional_value_dollars") == 1
        ]
        if not markets:
            raise NotSeenError("there is no quiet market that fits")
        return min(markets, key=lambda each: (price(each, "yes_bid_dollars") < _BID, volume(each)))

    async def _create(
        self,
        step: str,
        market: dict[str, Any],
        client_order_id: str,
        *,
        at: str = _CENT,
        time_in_force: str = "good_till_canceled",
        late: float = 0.0,
        expect_order: bool = True,
    ) -> str:
        """Send a bid for one contract, and remember it before it goes out."""
        address = (market["ticker"], market.get("exchange_index") or 0)
        self._used[client_order_id] = address
        if client_order_id not in self._known and time_in_force == "good_till_canceled":
            self._unclear.add(client_order_id)
        body = {
            "ticker": market["ticker"],
            "client_order_id": client_order_id,
            "side": "bid",
            "count": "1.00",
            "price": at,
            "time_in_force": time_in_force,
            "self_trade_prevention_type": "taker_at_cross",
            # A bid that would trade is refused. (A fill-or-kill order can't have it.)
            **({"post_only": True} if time_in_force == "good_till_canceled" else {}),
        }
        try:
            answer = await self.rest.send("POST", ORDERS, body, late=late)
        except NotSeenError:
            # 429: it was refused.
            self._unclear.discard(client_order_id)
            raise
        self.answers[step] = answer
        order_id = answer.body.get("order_id") if isinstance(answer.body, dict) else None
        if isinstance(order_id, str):
            self._placed[order_id] = address
            self._known.add(client_order_id)
        if isinstance(order_id, str) or 400 <= answer.status < 500:
            self._unclear.discard(client_order_id)
        if expect_order and not isinstance(order_id, str):
            raise NotSeenError(f"the order was refused: {answer.words}")
        return str(order_id)

    async def _amend(self, step: str, market: dict[str, Any], order_id: str) -> None:
        body = {"ticker": market["ticker"], "side": "bid", "price": _TWO_CENTS, "count": "1.00"}
        self.answers[step] = await self.rest.send("POST", f"{ORDERS}/{in_path(order_id)}/amend", body)

    async def _cancel(self, step: str, order_id: str, **query: Any) -> None:
        self.answers[step] = await self.rest.send("DELETE", f"{ORDERS}/{in_path(order_id)}", query=query)
        if self.answers[step].status == 200:
            self._placed.pop(order_id, None)

    async def _until_read(self, step: str, order_id: str, shows: Callable[[Answer], bool]) -> None:
        """Read an order until a change shows, and what `user_data_timestamp` says meanwhile."""
        await self._until(step, f"/portfolio/orders/{in_path(order_id)}", shows, with_timestamp=True)

    async def _until(
        self, step: str, path: str, shows: Callable[[Answer], bool], *, with_timestamp: bool = False
    ) -> None:
        """Read a path until a change shows, at most for the pace's patience; a change that was refused never does."""
        changed, stale, is_ahead = self.answers[step], list[Answer](), None
        if changed.status >= 300:
            return
        while True:
            answer = await self.rest.get(path)
            if is_shown := answer.status == 200 and shows(answer):
                break
            stale.append(answer)
            if is_ahead is not None:
                self.ahead.append(is_ahead)
            if answer.at - changed.at > self.rest.pace.patience:
                break
            if with_timestamp:
                # If the next read does not show the change either, this was ahead of it.
                timestamp = (await self.rest.get("/exchange/user_data_timestamp")).body["as_of_time"]
                is_ahead = moment(timestamp) * 1000 > changed.body["ts_ms"] + 1
            await asyncio.sleep(_POLLS)
        self.lags[step] = Lag(
            max(0.0, stale[-1].sent - changed.at) if stale else 0.0,
            answer.at - changed.at if is_shown else math.inf,
            "" if not stale else stale[0].words if stale[0].status != 200 else "the old state",
        )

    async def _clean_up(self) -> None:
        """Cancel what was placed, and look for orders whose answer was lost."""
        for order_id, address in list(self._placed.items()):
            if not await self._gone(order_id, address):
                self.left.append(order_id)
        # Reads lag: an order that was just placed may not be in the list yet.
        await asyncio.sleep(min(_LAG, self.rest.pace.patience) if self._unclear else 0)
        for ticker in sorted({address[0] for address in self._used.values()}):
            try:
                answer = await self.rest.get("/portfolio/orders", ticker=ticker, status="resting", limit=1000)
                rows = [row for row in items(answer, "orders") if row.get("client_order_id") in self._used]
            except (NotSeenError, *_UNREADABLE):
                continue
            for row in rows:
                # One that is canceled by now may still be listed; the answer to its cancel is 404 then.
                self._unclear.discard(row["client_order_id"])
                if row["order_id"] not in self.left and not await self._gone(
                    row["order_id"], self._used[row["client_order_id"]]
                ):
                    self.left.append(row["order_id"])
        # What had no answer and is in no list may still arrive, as long as its signature holds.
        self.left += sorted(self._unclear)

    async def _gone(self, order_id: str, address: tuple[str, int]) -> bool:
        """Cancel an order; three attempts."""
        ticker, shard = address
        for _ in range(3):
            try:
                answer = await self.rest.send(
                    "DELETE",
                    f"{ORDERS}/{in_path(order_id)}",
                    query={"market_ticker": ticker, "exchange_index": shard},
                )
            except (httpx.HTTPError, NotSeenError):
                continue
            if answer.status in (200, 404):
                return True
        return False


def _order(answer: Answer) -> dict[str, Any]:
    return dict(answer.body["order"])


def _cents(answer: Answer) -> Decimal:
    """How many contracts an order book has at the price of the probe's bids."""
    if answer.status != 200:
        raise NotSeenError(f"the order book was refused: {answer.words}")
    levels = answer.body["orderbook_fp"]["yes_dollars"] or []
    return sum((Decimal(count) for price, count in levels if Decimal(price) == Decimal(_CENT)), Decimal(0))
