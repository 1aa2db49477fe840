"""Life on the exchange: when its simulated participants act, by its own clock."""

from __future__ import annotations

import contextlib
import heapq
import threading
from collections.abc import Callable
from datetime import datetime, timedelta
from decimal import Decimal
from random import Random

import httpx
from attrs import define, field

from kalshi_gen.client import AuthenticatedClient
from kalshi_gen.errors import KalshiError

from .accounts import Accounts
from .clocks import LivelyClock
from .coin_tosses import CoinTosses
from .engine import Exchange
from .faults import Faults
from .seeding import HOUSE
from .traders import Board, MarketMaker, NoiseTrader

# How often a noise trader acts, on average, and how many of them keep the market maker as busy as each is.
_MEAN_SECONDS = 40
_TRADERS_TO_A_MAKER = 6
# A real clock can be one that the caller moves: it is looked at at least so often, in seconds of waiting.
_GLANCE = 0.25
_BALANCE = Decimal(10_000)

OpenClient = Callable[[str, httpx.BaseTransport], AuthenticatedClient]


@define(order=True)
class Participant:
    """Whoever takes turns: the soonest turn comes first, at equal moments the earliest comer.

    Args:
        turn: When it acts next.
        number: Which comer it is.
        mean: Seconds between its turns, on average.
        random: Their chances.
    """

    turn: datetime
    number: int
    mean: float = field(order=False)
    random: Random = field(order=False)
    act: Callable[[], None] = field(order=False)


class Life:
    """Participants that take turns, each at random moments of its own.

    With a manual clock they act while it is advanced, with any other in a thread. What they do is the same for the
    same seed and the same exchange under a manual clock.

    Args:
        exchange: The engine, for its clock.
        maker: The market maker's account.
        traders: The noise traders' accounts.
        seed: Seed of everything that they do.
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
        """Let the participants act from now on.

        Args:
            open_client: Makes a client that signs for an account and sends through a transport.
        """
        # Loopback has no TLS; loading certificates for each of them would take seconds.
        transport = self._clients.enter_context(httpx.HTTPTransport(verify=False))
        self._clients.callback(self._wait)
        house = open_client(self._maker, transport)
        board, clock = Board(house), self._exchange.clock
        maker = MarketMaker(house, board, self._random("maker"))
        self._join("maker", maker.act, _MEAN_SECONDS * _TRADERS_TO_A_MAKER / len(self._traders), first=0)
        for account in self._traders:
            client = open_client(account, transport)
            trader = NoiseTrader(client, board, clock.now, self._random(account))
            self._join(account, trader.act, _MEAN_SECONDS, first=_MEAN_SECONDS)
        if isinstance(clock, LivelyClock):
            clock.life = self
            return
        CoinTosses(self._exchange, self._random("coin")).start()
        self._thread = threading.Thread(target=self._live, name="kalshi-sandbox-life", daemon=True)
        self._thread.start()

    def stop(self) -> None:
        """Let nobody act any more, and wait for who is acting."""
        self._stopping.set()
        if isinstance(self._exchange.clock, LivelyClock):
            self._exchange.clock.life = None
        self._clients.close()

    def act(self) -> None:
        """Let the participant act whose turn it is; a refusal is its own affair."""
        participant = self._participants[0]
        # Who comes late to a turn, after the machine slept, doesn't make up for those that it missed.
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

    def _live(self) -> None:
        while not self._stopping.is_set():
            ahead = (self.next_turn - self._exchange.clock.now()).total_seconds()
            if ahead <= 0:
                self.act()
            else:
                self._stopping.wait(min(ahead, _GLANCE))

    def _wait(self) -> None:
        if self._thread is not None:
            self._thread.join()


def new_life(traders: int, seed: int, exchange: Exchange, accounts: Accounts, faults: Faults) -> Life:
    """Participants with accounts of their own, whom no fault meets; the house becomes the market maker.

    Args:
        traders: How many noise traders, at least one.
        seed: Seed of everything that they do.
        exchange: The engine, for its clock.
        accounts: Opens their accounts, and lets their reads not lag.
        faults: Spares them.
    """
    names = [accounts.open(_BALANCE, f"trader-{number}") for number in range(1, traders + 1)]
    accounts.spare(HOUSE, *names)
    faults.spare(accounts.credentials(name).access_key_id for name in (HOUSE, *names))
    return Life(exchange, HOUSE, names, seed)
