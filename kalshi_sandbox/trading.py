"""The exchange behind a sandbox's answers: its engine, the accounts on it, and what it trades from the start."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal

from attrs import frozen

from .accounts import Accounts, new_rsa_key
from .answers import Answers
from .behaviour import Behaviour
from .clocks import engine_clock
from .engine import Exchange, Rules
from .key_ring import KeyRing
from .live import Desk, live_handlers
from .seeding import HOUSE, HOUSE_BALANCE, seed_markets

_OWN_BALANCE = Decimal(1000)


@frozen
class Trading:
    """An exchange that trades.

    Args:
        engine: The exchange itself.
        desk: What its answers work on.
        accounts: Its accounts.
        account: Id of the sandbox's own account.
    """

    engine: Exchange
    desk: Desk
    accounts: Accounts
    account: str


def start_trading(
    clock: Callable[[], float],
    keys: KeyRing,
    answers: Answers,
    behaviour: Behaviour,
    *,
    seed: int,
    tier: str | None,
    live: bool,
) -> Trading:
    """Make the exchange behind the answers, with the sandbox's own account.

    Args:
        clock: The exchange's clock.
        keys: The keys that may sign.
        answers: What gets the live answers.
        behaviour: What is done where the live exchange and its documents differ.
        seed: Seed of its ids, and of how far reads lag.
        tier: Usage tier of every account, None where nothing is limited.
        live: Whether there are markets that trade.
    """
    rules = Rules(
        shards=behaviour.shards,
        killed_orders_use_their_id=behaviour.killed_orders_use_their_id,
        empty_changes_are_rejected=behaviour.empty_changes_are_rejected,
        empty_shard_rejection=behaviour.empty_shard_rejection,
    )
    engine = Exchange(engine_clock(clock), seed=seed, rules=rules)
    desk = Desk(engine, keys, seed=seed, tier=tier, behaviour=behaviour)
    accounts = Accounts(desk)
    account = accounts.open(_OWN_BALANCE, key=new_rsa_key())
    if live:
        accounts.open(HOUSE_BALANCE, HOUSE)
        seed_markets(engine)
        answers.handlers.update(live_handlers(desk, seed))
    return Trading(engine, desk, accounts, account)
