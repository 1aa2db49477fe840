"""The engine and the reference model side by side: both execute each operation, and they must agree."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest

from kalshi_sandbox.engine import (
    Amendment,
    EngineRejection,
    Exchange,
    Fill,
    ManualClock,
    NewOrder,
    Owner,
    Placement,
    Rules,
)
from kalshi_sandbox.engine.fees import CENT, MICRODOLLAR, FeeRounding

from .reference_model import Fill as ReferenceFill
from .reference_model import ReferenceExchange, Rejection

ACCOUNTS = [f"trader-{number}" for number in range(5)]
OWNERS = [Owner(account, subaccount) for account in ACCOUNTS for subaccount in (0, 1)]
MARKETS_AT_ONCE = 10
SHARDS = 3
# Rates of taker and maker, by fee type.
FEES = {
    "quadratic": (Decimal("0.07"), Decimal(0)),
    "quadratic_with_maker_fees": (Decimal("0.07"), Decimal("0.0175")),
    "quadratic_with_combo_maker_fees": (Decimal("0.07"), Decimal("0.035")),
    "flat": (Decimal(0), Decimal(0)),
}
# As measured and as the guide has it, for balances in $0.0001 and in cents.
ROUNDINGS = (
    FeeRounding(),
    FeeRounding(balance_step=CENT),
    FeeRounding(fee_step=MICRODOLLAR, gives_back=True),
    FeeRounding(fee_step=MICRODOLLAR, balance_step=CENT, gives_back=True),
)
TICKS = {"linear_cent": Decimal("0.01"), "deci_cent": Decimal("0.001")}


class Differential:
    """Executes operations on both exchanges, and compares the outcomes.

    Args:
        balance: US dollars of each of the ten subaccounts on each shard.
        rounding: How fees are rounded.
    """

    def __init__(self, balance: Decimal = Decimal(60), rounding: FeeRounding = ROUNDINGS[0]) -> None:
        self.clock = ManualClock()
        self.start = self.clock.now()
        rules = Rules(
            shards=SHARDS,
            killed_orders_use_their_id=True,
            empty_changes_are_rejected=True,
            fee_rounding=rounding,
            settlements_are_gross=True,
        )
        self.rounding = rounding
        self.engine = Exchange(self.clock, seed=1, rules=rules)
        self.model = ReferenceExchange(
            {(owner, shard): balance for owner in OWNERS for shard in range(SHARDS)},
            rounding.balance_step,
            guide=rounding.gives_back,
        )
        for account in ACCOUNTS:
            self.engine.accounts.add(account, balance * SHARDS)
            self.engine.accounts.deposit(
                account, balance * SHARDS, subaccount=self.engine.accounts.add_subaccount(account)
            )
        for number, fee_type in enumerate(FEES):
            self.engine.markets.add_series(f"KX{number}", fee_type=fee_type)  # type: ignore[arg-type]
        self.tickers: list[str] = []
        self.made = 0
        self.labels: dict[str, str] = {}
        self.ids: dict[str, str] = {}
        self.owners: dict[str, Owner] = {}
        self.groups: dict[str, Owner] = {}
        self.rejections: dict[str, int] = {}
        while len(self.tickers) < MARKETS_AT_ONCE:
            self.add_market()

    def add_market(self) -> None:
        """Add another market; fee types and ticks alternate."""
        fee_type = list(FEES)[self.made % len(FEES)]
        ticks = list(TICKS)[self.made % len(TICKS)]
        ticker = f"KX{self.made % len(FEES)}-26DEC31-T{self.made}"
        shard = self.made % SHARDS
        self.engine.markets.add(ticker, price_level_structure=ticks, exchange_index=shard)
        self.model.add_market(ticker, *FEES[fee_type], TICKS[ticks], shard)
        self.tickers.append(ticker)
        self.made += 1

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

    def place(self, owner: Owner, label: str, *, expires_in: int | None = None, **fields: Any) -> None:
        """Place an order; the label is its name on both exchanges."""
        order = NewOrder(
            subaccount=owner.subaccount,
            expiration_time=None if expires_in is None else self.clock.now() + timedelta(seconds=expires_in),
            **fields,
        )
        new_order = {
            "label": label,
            "owner": owner,
            "ticker": order.ticker,
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
        }
        placement, fills = self.agree(
            lambda: self.engine.orders.place(owner.account, order), lambda: self.model.place(new_order)
        )
        if placement is not None:
            self.ids[label] = placement.order.order_id
            self.labels[placement.order.order_id] = label
            self.owners[label] = owner
            self.compare_fills(placement, fills)
        self.check(order.ticker)

    def amend(
        self, label: str, price: Decimal, total: Decimal, expires_in: int | None = None, shard: int | None = None
    ) -> None:
        """Amend an order, resting or not, on its shard or another."""
        owner, before = self.owners[label], self.order(label)
        shard = self.shard(label) if shard is None else shard
        expiry = None if expires_in is None else self.clock.now() + timedelta(seconds=expires_in)
        change = Amendment(ticker=before.ticker, side=before.side, price=price, count=total, expiration_time=expiry)
        expires = None if expires_in is None else self.model.now + expires_in
        placement, fills = self.agree(
            lambda: self.engine.orders.amend(owner.account, self.ids[label], change, exchange_index=shard),
            lambda: self.model.amend(owner, label, price, total, expires, shard),
        )
        if placement is not None:
            self.compare_fills(placement, fills)
        self.check(before.ticker)

    def decrease(self, label: str, by: Decimal, shard: int | None = None) -> None:
        """Decrease an order, on its shard or another."""
        owner = self.owners[label]
        shard = self.shard(label) if shard is None else shard
        self.agree(
            lambda: self.engine.orders.decrease(owner.account, self.ids[label], reduce_by=by, exchange_index=shard),
            lambda: self.model.decrease(owner, label, by, shard),
        )
        self.check(self.order(label).ticker)

    def cancel(self, label: str, shard: int | None = None) -> None:
        """Cancel an order, on its shard or another."""
        owner = self.owners[label]
        shard = self.shard(label) if shard is None else shard
        self.agree(
            lambda: self.engine.orders.cancel(owner.account, self.ids[label], exchange_index=shard),
            lambda: self.model.cancel(owner, label, shard),
        )
        self.check(self.order(label).ticker)

    def cancel_all(self, owner: Owner) -> None:
        """Cancel a subaccount's orders."""
        self.engine.orders.cancel_all(owner.account, subaccount=owner.subaccount)
        self.model.drop(lambda order: order["owner"] == owner)
        self.check_all()

    def create_group(self, owner: Owner, limit: Decimal, shard: int = 0) -> str:
        """Create an order group on a shard."""
        group = self.engine.groups.create(owner.account, limit, subaccount=owner.subaccount, exchange_index=shard)
        self.model.groups[group.group_id] = {
            "owner": owner,
            "limit": limit,
            "matches": [],
            "triggered": False,
            "shard": shard,
        }
        self.groups[group.group_id] = owner
        return group.group_id

    def change_group(self, group: str, action: str, limit: Decimal) -> None:
        """Limit, trigger or reset an order group."""
        owner = self.groups[group]
        if action == "limit":
            self.engine.groups.update_limit(owner.account, group, limit, subaccount=owner.subaccount)
            self.model.limit(group, limit)
        elif action == "trigger":
            self.engine.groups.trigger(owner.account, group, subaccount=owner.subaccount)
            self.model.trigger(group)
        else:
            self.engine.groups.reset(owner.account, group, subaccount=owner.subaccount)
            self.model.reset(group)
        self.check_all()

    def transfer(self, account: str, label: str, amount: Decimal, *, back: bool, shard: int = 0) -> None:
        """Move cash between an account's two subaccounts on a shard."""
        payer, receiver = (Owner(account, 1), Owner(account, 0)) if back else (Owner(account, 0), Owner(account, 1))
        self.agree(
            lambda: self.engine.accounts.transfer(
                account, label, payer.subaccount, receiver.subaccount, amount, exchange_index=shard
            ),
            lambda: self.model.transfer((payer, shard), (receiver, shard), amount),
        )

    def move_cash(self, owner: Owner, amount: Decimal, source: int, destination: int) -> None:
        """Move a subaccount's cash between two shards."""
        self.agree(
            lambda: self.engine.shards.transfer(
                owner.account,
                amount,
                source=(source, owner.subaccount),
                destination=(destination, owner.subaccount),
            ),
            lambda: self.model.transfer((owner, source), (owner, destination), amount),
        )

    def advance(self, seconds: int) -> None:
        """Advance the clock."""
        self.clock.advance(seconds)
        self.model.advance(seconds)
        self.check_all()

    def switch(self, ticker: str) -> None:
        """Pause an active market, resume a paused one."""
        if self.model.status[ticker] == "active":
            self.engine.markets.pause(ticker)
            self.model.pause(ticker)
        else:
            self.engine.markets.resume(ticker)
            self.model.resume(ticker)
        self.check(ticker)

    def settle(self, ticker: str, result: Any) -> None:
        """Settle a market and add another."""
        value = Decimal("0.45") if result == "scalar" else None
        self.engine.markets.settle(ticker, result, value=value)
        self.model.settle(ticker, {"yes": Decimal(1), "no": Decimal(0), "scalar": Decimal("0.45")}[result])
        self.check_all()
        self.tickers.remove(ticker)
        self.add_market()

    def shard(self, label: str) -> int:
        """The shard of an order's market."""
        return self.engine.shards.of(self.order(label).ticker)

    def order(self, label: str) -> Any:
        """The engine's order with a label."""
        return self.engine.orders.get(self.owners[label].account, self.ids[label])

    def compare_fills(self, placement: Placement, fills: list[ReferenceFill]) -> None:
        """Compare an order's fills with the model's."""
        expected = [fill[2:] for fill in fills if fill[1] == "taker"]
        assert [(fill.price, fill.count, fill.fee) for fill in placement.fills] == expected

    def check(self, ticker: str) -> None:
        """Compare a market and all money with the model; money is conserved, and the book isn't crossed."""
        assert self.engine.imbalance() == 0
        view = self.engine.books.get(ticker)
        for side, levels in (("bid", view.bids), ("ask", view.asks)):
            assert list(levels) == self.model.levels(ticker, side), (ticker, side)
        assert not (view.bids and view.asks) or view.bids[0][0] < view.asks[0][0]
        for owner in OWNERS:
            balance = self.engine.portfolio.balance(owner.account, subaccount=owner.subaccount)
            # Each piece of a resting order is rounded up, which its collateral doesn't cover.
            assert min(balance.cash_on) >= -2 * self.rounding.balance_step * len(self.model.fills), owner
            assert balance.collateral >= 0, owner
            assert balance.cash == sum(balance.cash_on), owner
            assert balance.total == sum(self.model.money[owner, shard] for shard in range(SHARDS)), owner

    def check_all(self) -> None:
        """Compare everything with the model; there are as many yes contracts as no contracts."""
        for ticker in self.tickers:
            self.check(ticker)
        held: dict[str, list[Decimal]] = {ticker: [] for ticker in self.tickers}
        for owner in OWNERS:
            balance = self.engine.portfolio.balance(owner.account, subaccount=owner.subaccount)
            for shard, cash in enumerate(balance.cash_on):
                assert cash == self.model.available(owner, shard), (owner, shard)
            assert balance.collateral == sum(self.model.collateral(owner, shard) for shard in range(SHARDS)), owner
            for position in self.engine.portfolio.positions(owner.account, subaccount=owner.subaccount):
                expected = self.model.holding(owner, position.ticker)
                assert (position.count, position.exposure, position.realized_profit) == expected, position
                assert position.exposure >= 0
                held.setdefault(position.ticker, []).append(position.count)
        for ticker, counts in held.items():
            assert sum(counts) == 0
            long = sum(count for count in counts if count > 0)
            assert self.engine.markets.get(ticker).open_interest == long
        resting = {
            (order["label"], order["left"], order["filled"], order["taker_fees"], order["maker_fees"])
            for order in self.model.live
        }
        ours = {
            (self.labels[o.order_id], o.remaining_count, o.fill_count, o.taker_fees, o.maker_fees)
            for account in ACCOUNTS
            for o in self.engine.orders.of(account, status="resting")
        }
        assert ours == resting

    def compare_all_fills(self) -> None:
        """Compare all fills of both parties, as multisets by order."""
        ours: list[Fill] = [fill for account in ACCOUNTS for fill in self.engine.orders.fills(account)]
        mine = sorted(
            (self.labels[f.order_id], "taker" if f.is_taker else "maker", f.price, f.count, f.fee) for f in ours
        )
        assert mine == sorted(self.model.fills)
        rows = [row for account in ACCOUNTS for row in self.engine.portfolio.settlements(account)]
        assert sorted(
            (r.owner, r.ticker, r.yes_count, r.yes_total_cost, r.no_count, r.no_total_cost, r.revenue, r.fee_cost)
            for r in rows
        ) == sorted(self.model.settlements)
