"""A reference model of the exchange: slow, but plain enough to see that it is right. It shares no code."""

from __future__ import annotations

from collections.abc import Callable
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal
from typing import Any

Owner = tuple[str, int]
Fill = tuple[str, str, Decimal, Decimal, Decimal]
ZERO, ONE = Decimal(0), Decimal(1)


class Rejection(Exception):  # noqa: N818 - an outcome
    """The model rejects a request; its text is the code."""


class ReferenceExchange:
    """Orders are dicts in a list, money is a number per owner and shard, and collateral is summed up each time.

    Args:
        balances: US dollars of each owner on each shard.
        step: What balances are kept in, in US dollars.
        guide: Whether fees are rounded as the guide says; otherwise as people measured it.
    """

    def __init__(
        self, balances: dict[tuple[Owner, int], Decimal], step: Decimal = Decimal("0.0001"), *, guide: bool = False
    ) -> None:
        self.now = 0
        self.step = step
        self.guide = guide
        self.money = dict(balances)
        self.rates: dict[str, tuple[Decimal, Decimal]] = {}
        self.ticks: dict[str, Decimal] = {}
        self.shards: dict[str, int] = {}
        self.status: dict[str, str] = {}
        self.live: list[dict[str, Any]] = []
        self.holdings: dict[tuple[Owner, str], tuple[Decimal, Decimal, Decimal]] = {}
        self.fills: list[Fill] = []
        # By owner and market: yes contracts ever bought and their cost, no contracts and theirs, and all fees.
        self.bought: dict[tuple[Owner, str], list[Decimal]] = {}
        self.settlements: list[tuple[Any, ...]] = []
        self.groups: dict[str, dict[str, Any]] = {}
        self.used: set[tuple[str, str]] = set()
        self.arrivals = 0

    def add_market(self, ticker: str, taker_rate: Decimal, maker_rate: Decimal, tick: Decimal, shard: int) -> None:
        self.rates[ticker] = (taker_rate, maker_rate)
        self.ticks[ticker] = tick
        self.shards[ticker] = shard
        self.status[ticker] = "active"

    # What an owner has at hand.

    def holding(self, owner: Owner, ticker: str) -> tuple[Decimal, Decimal, Decimal]:
        """Contracts (below zero for no), their cost, realized profit."""
        return self.holdings.get((owner, ticker), (ZERO, ZERO, ZERO))

    def collateral(self, owner: Owner, shard: int) -> Decimal:
        total = ZERO
        for ticker in {order["ticker"] for order in self.live if order["owner"] == owner}:
            if self.shards[ticker] != shard:
                continue
            count = self.holding(owner, ticker)[0]
            for side in ("bid", "ask"):
                free = max(ZERO, -count if side == "bid" else count)
                mine = [o for o in self.live if (o["owner"], o["ticker"], o["side"]) == (owner, ticker, side)]
                for order in sorted(mine, key=lambda o: -o["price"] if o["side"] == "bid" else o["price"]):
                    paid = max(ZERO, order["left"] - free)
                    free = max(ZERO, free - order["left"])
                    cost = order["price"] if side == "bid" else ONE - order["price"]
                    total += cost * paid
                    total += self.fee_of(order, "maker", order["left"], order["price"])
        return total

    def available(self, owner: Owner, shard: int) -> Decimal:
        return self.money[owner, shard] - self.collateral(owner, shard)

    def fee_of(self, order: dict[str, Any], role: str, count: Decimal, price: Decimal) -> Decimal:
        """The fee of a fill, and what brings the balance down onto its step."""
        rate = self.rates[order["ticker"]][0 if role == "taker" else 1]
        exact = rate * count * price * (ONE - price)
        rounded: Decimal = exact.quantize(Decimal("0.000001" if self.guide else "0.0001"), ROUND_CEILING)
        # Who sells gets the price; a purchase of no costs a dollar less it, which leaves the same remainder.
        change = (-price if order["side"] == "bid" else price) * count - rounded
        return rounded + change - change.quantize(self.step, ROUND_FLOOR)

    def given_back(self, order: dict[str, Any], fee: Decimal, trade_fee: Decimal) -> Decimal:
        """What the order gets back of what its fills were rounded up by, by the guide."""
        order["carried"] += fee - trade_fee
        back = ZERO
        while order["carried"] >= self.step and fee - back >= self.step:
            back += self.step
            order["carried"] -= self.step
        return back

    # Placing and changing.

    def place(self, order: dict[str, Any]) -> list[Fill]:
        account, ticker = order["owner"][0], order["ticker"]
        if order["client"] and (account, order["client"]) in self.used:
            raise Rejection("order_already_exists")
        if order["left"] <= 0 or not ZERO < order["price"] < ONE or order["price"] % self.ticks[ticker]:
            raise Rejection("invalid_parameters")
        if order["expires"] is not None and (order["tif"] != "good_till_canceled" or order["expires"] <= self.now):
            raise Rejection("invalid_parameters")
        if order["post_only"] and order["tif"] != "good_till_canceled":
            raise Rejection("invalid_parameters")
        if order["reduce_only"] and order["tif"] != "immediate_or_cancel":
            raise Rejection("invalid_parameters")
        if self.status[ticker] != "active":
            raise Rejection("market_not_active")
        if order["group"] is not None:
            group = self.groups.get(order["group"])
            if group is None or (group["owner"], group["shard"]) != (order["owner"], self.shards[ticker]):
                raise Rejection("order_group_not_found")
            if self.groups[order["group"]]["triggered"]:
                raise Rejection("order_group_triggered")
        order = dict(order, filled=ZERO, carried=ZERO, taker_fees=ZERO, maker_fees=ZERO)
        if order["reduce_only"]:
            count = self.holding(order["owner"], ticker)[0]
            order["left"] = min(order["left"], max(ZERO, -count if order["side"] == "bid" else count))
            if not order["left"]:
                raise Rejection("invalid_parameters")
        try:
            fills = self.all_or_nothing(lambda: self.arrive(order))
        except Rejection as rejection:
            if order["client"] and str(rejection) == "fill_or_kill_insufficient_resting_volume":
                self.used.add((account, order["client"]))
            raise
        if order["client"]:
            self.used.add((account, order["client"]))
        return fills

    def amend(
        self, owner: Owner, label: str, price: Decimal, total: Decimal, expires: int | None, shard: int
    ) -> list[Fill]:
        order = self.find(owner, label, shard)
        if total <= order["filled"] or not ZERO < price < ONE or price % self.ticks[order["ticker"]]:
            raise Rejection("invalid_parameters")
        if expires is not None and expires <= self.now:
            raise Rejection("invalid_parameters")
        if self.status[order["ticker"]] != "active":
            raise Rejection("market_not_active")
        left = total - order["filled"]
        expires = order["expires"] if expires is None else expires
        if (price, left, expires) == (order["price"], order["left"], order["expires"]):
            raise Rejection("AMEND_ORDER_NO_OP")
        if price == order["price"] and left <= order["left"]:
            order.update(left=left, expires=expires)
            return []
        return self.all_or_nothing(lambda: self.arrive(dict(order, price=price, left=left, expires=expires), order))

    def decrease(self, owner: Owner, label: str, by: Decimal, shard: int) -> None:
        order = self.find(owner, label, shard)
        if not by:
            raise Rejection("AMEND_ORDER_NO_OP")
        if not ZERO < by <= order["left"]:
            raise Rejection("invalid_parameters")
        order["left"] -= by
        self.live = [o for o in self.live if o["left"]]

    def cancel(self, owner: Owner, label: str, shard: int) -> None:
        order = self.find(owner, label, shard)
        self.drop(lambda o: o is order)

    def drop(self, chosen: Callable[[dict[str, Any]], bool]) -> None:
        self.live = [order for order in self.live if not chosen(order)]

    def find(self, owner: Owner, label: str, shard: int) -> dict[str, Any]:
        for order in self.live:
            if order["label"] == label and order["owner"] == owner and self.shards[order["ticker"]] == shard:
                return order
        raise Rejection("order_not_found")

    def all_or_nothing(self, act: Callable[[], list[Fill]]) -> list[Fill]:
        """Do it, and put everything back if it is rejected on the way."""
        before = (
            [dict(order) for order in self.live],
            dict(self.money),
            dict(self.holdings),
            dict(self.bought),
            {name: dict(group, matches=list(group["matches"])) for name, group in self.groups.items()},
        )
        count = len(self.fills)
        try:
            return act()
        except Rejection:
            self.live, self.money, self.holdings, self.bought, self.groups = before
            del self.fills[count:]
            raise

    def arrive(self, order: dict[str, Any], replaced: dict[str, Any] | None = None) -> list[Fill]:
        owner, count = order["owner"], len(self.fills)
        shard = self.shards[order["ticker"]]
        cash, collateral = self.available(owner, shard), self.collateral(owner, shard)
        if replaced is not None:
            self.drop(lambda o: o is replaced)
        if order["post_only"] and self.opponents(order):
            raise Rejection("post_only_would_cross")
        self.live.append(order)
        worst = self.collateral(owner, shard) - collateral
        self.drop(lambda o: o is order)
        self.arrivals += 1
        order["arrived"] = self.arrivals
        stays = self.match(order)
        if order["tif"] == "fill_or_kill" and order["left"]:
            raise Rejection("fill_or_kill_insufficient_resting_volume")
        if worst > cash:
            raise Rejection("insufficient_balance")
        if order["left"] and stays and order["tif"] == "good_till_canceled":
            self.live.append(order)
        if self.available(owner, shard) < 0:
            raise Rejection("insufficient_balance")
        return self.fills[count:]

    # Matching.

    def opponents(self, order: dict[str, Any]) -> list[dict[str, Any]]:
        """Who it would trade with, best price first, then first come."""
        others = [o for o in self.live if o["ticker"] == order["ticker"] and o["side"] != order["side"]]
        if order["side"] == "bid":
            crossed = [o for o in others if o["price"] <= order["price"]]
            return sorted(crossed, key=lambda o: (o["price"], o["arrived"]))
        crossed = [o for o in others if o["price"] >= order["price"]]
        return sorted(crossed, key=lambda o: (-o["price"], o["arrived"]))

    def match(self, order: dict[str, Any]) -> bool:
        """Trade what can trade; whether what is left may rest."""
        while order["left"]:
            if self.capacity(order["group"]) <= 0:
                return False
            found = self.opponents(order)
            if not found:
                return True
            other = found[0]
            if other["owner"][0] == order["owner"][0]:
                if order["stp"] == "taker_at_cross":
                    return False
                self.live.remove(other)
                continue
            count = min(order["left"], other["left"], self.capacity(order["group"]), self.capacity(other["group"]))
            for party, role in ((other, "maker"), (order, "taker")):
                self.fill(party, role, count, other["price"])
            self.live = [o for o in self.live if o["left"]]
            for group in (other["group"], order["group"]):
                if group is not None:
                    self.groups[group]["matches"].append((self.now, count))
                    if self.capacity(group) <= 0:
                        self.trigger(group)
        return True

    def fill(self, order: dict[str, Any], role: str, count: Decimal, price: Decimal) -> None:
        fee = self.fee_of(order, role, count, price)
        if self.guide:
            rate = self.rates[order["ticker"]][0 if role == "taker" else 1]
            trade_fee = (rate * count * price * (ONE - price)).quantize(Decimal("0.000001"), ROUND_CEILING)
            fee -= self.given_back(order, fee, trade_fee)
        order[f"{role}_fees"] += fee
        order["left"] -= count
        order["filled"] += count
        self.fills.append((order["label"], role, price, count, fee))
        owner, sign = order["owner"], ONE if order["side"] == "bid" else -ONE
        cost = price if order["side"] == "bid" else ONE - price
        held, basis, profit = self.holding(owner, order["ticker"])
        pairs = min(count, max(ZERO, -held * sign))
        given = basis if pairs == abs(held) else (basis * pairs / abs(held)).quantize(Decimal("0.000001"))
        self.money[owner, self.shards[order["ticker"]]] += pairs - cost * count - fee
        profit += pairs * (ONE - cost) - given
        at = 0 if order["side"] == "bid" else 2
        # A list is replaced, not changed, so that `all_or_nothing` can put the old one back.
        bought = list(self.bought.get((owner, order["ticker"]), [ZERO] * 5))
        bought[at] += count
        bought[at + 1] += cost * count
        bought[4] += fee
        self.bought[owner, order["ticker"]] = bought
        self.holdings[owner, order["ticker"]] = (held + sign * count, basis - given + cost * (count - pairs), profit)

    # Groups, time and the end of markets.

    def capacity(self, group: str | None) -> Decimal:
        if group is None:
            return Decimal(10) ** 12
        found = self.groups[group]
        recent = sum((count for when, count in found["matches"] if when > self.now - 15), ZERO)
        return ZERO if found["triggered"] else max(ZERO, found["limit"] - recent)

    def trigger(self, group: str) -> None:
        self.groups[group]["triggered"] = True
        self.drop(lambda order: order["group"] == group)

    def reset(self, group: str) -> None:
        self.groups[group].update(triggered=False, matches=[])

    def limit(self, group: str, limit: Decimal) -> None:
        self.groups[group]["limit"] = limit
        if self.capacity(group) <= 0:
            self.trigger(group)

    def transfer(self, payer: tuple[Owner, int], receiver: tuple[Owner, int], amount: Decimal) -> None:
        if amount > self.available(*payer):
            raise Rejection("insufficient_balance")
        self.money[payer] -= amount
        self.money[receiver] += amount

    def advance(self, seconds: int) -> None:
        self.now += seconds
        self.drop(lambda order: order["expires"] is not None and order["expires"] <= self.now)

    def pause(self, ticker: str) -> None:
        self.status[ticker] = "inactive"
        self.drop(lambda order: order["ticker"] == ticker and order["on_pause"])

    def resume(self, ticker: str) -> None:
        self.status[ticker] = "active"

    def settle(self, ticker: str, value: Decimal) -> None:
        """Pay every yes contract a value, and every no contract what is missing to a dollar; cents are never split."""
        self.status[ticker] = "finalized"
        self.drop(lambda order: order["ticker"] == ticker)
        for (owner, market), (count, basis, profit) in list(self.holdings.items()):
            if market == ticker:
                won = int(100 * max(count * value, -count * (ONE - value))) / Decimal(100)
                self.money[owner, self.shards[ticker]] += won
                self.holdings[owner, ticker] = (ZERO, ZERO, profit + won - basis)
                *traded, fees = self.bought[owner, ticker]
                self.settlements.append((owner, ticker, *traded, won, fees))

    def levels(self, ticker: str, side: str) -> list[tuple[Decimal, Decimal]]:
        """Prices with what rests there, best first."""
        prices = {o["price"] for o in self.live if (o["ticker"], o["side"]) == (ticker, side)}
        return [
            (p, sum((o["left"] for o in self.live if (o["ticker"], o["side"], o["price"]) == (ticker, side, p)), ZERO))
            for p in sorted(prices, reverse=side == "bid")
        ]
