"""Arguments of the engine: what is just allowed, and what is refused by the name of the field."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from decimal import Decimal
from functools import partial
from typing import Any

from kalshi_sandbox.engine import Exchange, ManualClock, Owner, Rules
from tests.walking import walk

from .conftest import TICKER, Harness

D = Decimal
HOUR = timedelta(hours=1)
OTHER = "KXT-E-M"


def sharded() -> Harness:
    """Two shards, with $50 of each account on each; $10 of alice's on each in her subaccount 1."""
    harness = Harness()
    harness.clock = ManualClock()
    harness.exchange = exchange = Exchange(harness.clock, seed=1, rules=Rules(shards=2))
    exchange.markets.add(TICKER)
    for account in ("alice", "bob", "carol"):
        exchange.accounts.add(account, D(100))
    exchange.accounts.add_subaccount("alice")
    for shard in (0, 1):
        exchange.accounts.transfer("alice", f"to {shard}", 0, 1, D(10), exchange_index=shard)
    return harness


def move(amount: str = "1", source: tuple[int, int] = (0, 0), to: tuple[int, int] = (1, 0), name: str = "") -> Any:
    return lambda harness: harness.exchange.shards.transfer(
        "alice", D(amount), source=source, destination=to, client_transfer_id=name
    )


def market(**fields: Any) -> Any:
    return lambda harness: harness.exchange.markets.add(OTHER, **fields)


def closing(after: timedelta, opening: timedelta = timedelta()) -> Any:
    def add(harness: Harness) -> None:
        now = harness.clock.now()
        harness.exchange.markets.add(OTHER, open_time=now + opening, close_time=now + after)

    return add


def multiplied(factor: str) -> Any:
    return lambda harness: harness.exchange.markets.add_series("KXT", fee_multiplier=D(factor))


def deposit(amount: str, **where: Any) -> Any:
    return lambda harness: harness.exchange.accounts.deposit("bob", D(amount), **where)


def shares(*percentages: int) -> Any:
    return lambda harness: harness.exchange.shards.allocate("bob", dict(enumerate(percentages)))


def block(maker: str) -> Any:
    return lambda harness: harness.exchange.blocks.trade(Owner("alice"), Owner(maker), TICKER, "bid", D("0.5"), D(1))


REFUSED: dict[str, tuple[Callable[[Harness], object], str]] = {
    "ticks without a name": (market(price_level_structure="cents"), "price_level_structure"),
    "a shard that there isn't": (market(exchange_index=2), "exchange_index"),
    "a shard below the first": (market(exchange_index=-1), "exchange_index"),
    "a market that closes as it opens": (closing(HOUR, opening=HOUR), "close_time"),
    "a market that has closed": (closing(-HOUR, opening=-2 * HOUR), "close_time"),
    "a market that closes now": (closing(timedelta(), opening=-HOUR), "close_time"),
    "a fee below zero": (multiplied("-0.01"), "fee_multiplier"),
    "a fee above ten times": (multiplied("10.01"), "fee_multiplier"),
    "an account in debt": (lambda harness: harness.exchange.accounts.add("dan", D("-0.01")), "balance"),
    "a tenth of a cent": (deposit("0.001"), "amount"),
    "a deposit that is no number": (deposit("NaN"), "amount"),
    "a deposit on a shard that there isn't": (deposit("1", exchange_index=2), "exchange_index"),
    "a transfer of nothing": (move("0"), "amount"),
    "a transfer below nothing": (move("-1"), "amount"),
    "a transfer of less than a hundredth of a cent": (move("0.00001"), "amount"),
    "a transfer to where it comes from": (move(to=(0, 0)), "destination_exchange_shard"),
    "an id for a transfer to a subaccount": (move(to=(1, 1), name="x"), "client_transfer_id"),
    "an id for a transfer from a subaccount": (move(source=(0, 1), to=(1, 0), name="x"), "client_transfer_id"),
    "an id for a transfer within a subaccount": (move(source=(0, 1), to=(1, 1), name="x"), "client_transfer_id"),
    "shares of less than everything": (shares(50, 49), "allocations"),
    "shares of more than everything": (shares(50, 51), "allocations"),
    "a share of a shard that there isn't": (shares(50, 0, 50), "exchange_index"),
    "a block trade with oneself": (block("alice"), "maker"),
}

ALLOWED: dict[str, Callable[[Harness], object]] = {
    "the last shard": market(exchange_index=1),
    "a market that closes after an instant": closing(timedelta(microseconds=1)),
    "no fee": multiplied("0"),
    "ten times the fee": multiplied("10"),
    "an account without cash": lambda harness: harness.exchange.accounts.add("dan", D(0)),
    "all cash withdrawn": deposit("-100"),
    "all cash of a shard withdrawn": deposit("-50", exchange_index=1),
    "a transfer of a hundredth of a cent": move("0.0001"),
    "a transfer of all that there is": move("40"),
    "a transfer to a subaccount": move(to=(0, 1)),
    "a transfer to a subaccount and another shard": move(to=(1, 1)),
    "a transfer with an id": move(name="x"),
    "shares of everything": shares(1, 99),
    "no shares": shares(),
    "a block trade": block("bob"),
}


def test_an_argument_that_can_not_be_is_refused_by_the_name_of_its_field() -> None:
    def check(case: tuple[Callable[[Harness], object], str]) -> None:
        action, name = case
        harness = sharded()
        assert harness.rejected(lambda: action(harness)) == (400, "invalid_parameters")
        assert harness.about == name

    walk(REFUSED, check)


def test_what_is_just_allowed_is_done_without_money_being_made() -> None:
    def check(action: Callable[[Harness], object]) -> None:
        harness = sharded()
        action(harness)
        assert harness.exchange.imbalance() == 0

    walk(ALLOWED, check)


def test_an_id_names_one_transfer_from_a_shard_and_none_between_subaccounts() -> None:
    harness = sharded()
    move(name="x")(harness)
    for name in ("x", "to 0"):
        assert harness.rejected(partial(move(name=name), harness)) == (409, "transfer_already_exists")
    move(name="x", source=(1, 0), to=(0, 0))(harness)
    for _ in range(2):
        move()(harness)
    assert harness.exchange.portfolio.balance("alice").cash_on == (D(38), D(42))
