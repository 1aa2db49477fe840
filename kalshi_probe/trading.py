"""Place, change and cancel orders of one contract at a cent or two, and keep what was answered."""

from __future__ import annotations

import asyncio
import uuid
from collections.abc import Callable
from decimal import Decimal
from typing import Any

import httpx
from attrs import define, field

from .checking import NotSeenError, known_word
from .rest import Answer, Rest, in_path, items, moment, price, volume

ORDERS = "/portfolio/events/orders"
_FAR = 0.2
_BID = 0.05
_CENT = "0.0100"
_TWO_CENTS = "0.0200"
_OFF_TICK = "0.0150"
_POLLS = 0.2
# The longest that a read of a new order has been seen to lag.
_LAG = 3.0


@define(eq=False)
class Orders:
    """What the exchange answered to the probe's own orders.

    Attributes:
        rest: What sends.
        answers: The answer of each step.
        lags: Seconds from a change's answer to the first read that shows it; infinity if none did in time.
        first: What the first read after a change showed.
        ahead: Of each read that did not show a change yet: whether `user_data_timestamp` was past the change before it.
        left: Orders that may still rest: their ids, or the client's where the exchange gave none.
        problems: Why steps were left out.
    """

    rest: Rest
    answers: dict[str, Answer] = field(factory=dict)
    lags: dict[str, float] = field(factory=dict)
    first: dict[str, str] = field(factory=dict)
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

    async def carry_out(self) -> None:
        """Place orders, change them, and cancel each that was placed, whatever happens."""
        try:
            await self._part("first", self._on_shard_0)
            await self._part("killed", self._killed)
            await self._part("shard", self._on_another_shard)
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
        except (httpx.HTTPError, LookupError, TypeError, ValueError, AttributeError) as error:
            self.problems[name] = f"ended early ({type(error).__name__})"

    async def _on_shard_0(self) -> None:
        market = await self._quiet_market(lambda shard: shard == 0)
        client_order_id = str(uuid.uuid4())
        order_id = await self._create("first create", market, client_order_id)
        await self._until("first create", order_id, lambda answer: True)
        await self._create("first again", market, client_order_id, expect_order=False)
        await self._create("first off tick", market, str(uuid.uuid4()), at=_OFF_TICK, expect_order=False)
        await self._amend("first amend", market, order_id)
        await self._until(
            "first amend", order_id, lambda answer: Decimal(_order(answer)["yes_price_dollars"]) == Decimal(_TWO_CENTS)
        )
        await self._amend("first amend again", market, order_id)
        await self._cancel("first cancel", order_id, market_ticker=market["ticker"])
        await self._until("first cancel", order_id, lambda answer: _order(answer)["status"] == "canceled")
        await self._cancel("first cancel again", order_id, market_ticker=market["ticker"])
        await self._create("first after cancel", market, client_order_id, expect_order=False)

    async def _killed(self) -> None:
        market = await self._quiet_market(lambda shard: shard == 0)
        client_order_id = str(uuid.uuid4())
        for step in ("killed create", "killed again"):
            await self._create(step, market, client_order_id, time_in_force="fill_or_kill", expect_order=False)

    async def _on_another_shard(self) -> None:
        market = await self._quiet_market(lambda shard: shard > 0)
        order_id = await self._create("shard create", market, str(uuid.uuid4()))
        await self._until("shard create", order_id, lambda answer: True)
        await self._cancel("shard cancel", order_id)
        if self.answers["shard cancel"].status == 404:
            self.answers["shard read"] = await self.rest.get(f"/portfolio/orders/{in_path(order_id)}")
            await self._cancel("shard cancel by ticker", order_id, market_ticker=market["ticker"])

    async def _late(self) -> None:
        market = await self._quiet_market(lambda shard: shard == 0)
        await self._create("late by 8", market, str(uuid.uuid4()), late=8.0, expect_order=False)
        await self._create("late by 70", market, str(uuid.uuid4()), late=70.0, expect_order=False)

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

    async def _until(self, step: str, order_id: str, shows: Callable[[Answer], bool]) -> None:
        """Read an order until a change shows, at most for the pace's patience."""
        changed = self.answers[step]
        while True:
            told = await self.rest.get("/exchange/user_data_timestamp")
            answer = await self.rest.get(f"/portfolio/orders/{in_path(order_id)}")
            self.first.setdefault(step, answer.words if answer.status != 200 else known_word(_order(answer)["status"]))
            if answer.status == 200 and shows(answer):
                self.lags[step] = answer.at - changed.at
                return
            self.ahead.append(moment(told.body["as_of_time"]) * 1000 > changed.body["ts_ms"] + 1)
            if answer.at - changed.at > self.rest.pace.patience:
                self.lags[step] = float("inf")
                return
            await asyncio.sleep(_POLLS)

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
            except (NotSeenError, httpx.HTTPError, LookupError, TypeError, ValueError, AttributeError):
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
