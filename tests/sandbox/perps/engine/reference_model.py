"""A reference model of the exchange of perpetual futures: slow, but plain enough to see that it is right.

It shares no code with the engine. Positions and money are not kept: they are computed from all deals each time. The
premium of a market is sampled as time passes, minute by minute.
"""

from __future__ import annotations

from collections.abc import Callable
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal
from typing import Any, NamedTuple

Owner = tuple[str, int]
ZERO, ONE = Decimal(0), Decimal(1)
STEP = Decimal("0.0001")
MINUTE, PERIOD = 60, 8 * 60 * 60
# Midnight in New York, in seconds after midnight in UTC; the clocks don't change within a run.
NEW_YORK = 4 * 60 * 60
KILLED = "fill_or_kill_insufficient_resting_volume"


class Rejection(Exception):  # noqa: N818 - an outcome
    """The model rejects a request; its text is the code."""


class Holding(NamedTuple):
    """A position: contracts, their cost, fees since it was opened, and what it has realised before fees."""

    count: Decimal = ZERO
    cost: Decimal = ZERO
    fees: Decimal = ZERO
    realized: Decimal = ZERO
    all_fees: Decimal = ZERO


class Fill(NamedTuple):
    """One party's side of a trade."""

    label: str
    role: str
    price: Decimal
    count: Decimal
    fee: Decimal
    realized: Decimal
    position: Decimal


