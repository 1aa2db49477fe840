"""The engine and the reference model side by side: both execute each operation, and they must agree."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest

from kalshi_sandbox.perps.engine import (
    FEE_TIERS,
    Amendment,
    BookDelta,
    CashTerms,
    EngineEvent,
    EngineRejection,
    Fill,
    FinalSettlementTerms,
    FundingTerms,
    ManualClock,
    NewOrder,
    Order,
    OrderUpdated,
    Owner,
    PerpsExchange,
    Placement,
    Rules,
    SplitTerms,
    Terms,
    TickerChangeTerms,
)

from .reference_model import ReferencePerps, Rejection

ACCOUNTS = [f"trader-{number}" for number in range(4)]
OWNERS = [Owner(account, subaccount) for account in ACCOUNTS for subaccount in (0, 1)]
# Terms of the markets, which alternate: maintenance rate, tick, whether contracts come in parts, and whether minutes
# without a premium are left out.
TERMS = (
    (Decimal("0.13"), Decimal("0.0001"), False, False),
    (Decimal("0.2"), Decimal("0.01"), True, False),
    (Decimal("0.31"), Decimal("0.0005"), False, True),
)
INDEX = Decimal("6.25")
LIMIT = Decimal(900)


class Differential:
    """Executes operations on both exchanges, and compares the outcomes.

    Args:
        balance: US dollars of each of the eight subaccounts.
    """

    def __init__(self, balance: Decimal = Decimal(150)) -> None:
        self.clock = ManualClock()
        rules = Rules(killed_orders_use_their_id=True, empty_changes_are_rejected=True, default_notional_limit=LIMIT)
        self.engine = PerpsExchange(self.clock, seed=3, rules=rules)
        self.model = ReferencePerps([*OWNERS], int(self.clock.now().timestamp()))
        self.deposits = balance * len(OWNERS)
        for account in ACCOUNTS:
            self.engine.accounts.add(account, balance)
            second = self.engine.accounts.add_subaccount(account)
            self.engine.accounts.deposit(account, balance, subaccount=second)
            self.model.tiers[account] = FEE_TIERS[0]
            self.model.limits[account] = LIMIT
        for owner in OWNERS:
            self.model.amounts[owner].append(balance)
        self.made = 0
        self.tickers: dict[str, str] = {}
        self.labels: dict[str, str] = {}
        self.ids: dict[str, str] = {}
        self.owners: dict[str, Owner] = {}
        self.groups: dict[str, Owner] = {}
        self.rejections: dict[str, int] = {}
        # What a reader of the events knows.
        self.deltas: defaultdict[str, list[BookDelta]] = defaultdict(list)
        self.levels: defaultdict[tuple[str, str], dict[Decimal, Decimal]] = defaultdict(dict)
        self.updates: dict[str, Order] = {}
        self.engine.listen(self.hear)
        for _ in TERMS:
            self.add_market()

    def hear(self, event: EngineEvent) -> None:
        """Keep books and orders by the events alone."""
        if isinstance(event, BookDelta):
            deltas = self.deltas[event.market.market_id]
            deltas.append(event)
            assert event.seq == len(deltas), event
            levels = self.levels[event.market.market_id, event.side]
            levels[event.price] = levels.get(event.price, Decimal(0)) + event.change
            assert levels[event.price] >= 0, event
            if not levels[event.price]:
                del levels[event.price]
        elif isinstance(event, OrderUpdated):
            self.updates[event.order.order_id] = event.order

    def add_market(self) -> str:
        """Add another market; terms alternate."""
        name, (rate, tick, is_fractional, excludes) = f"M{self.made}", TERMS[self.made % len(TERMS)]
        self.tickers[name] = f"KX{self.made}PERP"
        market = self.engine.markets.add(
            self.tickers[name],
            index_price=INDEX,
            tick_size=tick,
            maintenance_rate=rate,
            fractional_trading_enabled=is_fractional,
            funding=FundingTerms(invalid_premium="exclude" if excludes else "dampen"),
        )
        self.model.add_market(
            name,
            lambda second: market.index.price(datetime.fromtimestamp(second, UTC)),
            rate=rate,
            tick=tick,
            fractional=is_fractional,
            exclude=excludes,
        )
        self.made += 1
        return name

    def agree(self, ours: Callable[[], Any], theirs: Callable[[], Any]) -> tuple[Any, Any]:
        """Both outcomes of an operation; (None, None) if both reject it with the same code."""
        try:
            expected = theirs()
        except Rejection as rejection:
            code = str(rejection)
            self.rejections[code] = self.rejections.get(code, 0) + 1
            with pytest.raises(EngineRejection) as rejected:
                ours()
            assert rejected.value.code == code, rejected.value
            return None, None
        return ours(), expected

    def place(self, owner: Owner, label: str, market: str, *, expires_in: int | None = None, **fields: Any) -> None:
        """Place an order; the label is its name on both exchanges."""
        order = NewOrder(
            ticker=self.tickers.get(market, market),
            subaccount=owner.subaccount,
            expiration_time=None if expires_in is None else self.clock.now() + timedelta(seconds=expires_in),
            **fields,
        )
        new_order = {
            "label": label,
            "owner": owner,
            "market": market,
            "side": order.side,
            "price": order.price,
            "left": order.count,
            "tif": order.time_in_force,
            "stp": order.self_trade_prevention_type,
            "client": order.client_order_id,
            "expires": None if expires_in is None else self.model.now + expires_in,
            "post_only": order.post_only,
            "reduce_only": order.reduce_only,
            "on_pause": order.cancel_order_on_pause,
            "group": order.order_group_id,
            "version": order.market_version,
        }
        placement, expected = self.agree(
            lambda: self.engine.orders.place(owner.account, order), lambda: self.model.place(new_order)
        )
        if placement is not None:
            self.ids[label] = placement.order.order_id
            self.labels[placement.order.order_id] = label
            self.owners[label] = owner
            reason, fills = expected
            assert placement.order.last_update_reason == reason
            self.compare_fills(placement, fills)
        if market in self.tickers:
            self.check(market, owner)

    def amend(self, label: str, price: Decimal, total: Decimal, expires_in: int | None = None) -> None:
        """Amend an order, resting or not."""
        owner, before = self.owners[label], self.order(label)
        expiry = None if expires_in is None else self.clock.now() + timedelta(seconds=expires_in)
        change = Amendment(ticker=before.ticker, side=before.side, price=price, count=total, expiration_time=expiry)
        expires = None if expires_in is None else self.model.now + expires_in
        placement, fills = self.agree(
            lambda: self.engine.orders.amend(owner.account, self.ids[label], change),
            lambda: self.model.amend(owner, label, price, total, expires),
        )
        if placement is not None:
            self.compare_fills(placement, fills)
        self.check(self.market_of(label), owner)

    def decrease(self, label: str, by: Decimal) -> None:
        """Decrease an order."""
        owner = self.owners[label]
        self.agree(
            lambda: self.engine.orders.decrease(owner.account, self.ids[label], reduce_by=by),
            lambda: self.model.decrease(owner, label, by),
        )
        self.check(self.market_of(label), owner)

    def cancel(self, label: str) -> None:
        """Cancel an order."""
        owner = self.owners[label]
        self.agree(
            lambda: self.engine.orders.cancel(owner.account, self.ids[label]),
            lambda: self.model.cancel(owner, label),
        )
        self.check(self.market_of(label), owner)

    def cancel_all(self, owner: Owner) -> None:
        """Cancel a subaccount's orders."""
        self.engine.orders.cancel_all(owner.account, subaccount=owner.subaccount)
        self.model.drop("Decrease", lambda order: order["owner"] == owner)
        self.check_all()

    def create_group(self, owner: Owner, limit: Decimal) -> str:
        """Create an order group."""
        group = self.engine.groups.create(owner.account, limit, subaccount=owner.subaccount)
        self.model.groups[group.group_id] = {"owner": owner, "limit": limit, "matches": [], "triggered": False}
        self.groups[group.group_id] = owner
        return group.group_id

    def change_group(self, group: str, action: str, limit: Decimal) -> None:
        """Limit, trigger, reset or delete an order group."""
        owner = self.groups[group]
        account, where = owner.account, {"subaccount": owner.subaccount}
        if action == "limit":
            self.engine.groups.update_limit(account, group, limit, **where)
            self.model.limit(group, limit)
        elif action == "trigger":
            self.engine.groups.trigger(account, group, **where)
            self.model.trigger(group)
        elif action == "delete":
            self.engine.groups.delete(account, group, **where)
            self.model.delete(group)
            del self.groups[group]
        else:
            self.engine.groups.reset(account, group, **where)
            self.model.groups[group].update(triggered=False, matches=[])
        self.check_all()

    def withdraw(self, owner: Owner, amount: Decimal) -> None:
        """Withdraw cash, or deposit it if the amount is below zero."""
        engine, model = self.engine.accounts, self.model
        if amount < 0:
            engine.deposit(owner.account, -amount, subaccount=owner.subaccount)
            model.amounts[owner].append(-amount)
            return
        self.agree(
            lambda: engine.deposit(owner.account, -amount, subaccount=owner.subaccount),
            lambda: model.withdraw(owner, amount),
        )

    def transfer(self, account: str, label: str, amount: Decimal, *, back: bool) -> None:
        """Move cash between an account's two subaccounts."""
        payer, receiver = (1, 0) if back else (0, 1)

        def move() -> None:
            self.model.withdraw((account, payer), amount)
            self.model.amounts[Owner(account, receiver)].append(amount)

        self.agree(lambda: self.engine.accounts.transfer(account, label, payer, receiver, amount), move)

    def set_tier(self, account: str, tier: int) -> None:
        """Give an account another fee tier."""
        self.engine.accounts.set_fee_tier(account, tier)
        self.model.tiers[account] = FEE_TIERS[tier]

    def advance(self, seconds: int) -> None:
        """Advance the clock."""
        self.clock.advance(seconds)
        self.model.advance(seconds)
        self.check_all()

    def set_index(self, market: str, price: Decimal | None) -> None:
        """Fix the index of a market, or let it move again; the model gets it as an input."""
        self.engine.markets.set_index(self.tickers[market], price)
        self.check_all()

    def switch(self, market: str) -> None:
        """Halt an active market, open a halted one."""
        if self.model.markets[market]["status"] == "active":
            self.engine.markets.pause(self.tickers[market])
            self.model.pause(market)
        else:
            self.engine.markets.resume(self.tickers[market])
            self.model.markets[market]["status"] = "active"
        self.check_all()

    def switch_exchange(self) -> None:
        """Pause the exchange, or resume it."""
        if self.model.is_open:
            self.engine.pause()
            self.model.close_exchange()
        else:
            self.engine.resume()
            self.model.is_open = True
        self.check_all()

    def split(self, market: str, new: Decimal, old: Decimal) -> None:
        """Split the contracts of a market."""
        terms = SplitTerms(ratio_new=new, ratio_old=old)
        self.agree(lambda: self.act(market, terms), lambda: self.model.split(market, new, old))
        self.check_all()

    def pay_dividend(self, market: str, cash: Decimal) -> None:
        """Pay cash to long positions, from short ones."""
        self.act(market, CashTerms(cash_per_contract=cash))
        self.model.dividend(market, cash)
        self.check_all()

    def rename(self, market: str) -> None:
        """Give a market another ticker."""
        old = self.tickers[market]
        self.tickers[market] = f"{old}X"
        self.act(market, TickerChangeTerms(new_ticker=f"{old}X"), old)
        self.model.markets[market]["version"] += 1
        self.check_all()

    def settle(self, market: str, price: Decimal) -> None:
        """Settle a market for good, and add another."""
        self.act(market, FinalSettlementTerms(settlement_price_per_contract=price))
        self.model.settle(market, price)
        self.check_all()
        del self.tickers[market]
        self.add_market()

    def act(self, market: str, terms: Terms, ticker: str | None = None) -> None:
        """Schedule and apply a corporate action."""
        actions = self.engine.corporate_actions
        notice = actions.schedule(ticker or self.tickers[market], terms)
        try:
            actions.apply(notice.action_id)
        except EngineRejection:
            actions.cancel(notice.action_id)
            raise

    def order(self, label: str) -> Order:
        """The engine's order with a label."""
        return self.engine.orders.get(self.owners[label].account, self.ids[label])

    def market_of(self, label: str) -> str:
        """The market of an order."""
        ticker = self.order(label).ticker
        return next((name for name, each in self.tickers.items() if each == ticker), "")

    def compare_fills(self, placement: Placement, fills: list[Any]) -> None:
        """Compare an order's fills with the model's."""
        expected = [fill[2:] for fill in fills if fill.role == "taker"]
        ours = [(f.price, f.count, f.fee, f.realized_pnl, f.post_position) for f in placement.fills]
        assert ours == expected

    def check(self, market: str, owner: Owner) -> None:
        """Compare a market and an owner's money with the model; all money is there, and the book isn't crossed."""
        money = self.engine.money()
        assert money.imbalance == 0, money
        assert money.insurance >= 0, money
        if market:
            view = self.engine.markets.book(self.tickers[market])
            for side, levels in (("bid", view.bids), ("ask", view.asks)):
                assert list(levels) == self.model.levels(market, side), (market, side)
                assert dict(levels) == self.levels[view.market.market_id, side]
            assert view.seq == len(self.deltas[view.market.market_id])
            assert not (view.bids and view.asks) or view.bids[0][0] < view.asks[0][0]
            assert self.engine.markets.get(self.tickers[market]).mark_price == self.model.mark(market)
        balance = self.engine.portfolio.balance(owner.account, subaccount=owner.subaccount)
        assert balance.settled_funds == self.model.cash(owner), owner

    def check_all(self) -> None:
        """Compare everything with the model; there are as many long contracts as short ones."""
        longs = dict.fromkeys(self.tickers, Decimal(0))
        totals = dict.fromkeys(self.tickers, Decimal(0))
        names = {ticker: name for name, ticker in self.tickers.items()}
        for owner in OWNERS:
            for name in self.tickers:
                self.check(name, owner)
            margin = self.engine.portfolio.balance(owner.account, subaccount=owner.subaccount).margin
            expected = self.model.margin(owner)
            ours = (margin.equity, margin.position_value, margin.maintenance, margin.initial)
            assert ours == tuple(expected[key] for key in ("equity", "value", "maintenance", "initial")), owner
            assert margin.initial + margin.resting == expected["needed"], owner
            assert margin.resting >= 0
            held = {name: self.model.holding(owner, name) for name in self.model.markets}
            views = self.engine.portfolio.positions(owner.account, subaccount=owner.subaccount)
            assert {names[view.position.market.ticker] for view in views} == {
                name for name, holding in held.items() if holding.count
            }
            for view in views:
                position, name = view.position, names[view.position.market.ticker]
                assert (position.count, position.cost, position.fees, position.realized_pnl) == held[name][:4], position
                longs[name] += max(Decimal(0), position.count)
                totals[name] += position.count
        assert set(totals.values()) <= {0}
        for name, ticker in self.tickers.items():
            assert self.engine.markets.get(ticker).open_interest == longs[name]
            assert self.engine.markets.get(ticker).market.version == self.model.markets[name]["version"]
        for account in ACCOUNTS:
            usage = self.engine.portfolio.notional(account).usage
            for name, ticker in self.tickers.items():
                mark = self.model.mark(name)
                total = sum(self.model.exposure((account, number), name, mark) for number in (0, 1))
                assert usage.get(ticker, 0) == total
        self.check_orders()

    def check_orders(self) -> None:
        """Compare all orders with the model's, and with what the events said of them."""
        resting = {(order["label"], order["left"], order["filled"]) for order in self.model.live}
        all_orders = [order for account in ACCOUNTS for order in self.engine.orders.of(account)]
        assert resting == {
            (self.labels[order.order_id], order.remaining_count, order.fill_count)
            for order in all_orders
            if order.status == "resting"
        }
        for order in all_orders:
            assert order.last_update_reason == self.model.reasons[self.labels[order.order_id]], order
            assert (order.remaining_count > 0) == (order.status == "resting")
            assert self.updates[order.order_id] == order

    def compare_histories(self) -> None:
        """Compare all fills of both parties, all funding rates and all funding payments."""
        ours: list[Fill] = [fill for account in ACCOUNTS for fill in self.engine.orders.fills(account)]
        assert sorted(
            (
                self.labels[f.order_id],
                "taker" if f.is_taker else "maker",
                f.price,
                f.count,
                f.fee,
                f.realized_pnl,
                f.post_position,
            )
            for f in ours
        ) == sorted(self.model.fills)
        by_id = {each.market_id: name for each, name in self.named_markets()}
        assert [
            (by_id[rate.market.market_id], int(rate.time.timestamp()), rate.rate, rate.mark_price)
            for rate in self.engine.funding.rates()
        ] == self.model.rates
        paid = [payment for account in ACCOUNTS for payment in self.engine.funding.payments(account)]
        assert sorted(
            (p.owner, by_id[p.rate.market.market_id], int(p.rate.time.timestamp()), p.amount, p.count) for p in paid
        ) == sorted(self.model.payments)

    def named_markets(self) -> list[tuple[Any, str]]:
        """All markets of the engine with their names in the model; both have them in the order of their creation."""
        views = self.engine.markets.all()
        return [(view.market, name) for view, name in zip(views, self.model.markets, strict=True)]
