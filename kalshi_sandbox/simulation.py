"""Simulated participants of the exchange: when they act, on its own clock."""

from __future__ import annotations

import contextlib
import heapq
import threading
from collections.abc import Callable
from datetime import datetime, timedelta
from decimal import Decimal
from random import Random
from typing import Literal

import httpx
from attrs import define, field

from kalshi_gen.client import AuthenticatedClient
from kalshi_gen.errors import KalshiError

from .accounts import Accounts
from .clocks import SimulationClock
from .engine import Exchange
from .faults import Faults
from .traders import Board, MarketMaker, NoiseTrader
from .trading import LIQUIDITY_PROVIDER

# Seconds between the turns of a noise trader, on average; the market maker has one turn for so many traders' turns.
_MEAN_SECONDS = 40
_TRADERS_PER_MAKER_TURN = 6
# A clock that runs by itself may still be your own, so it is polled at least so often, in seconds.
_POLL_SECONDS = 0.25
_BALANCE = Decimal(10_000)
# Coin tosses: their series, how long a market lasts, and how long after one the next is listed.
COIN_SERIES = "KXCOIN"
COIN_DURATION = timedelta(seconds=16)
COIN_INTERVAL = timedelta(seconds=8)
_RESULTS: tuple[Literal["yes"], Literal["no"]] = ("yes", "no")

OpenClient = Callable[[str, httpx.BaseTransport], AuthenticatedClient]


@define(order=True)
class Participant:
    """A participant that takes turns. The next turn comes first, at one moment that of the lowest number.

    Args:
        turn: When it acts next.
        number: Its number.
        mean: Seconds between its turns, on average.
        random: Draws the time between its turns.
        act: Its turn.
    """

    turn: datetime
    number: int
    mean: float = field(order=False)
    random: Random = field(order=False)
    act: Callable[[], None] = field(order=False)


class Simulation:
    """Participants that take turns, each at random moments of its own.

    With a manual clock they act while you advance it, else in a thread. With a manual clock, the same seed on the same
    exchange gives the same actions.

    Args:
        exchange: The engine, for its clock.
        maker: The market maker's account.
        traders: The noise traders' accounts.
        seed: Seed of their actions.
    """

    def __init__(self, exchange: Exchange, maker: str, traders: list[str], seed: int) -> None:
        self._exchange = exchange
        self._maker = maker
        self._traders = traders
        self._seed = seed
        self._participants: list[Participant] = []
        self._clients = contextlib.ExitStack()
        self._stopping = threading.Event()
        self._thread: threading.Thread | None = None

    @property
    def next_turn(self) -> datetime:
        """When the next participant acts."""
        return self._participants[0].turn

    def start(self, open_client: OpenClient) -> None:
        """Start the participants.

        Args:
            open_client: Makes a client that signs for an account and sends through a transport.
        """
        # Loopback has no TLS; loading certificates for each of them would take seconds.
        transport = self._clients.enter_context(httpx.HTTPTransport(verify=False))
        self._clients.callback(self._wait)
        maker_client = open_client(self._maker, transport)
        board, clock = Board(maker_client), self._exchange.clock
        maker = MarketMaker(maker_client, board, self._random("maker"))
        self._join("maker", maker.act, _MEAN_SECONDS * _TRADERS_PER_MAKER_TURN / len(self._traders), first=0)
        for account in self._traders:
            client = open_client(account, transport)
            trader = NoiseTrader(client, board, clock.now, self._random(account))
            self._join(account, trader.act, _MEAN_SECONDS, first=_MEAN_SECONDS)
        if isinstance(clock, SimulationClock):
            clock.simulation = self
            return
        CoinTosses(self._exchange, self._random("coin")).start()
        self._thread = threading.Thread(target=self._run, name="kalshi-sandbox-simulation", daemon=True)
        self._thread.start()

    def stop(self) -> None:
        """Stop the participants, and wait for the one that is acting."""
        self._stopping.set()
        if isinstance(self._exchange.clock, SimulationClock):
            self._exchange.clock.simulation = None
        self._clients.close()

    def act(self) -> None:
        """Let the next participant act; a rejected request doesn't matter."""
        participant = self._participants[0]
        # Turns missed, because the machine slept for example, are not made up for.
        before = max(participant.turn, self._exchange.clock.now())
        wait = participant.random.uniform(0.5, 1.5) * participant.mean
        participant.turn = before + timedelta(seconds=wait)
        heapq.heapreplace(self._participants, participant)
        with contextlib.suppress(KalshiError):
            participant.act()

    def _join(self, name: str, act: Callable[[], None], mean: float, first: float) -> None:
        random = self._random(f"{name}/turns")
        turn = self._exchange.clock.now() + timedelta(seconds=random.uniform(0, first))
        heapq.heappush(self._participants, Participant(turn, len(self._participants), mean, random, act))

    def _random(self, name: str) -> Random:
        return Random(f"{self._seed}/{name}")

    def _run(self) -> None:
        while not self._stopping.is_set():
            ahead = (self.next_turn - self._exchange.clock.now()).total_seconds()
            if ahead <= 0:
                self.act()
            else:
                self._stopping.wait(min(ahead, _POLL_SECONDS))

    def _wait(self) -> None:
        if self._thread is not None:
            self._thread.join()


class CoinTosses:
    """Markets that last seconds, so that a demo sees one settle: every 8 seconds one on a coin tossed after 16.

    Args:
        exchange: Where they are listed.
        random: Tosses the coins.
    """

    def __init__(self, exchange: Exchange, random: Random) -> None:
        self._exchange = exchange
        self._random = random

    def start(self) -> None:
        """List the first market, and the others later."""
        self._exchange.markets.add_series(COIN_SERIES, title="A coin toss", frequency="custom")
        self._list()

    def _list(self) -> None:
        clock = self._exchange.clock
        tossed = clock.now() + COIN_DURATION
        event = f"{COIN_SERIES}-{tossed:%y%b%d%H%M%S}".upper()
        ticker = f"{event}-HEADS"
        self._exchange.markets.add_event(event, series_ticker=COIN_SERIES, title=f"Toss at {tossed:%H:%M:%S} UTC")
        self._exchange.markets.add(ticker, yes_sub_title="Heads", no_sub_title="Tails", close_time=tossed)

        def toss() -> None:
            self._exchange.markets.settle(ticker, self._random.choice(_RESULTS))

        clock.call_at(tossed, toss)
        clock.call_at(tossed - COIN_DURATION + COIN_INTERVAL, self._list)


def new_simulation(traders: int, seed: int, exchange: Exchange, accounts: Accounts, faults: Faults) -> Simulation:
    """A simulation whose participants have accounts of their own, without faults or lag.

    The account that quotes from the start becomes the market maker.

    Args:
        traders: How many noise traders, at least one.
        seed: Seed of their actions.
        exchange: The engine, for its clock.
        accounts: Opens their accounts.
        faults: The faults that don't hit them.
    """
    names = [accounts.open(_BALANCE, f"trader-{number}") for number in range(1, traders + 1)]
    accounts.exempt_from_lag(LIQUIDITY_PROVIDER, *names)
    faults.exempt(accounts.credentials(name).access_key_id for name in (LIQUIDITY_PROVIDER, *names))
    return Simulation(exchange, LIQUIDITY_PROVIDER, names, seed)