class ReferencePerps:
    """Orders are dicts in a list; money is a list of amounts, and of deals.

    Args:
        owners: All subaccounts.
        start: Unix second of the beginning.
    """

    def __init__(self, owners: list[Owner], start: int) -> None:
        self.now = start
        self.owners = owners
        self.amounts: dict[Owner, list[Decimal]] = {owner: [] for owner in owners}
        self.deals: dict[tuple[Owner, str], list[tuple[Any, ...]]] = {}
        self.markets: dict[str, dict[str, Any]] = {}
        self.live: list[dict[str, Any]] = []
        self.fills: list[Fill] = []
        self.groups: dict[str, dict[str, Any]] = {}
        self.used: set[tuple[str, str]] = set()
        self.tiers: dict[str, tuple[Decimal, Decimal]] = {}
        self.limits: dict[str, Decimal] = {}
        self.reasons: dict[str, str] = {}
        self.rates: list[tuple[str, int, Decimal, Decimal]] = []
        self.payments: list[tuple[Owner, str, int, Decimal, Decimal]] = []
        self.is_open = True
        self.arrivals = 0

    def add_market(self, name: str, index: Callable[[int], Decimal], **terms: Any) -> None:
        """Add a market; the index is a function of the Unix second, because it is an input and no rule."""
        self.markets[name] = {"index": index, **terms, "status": "active", "version": 1, "bars": []}

    # What an owner has, computed from all that ever happened.

    def holding(self, owner: Owner, name: str) -> Holding:
        count = cost = flow = fees = all_fees = ZERO
        for deal in self.deals.get((owner, name), []):
            if deal[0] == "split":
                count = count * deal[1] / deal[2]
                continue
            if deal[0] == "settle":
                sign, size, price, fee = (-ONE if count > 0 else ONE), abs(count), deal[1], ZERO
            else:
                sign, size, price, fee = deal[1:]
            flow += sign * size * price
            all_fees += fee
            closing = min(size, max(ZERO, -sign * count))
            if closing:
                share = cost if closing == abs(count) else (cost * closing / abs(count)).quantize(Decimal("0.000001"))
                cost -= share
            is_same = count * (count + sign * size) > 0
            count += sign * size
            cost += sign * (size - closing) * price
            fees = (fees + fee if is_same else fee) if count else ZERO
        return Holding(count, cost, fees, cost - flow, all_fees)

    def cash(self, owner: Owner) -> Decimal:
        total = sum(self.amounts[owner], ZERO)
        for holder, name in self.deals:
            if holder == owner:
                held = self.holding(owner, name)
                total += held.realized - held.all_fees
        return total

    def best(self, name: str, side: str) -> Decimal | None:
        prices = [order["price"] for order in self.live if (order["market"], order["side"]) == (name, side)]
        return (max(prices) if side == "bid" else min(prices)) if prices else None

    def mark(self, name: str) -> Decimal:
        index: Decimal = self.markets[name]["index"](self.now)
        bid, ask = self.best(name, "bid"), self.best(name, "ask")
        return index if bid is None or ask is None else sorted([bid, index, ask])[1]

    def exposure(self, owner: Owner, name: str, mark: Decimal) -> Decimal:
        """Every contract that could be bought or sold, one after another, is long or short or closes another one."""
        held = self.holding(owner, name).count
        values = []
        for side, sign in (("bid", ONE), ("ask", -ONE)):
            value, position = max(ZERO, sign * held) * mark, sign * held
            mine = [o for o in self.live if (o["owner"], o["market"], o["side"]) == (owner, name, side)]
            for order in sorted(mine, key=lambda o: -sign * o["price"]):
                opened = max(ZERO, position + order["left"]) - max(ZERO, position)
                position += order["left"]
                value += opened * order["price"]
            values.append(value)
        return max(values)

    def initial(self, name: str, notional: Decimal) -> Decimal:
        rate: Decimal = self.markets[name]["rate"]
        return notional * rate * Decimal("1.3")

    def margin(self, owner: Owner) -> dict[str, Decimal]:
        totals = dict.fromkeys(["equity", "value", "maintenance", "initial", "needed"], ZERO)
        totals["equity"] = self.cash(owner)
        for name, market in self.markets.items():
            held, mark = self.holding(owner, name), self.mark(name)
            value = abs(held.count) * mark
            totals["equity"] += held.count * mark - held.cost
            totals["value"] += value
            totals["maintenance"] += value * market["rate"]
            totals["initial"] += self.initial(name, value)
            totals["needed"] += self.initial(name, self.exposure(owner, name, mark))
        return totals

    # Placing and changing.

    def place(self, order: dict[str, Any]) -> tuple[str, list[Fill]]:
        """Place an order; the answer is the reason of its last change, and its fills."""
        account, market = order["owner"][0], self.markets.get(order["market"])
        if (account, order["client"]) in self.used:
            raise Rejection("order_already_exists")
        if market is None:
            raise Rejection("market_not_found")
        if order["version"] not in (0, market["version"]):
            raise Rejection("market_version_mismatch")
        self.check_count(market, order["left"])
        self.check_price(market, order["price"])
        lasts = order["tif"] == "good_till_canceled"
        if order["expires"] is not None and (not lasts or order["expires"] <= self.now):
            raise Rejection("invalid_order")
        if (order["post_only"] and not lasts) or (order["reduce_only"] and lasts):
            raise Rejection("invalid_order")
        self.check_trading(market)
        self.check_band(order["market"], order["side"], order["price"])
        if order["group"] is not None:
            group = self.groups.get(order["group"])
            if group is None or group["owner"] != order["owner"]:
                raise Rejection("order_group_not_found")
            if group["triggered"]:
                raise Rejection("order_group_triggered")
        order = dict(order, filled=ZERO)
        capped = False
        if order["reduce_only"]:
            held = self.holding(order["owner"], order["market"]).count
            reducible = max(ZERO, -held if order["side"] == "bid" else held)
            capped = reducible < order["left"]
            order["left"] = min(order["left"], reducible)
        if order["post_only"] and self.opponents(order):
            reason, fills = "PostOnlyCrossCancel", []
        elif not order["left"]:
            reason, fills = "ReduceOnlyCancel", []
        else:
            try:
                reason, fills = self.all_or_nothing(lambda: self.arrive(order))
            except Rejection as rejection:
                if str(rejection) == KILLED:
                    self.used.add((account, order["client"]))
                raise
        self.used.add((account, order["client"]))
        self.reasons[order["label"]] = "ReduceOnlyCancel" if capped else reason
        return self.reasons[order["label"]], fills

    def check_count(self, market: dict[str, Any], count: Decimal) -> None:
        if count <= 0 or count % Decimal("0.01"):
            raise Rejection("invalid_parameters")
        if not market["fractional"] and count % 1:
            raise Rejection("invalid_order")

    def check_price(self, market: dict[str, Any], price: Decimal) -> None:
        if price <= 0 or price % market["tick"]:
            raise Rejection("invalid_order")

    def check_trading(self, market: dict[str, Any]) -> None:
        if not self.is_open:
            raise Rejection("trading_paused")
        if market["status"] != "active":
            raise Rejection("market_not_active")

    def check_band(self, name: str, side: str, price: Decimal) -> None:
        best, ticks = self.best(name, side), 1000 * self.markets[name]["tick"]
        if best is None:
            return
        if side == "bid" and price < min(best * Decimal("0.8"), best - ticks):
            raise Rejection("invalid_price")
        if side == "ask" and price > max(best * Decimal("1.2"), best + ticks):
            raise Rejection("invalid_price")

    def amend(self, owner: Owner, label: str, price: Decimal, total: Decimal, expires: int | None) -> list[Fill]:
        order = self.find(owner, label)
        market = self.markets[order["market"]]
        self.check_count(market, total)
        if total <= order["filled"]:
            raise Rejection("invalid_order")
        self.check_price(market, price)
        if expires is not None and expires <= self.now:
            raise Rejection("invalid_order")
        self.check_trading(market)
        if price != order["price"]:
            self.check_band(order["market"], order["side"], price)
        left = total - order["filled"]
        expires = order["expires"] if expires is None else expires
        if (price, left, expires) == (order["price"], order["left"], order["expires"]):
            raise Rejection("AMEND_ORDER_NO_OP")
        if price == order["price"] and left <= order["left"]:
            order.update(left=left, expires=expires)
            self.reasons[label] = "Amend"
            return []
        changed = dict(order, price=price, left=left, expires=expires)
        if order["post_only"] and self.opponents(changed):
            raise Rejection("invalid_order")
        reason, fills = self.all_or_nothing(lambda: self.arrive(changed, order))
        self.reasons[label] = reason or "Amend"
        return fills

    def decrease(self, owner: Owner, label: str, by: Decimal) -> None:
        order = self.find(owner, label)
        if not by:
            raise Rejection("AMEND_ORDER_NO_OP")
        if by % Decimal("0.01"):
            raise Rejection("invalid_parameters")
        if not self.markets[order["market"]]["fractional"] and by % 1:
            raise Rejection("invalid_order")
        if by > order["left"]:
            raise Rejection("invalid_parameters")
        order["left"] -= by
        self.reasons[label] = "Decrease"
        self.live = [o for o in self.live if o["left"]]

    def cancel(self, owner: Owner, label: str) -> None:
        order = self.find(owner, label)
        self.drop("Decrease", lambda o: o is order)

    def drop(self, reason: str, chosen: Callable[[dict[str, Any]], bool]) -> None:
        for order in self.live:
            if chosen(order):
                self.reasons[order["label"]] = reason
        self.live = [order for order in self.live if not chosen(order)]

    def find(self, owner: Owner, label: str) -> dict[str, Any]:
        for order in self.live:
            if (order["label"], order["owner"]) == (label, owner):
                return order
        raise Rejection("order_not_found")

    def all_or_nothing(self, act: Callable[[], tuple[str, list[Fill]]]) -> tuple[str, list[Fill]]:
        """Do it, and put everything back if it is rejected on the way."""
        orders = [(order, dict(order)) for order in self.live]
        groups = {name: dict(group, matches=list(group["matches"])) for name, group in self.groups.items()}
        deals = {key: len(found) for key, found in self.deals.items()}
        count, reasons = len(self.fills), dict(self.reasons)
        try:
            return act()
        except Rejection:
            self.live = [order for order, _ in orders]
            for order, before in orders:
                order.update(before)
            self.deals = {key: self.deals[key][:length] for key, length in deals.items()}
            self.groups, self.reasons = groups, reasons
            del self.fills[count:]
            raise

    def arrive(self, order: dict[str, Any], replaced: dict[str, Any] | None = None) -> tuple[str, list[Fill]]:
        owner, name, count = order["owner"], order["market"], len(self.fills)
        mark = self.mark(name)
        marks = {each: self.mark(each) for each in self.markets}
        usage = sum((self.exposure((owner[0], number), name, mark) for number in (0, 1)), ZERO)
        before, needed = self.exposure(owner, name, mark), self.margin(owner)["needed"]
        self.live = [o for o in self.live if o is not replaced]
        self.arrivals += 1
        order["arrived"] = self.arrivals
        stopped = self.match(order)
        if order["tif"] == "fill_or_kill" and order["left"]:
            raise Rejection(KILLED)
        rests = bool(order["left"]) and not stopped and order["tif"] == "good_till_canceled"
        if rests:
            self.live.append(order)
        after = self.exposure(owner, name, mark)
        if after > before:
            if usage + after - before > self.limits[owner[0]]:
                raise Rejection("NOTIONAL_RISK_LIMIT_EXCEEDED")
            held = {each: self.holding(owner, each) for each in self.markets}
            equity = self.cash(owner) + sum((held[m].count * marks[m] - held[m].cost for m in self.markets), ZERO)
            if needed + self.initial(name, after) - self.initial(name, before) > equity:
                raise Rejection("insufficient_balance")
        reason = (stopped or "Decrease") if order["left"] and not rests else ""
        return reason, self.fills[count:]

    # Matching.

    def opponents(self, order: dict[str, Any]) -> list[dict[str, Any]]:
        """Who it would trade with, best price first, then first come."""
        sign = 1 if order["side"] == "bid" else -1
        others = [o for o in self.live if o["market"] == order["market"] and o["side"] != order["side"]]
        crossed = [o for o in others if sign * o["price"] <= sign * order["price"]]
        return sorted(crossed, key=lambda o: (sign * o["price"], o["arrived"]))

    def match(self, order: dict[str, Any]) -> str:
        """Trade what can trade; why what is left may not rest, or nothing."""
        while order["left"]:
            if self.capacity(order["group"]) <= 0:
                return "Decrease"
            found = self.opponents(order)
            if not found:
                return ""
            other = found[0]
            if other["owner"][0] == order["owner"][0]:
                if order["stp"] == "taker_at_cross":
                    return "SelfTradeCancel"
                self.live.remove(other)
                self.reasons[other["label"]] = "SelfTradeCancel"
                continue
            count = min(order["left"], other["left"], self.capacity(order["group"]), self.capacity(other["group"]))
            for party, role in ((other, "maker"), (order, "taker")):
                self.fill(party, role, count, other["price"])
            self.reasons[other["label"]] = "Trade"
            self.live = [o for o in self.live if o["left"]]
            for group in (other["group"], order["group"]):
                if group is not None:
                    self.groups[group]["matches"].append((self.now, count))
                    if self.capacity(group) <= 0:
                        self.trigger(group)
        return ""

    def fill(self, order: dict[str, Any], role: str, count: Decimal, price: Decimal) -> None:
        owner, name = order["owner"], order["market"]
        taker, maker = self.tiers[owner[0]]
        fee = (count * price * (taker if role == "taker" else maker)).quantize(STEP, ROUND_CEILING)
        before = self.holding(owner, name)
        sign = ONE if order["side"] == "bid" else -ONE
        self.deals.setdefault((owner, name), []).append(("deal", sign, count, price, fee))
        after = self.holding(owner, name)
        order["left"] -= count
        order["filled"] += count
        gained = after.realized - before.realized
        self.fills.append(Fill(order["label"], role, price, count, fee, gained, after.count))

    # Groups, time, prices and corporate actions.

    def capacity(self, group: str | None) -> Decimal:
        if group is None:
            return Decimal(10) ** 12
        found = self.groups[group]
        recent = sum((count for when, count in found["matches"] if when > self.now - 15), ZERO)
        return ZERO if found["triggered"] else max(ZERO, found["limit"] - recent)

    def trigger(self, group: str) -> None:
        self.groups[group]["triggered"] = True
        self.drop("Decrease", lambda order: order["group"] == group)

    def limit(self, group: str, limit: Decimal) -> None:
        self.groups[group]["limit"] = limit
        if self.capacity(group) <= 0:
            self.trigger(group)

    def delete(self, group: str) -> None:
        self.drop("Decrease", lambda order: order["group"] == group)
        del self.groups[group]

    def pay(self, owner: Owner, amount: Decimal) -> Decimal:
        """Pay one part of payments that add up to zero: whoever pays pays the last fraction, and nobody gets it."""
        paid = amount.quantize(STEP, ROUND_FLOOR)
        self.amounts[owner].append(paid)
        return paid

    def withdraw(self, owner: Owner, amount: Decimal) -> None:
        totals = self.margin(owner)
        if amount > min(self.cash(owner), totals["equity"] - totals["needed"]):
            raise Rejection("insufficient_balance")
        self.amounts[owner].append(-amount)

    def advance(self, seconds: int) -> None:
        """Let time pass, and stop at each minute and each expiry."""
        target = self.now + seconds
        while self.now < target:
            if not self.is_funding_time():
                self.sample()
            expiries = [order["expires"] for order in self.live if order["expires"] is not None]
            self.now = min([target, (self.now // MINUTE + 1) * MINUTE, *expiries])
            if self.is_funding_time():
                self.sample()
                self.fund()
            self.drop("ExpiryCancel", lambda order: order["expires"] is not None and order["expires"] <= self.now)

    def is_funding_time(self) -> bool:
        return (self.now - NEW_YORK) % PERIOD == 0

    def sample(self) -> None:
        """Take the premium of each market at a full minute: as time goes on from it, or as funding begins."""
        if self.now % MINUTE:
            return
        for name, market in self.markets.items():
            index, bid, ask = market["index"](self.now), self.best(name, "bid"), self.best(name, "ask")
            if bid is None or ask is None or market["status"] != "active" or not self.is_open:
                market["bars"].append(None)
                continue
            gap = bid - index if index < bid else ask - index if index > ask else ZERO
            market["bars"].append((gap / index).quantize(Decimal("1e-10")))

    def fund(self) -> None:
        for name, market in self.markets.items():
            if market["status"] == "closed":
                continue
            bars = [bar for bar in market["bars"] if bar is not None or not market["exclude"]]
            market["bars"] = []
            total = sum((bar or ZERO for bar in bars), ZERO)
            rate = (total / len(bars)).quantize(Decimal("1e-10")) if bars else ZERO
            if abs(rate) < STEP:
                rate = ZERO
            rate = sorted([Decimal("-0.02"), rate, Decimal("0.02")])[1]
            mark = self.mark(name)
            self.rates.append((name, self.now, rate, mark))
            for owner in self.owners:
                count = self.holding(owner, name).count
                if count and rate:
                    amount = self.pay(owner, -count * (mark * rate).quantize(Decimal("1e-10")))
                    self.payments.append((owner, name, self.now, amount, count))

    def pause(self, name: str) -> None:
        self.markets[name]["status"] = "inactive"
        self.drop("Decrease", lambda order: order["market"] == name and order["on_pause"])

    def close_exchange(self) -> None:
        self.is_open = False
        self.drop("Decrease", lambda order: order["on_pause"])

    def split(self, name: str, new: Decimal, old: Decimal) -> None:
        for owner in self.owners:
            if self.holding(owner, name).count * new / old % Decimal("0.01"):
                raise Rejection("split_leaves_fractions")
        self.drop("Decrease", lambda order: order["market"] == name)
        for (_, market), deals in self.deals.items():
            if market == name:
                deals.append(("split", new, old))
        self.markets[name]["version"] += 1

    def settle(self, name: str, price: Decimal) -> None:
        self.drop("Decrease", lambda order: order["market"] == name)
        for (_, market), deals in self.deals.items():
            if market == name:
                deals.append(("settle", price))
        self.markets[name]["status"] = "closed"
        self.markets[name]["version"] += 1

    def dividend(self, name: str, cash: Decimal) -> None:
        for owner in self.owners:
            self.pay(owner, self.holding(owner, name).count * cash)

    def levels(self, name: str, side: str) -> list[tuple[Decimal, Decimal]]:
        """Prices with what rests there, best first."""
        totals: dict[Decimal, Decimal] = {}
        for order in self.live:
            if (order["market"], order["side"]) == (name, side):
                totals[order["price"]] = totals.get(order["price"], ZERO) + order["left"]
        return sorted(totals.items(), reverse=side == "bid")
