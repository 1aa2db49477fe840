"""What one subscription asks of the exchange for its readers, step by step, without a socket."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Iterable
from typing import Any

import pytest
from attrs import define, field

from kalshi_gen.runtime.drift import SpecDrift
from kalshi_gen.stream.models import OrderbookDelta, OrderbookSnapshot, Ticker, Trade
from kalshi_overlay.errors import KalshiStreamLostError, KalshiSubscriptionError
from kalshi_overlay.stream import shared, snapshots
from kalshi_overlay.stream.feeds import API_FEED
from kalshi_overlay.stream.readers import Demand, Reader, Receiver, Request
from kalshi_overlay.stream.shared import Command, SharedSubscription
from tests.stream.examples import message
from tests.stream.test_pacing import Clock
from tests.walking import walked

SID = 7
BOOKS = "orderbook_delta"
AUTHENTICATION, INVALID, LIMIT, UNKNOWN = 9, 11, 21, 999


@define
class Kept(Receiver):
    """A receiver that keeps what it gets."""

    messages: list[Any] = field(factory=list)
    gaps: list[tuple[str, str | None]] = field(factory=list)
    refused: list[str] = field(factory=list)
    times_subscribed: int = 0
    ended: list[Exception | None] = field(factory=list)
    problem: str | None = None

    def receive(self, received: Any) -> Awaitable[None] | None:
        self.messages.append(received)
        return None

    def problem_with(self, received: Any, drifts: Iterable[SpecDrift]) -> str | None:
        return self.problem

    def on_gap(self, reason: str, ticker: str | None) -> None:
        self.gaps.append((reason, ticker))

    def on_refused(self, names: Any, error: Exception) -> None:
        self.refused += names

    def on_hearing(self) -> None:
        raise AssertionError("nobody watches here")

    def on_subscribed(self) -> None:
        self.times_subscribed += 1

    def on_end(self, error: Exception | None) -> None:
        self.ended.append(error)


class Shared:
    """A subscription to a channel, its readers, and the exchange that confirms what it asks for."""

    def __init__(self, channel: str, *readers: dict[str, Any]) -> None:
        self.channel = channel
        self.confirmed: list[SharedSubscription] = []
        demand = self.demand(**readers[0])
        self.subscription = SharedSubscription(demand, self.confirmed.append)
        self.readers = [self.join(**each) for each in readers]

    def demand(self, **parameters: Any) -> Demand:
        return Demand.of(API_FEED.channels[self.channel], parameters)

    def join(self, **parameters: Any) -> Reader:
        reader = Reader(self.demand(**parameters), Kept())
        self.subscription.join(reader)
        return reader

    def next(self) -> Command:
        command = self.subscription.next_command()
        assert command is not None
        return command

    def confirm(self) -> Command:
        """Do what is asked for next, as the exchange and the connection do."""
        command = self.next()
        if command.kind == "unsubscribe":
            self.subscription.unbind()
        elif command.kind == "subscribe":
            self.subscription.bind(SID, None, is_known=False)
        self.subscription.on_confirmed(command, "the answer")
        return command

    def settle(self) -> list[tuple[str, dict[str, Any] | None]]:
        """Do all that is asked for."""
        done = []
        while self.subscription.next_command() is not None:
            command = self.confirm()
            done.append((command.name, command.parameters))
        self.subscription.on_idle()
        return done

    def refuse(self, code: int = AUTHENTICATION, *named: str) -> tuple[Reader | None, list[str]]:
        """Refuse what is asked for next."""
        error = KalshiSubscriptionError(code, "no", channel=self.channel, command="any", market_tickers=named)
        ended, lost = self.subscription.on_refused(self.next(), error)
        return ended, list(lost)

    def deliver(self, model: type, ticker: str, **fields: Any) -> Any:
        sent = message(model, sid=SID, **fields)
        sent.msg.market_ticker = ticker
        self.subscription.deliver(sent)
        return sent


def kept(reader: Reader) -> Any:
    return reader.receiver


def in_loop(scenario: Callable[..., None], *arguments: Any) -> None:
    """Run a scenario whose requests need an event loop."""

    async def running() -> None:
        scenario(*arguments)

    asyncio.run(running())


def update(action: str, *tickers: str, **options: Any) -> tuple[str, dict[str, Any]]:
    return "update_subscription", {"sid": SID, "action": action, "market_tickers": [*tickers], **options}


def subscribe(channel: str, *tickers: str, **options: Any) -> tuple[str, dict[str, Any]]:
    return "subscribe", {"channels": [channel], **({"market_tickers": [*tickers]} if tickers else {}), **options}


UNSUBSCRIBE = ("unsubscribe", {"sids": [SID]})


def test_markets_are_added_and_removed_as_readers_come_and_leave() -> None:
    both = Shared("trade", {"market_tickers": ["A", "B"]})
    assert both.settle() == [subscribe("trade", "A", "B")]
    first, second = both.readers[0], both.join(market_tickers=["B", "C"])
    assert kept(first).times_subscribed == 1
    assert kept(second).times_subscribed == 0
    assert both.settle() == [update("add_markets", "C")]
    assert kept(second).times_subscribed == 1
    assert both.confirmed == [both.subscription] * 2
    both.subscription.leave(first, None)
    assert both.settle() == [update("delete_markets", "A")]
    both.subscription.leave(second, None)
    assert both.settle() == [UNSUBSCRIBE]
    assert kept(first).ended == kept(second).ended == [None]
    assert (kept(first).times_subscribed, kept(second).times_subscribed) == (1, 1)
    both.join(market_tickers=["D"])
    assert both.settle() == [subscribe("trade", "D")]


def test_whoever_reads_everything_covers_who_names_markets_also_after_it_left() -> None:
    everything = Shared("trade", {})
    assert everything.settle() == [subscribe("trade")]
    named = everything.join(market_tickers=["A"])
    assert everything.settle() == []
    assert kept(named).times_subscribed == 1
    everything.subscription.leave(everything.readers[0], None)
    assert everything.settle() == []
    everything.subscription.leave(named, None)
    assert everything.settle() == [UNSUBSCRIBE]
    # Made again, it has what is named alone.
    everything.join(market_tickers=["A"])
    assert everything.settle() == [subscribe("trade", "A")]


def test_what_is_named_in_two_ways_is_made_again_once_the_first_way_has_left() -> None:
    by_ticker = Shared("trade", {"market_tickers": ["A"]})
    by_ticker.settle()
    by_ticker.subscription.leave(by_ticker.readers[0], None)
    by_ticker.join(market_ids=["an-id"])
    assert by_ticker.settle() == [UNSUBSCRIBE, ("subscribe", {"channels": ["trade"], "market_ids": ["an-id"]})]


A, B, ALL = {"market_tickers": ["A"]}, {"market_tickers": ["B"]}, dict[str, Any]()
ID = {"market_ids": ["an-id"]}


@walked(
    ("channel", "there", "comes", "accepts"),
    [
        ("trade", [A], B, True),
        ("trade", [A], {"market_ticker": "B"}, True),
        ("trade", [A], ALL, False),
        ("trade", [A], ID, False),
        ("trade", [ALL], A, True),
        ("trade", [ALL], ALL, True),
        ("trade", [ALL, A], ID, True),
        ("trade", [ALL], {"shard_factor": 2}, False),
        ("trade", [A], {**B, "skip_ticker_ack": True}, True),
        ("ticker", [A], {**B, "send_initial_snapshot": True}, False),
        ("ticker", [{**A, "send_initial_snapshot": True}], {**B, "send_initial_snapshot": True}, True),
        ("ticker", [{**A, "send_initial_snapshot": True}], ALL, False),
    ],
)
def test_readers_share_what_can_be_said_in_one_subscription(
    channel: str, there: list[dict[str, Any]], comes: dict[str, Any], accepts: bool
) -> None:
    some = Shared(channel, *there)
    assert some.subscription.accepts(some.demand(**comes)) is accepts
    some.settle()
    assert some.subscription.accepts(some.demand(**comes)) is accepts


def test_who_names_markets_is_accepted_where_the_exchange_has_everything_still() -> None:
    some = Shared("trade", ALL, A)
    some.settle()
    some.subscription.leave(some.readers[0], None)
    assert some.subscription.accepts(some.demand(**ID))
    some.subscription.unbind()
    assert not some.subscription.accepts(some.demand(**ID))


def test_a_first_message_of_a_market_is_asked_for_with_it_and_given_to_who_comes_later() -> None:
    initial = {"send_initial_snapshot": True}
    some = Shared("ticker", {**A, **initial})
    assert some.settle() == [subscribe("ticker", "A", **initial)]
    old, new = some.deliver(Ticker, "A", number=1), some.deliver(Ticker, "A", number=2)
    second = some.join(market_tickers=["A", "B"], **initial)
    assert kept(second).messages == [new]
    assert kept(some.readers[0]).messages == [old, new]
    assert some.settle() == [update("add_markets", "B", **initial)]
    third = some.deliver(Ticker, "B", number=3)
    assert kept(second).messages == [new, third]
    assert kept(some.join(**A, **initial)).messages == [new]
    # What the exchange sends no longer is out of date when somebody reads it again.
    some.subscription.leave(second, None)
    assert some.settle() == [update("delete_markets", "B")]
    assert kept(some.join(market_tickers=["A", "B"], **initial)).messages == [new]
    some.subscription.unbind()
    assert kept(some.join(**A, **initial)).messages == []


def test_no_first_message_is_kept_for_who_does_not_ask_for_one() -> None:
    some = Shared("ticker", A)
    some.settle()
    some.deliver(Ticker, "A")
    assert kept(some.join(**A)).messages == []


def test_messages_of_another_channel_are_no_first_messages() -> None:
    some = Shared("ticker", {**A, "send_initial_snapshot": True})
    some.settle()
    some.deliver(Trade, "A")
    assert kept(some.join(**A, send_initial_snapshot=True)).messages == []


def test_why_nothing_was_done_is_known_until_it_is_done_or_the_connection_is_lost() -> None:
    some = Shared("trade", A)
    assert some.subscription.problem is None
    error = KalshiSubscriptionError(18, "later", channel="trade", command="subscribe", market_tickers=())
    some.subscription.on_postponed(error)
    assert some.subscription.problem == str(error)
    some.confirm()
    assert some.subscription.problem is None
    some.subscription.on_postponed(error)
    some.subscription.on_ended("ended")
    assert some.subscription.problem == str(error)
    some.subscription.on_lost("lost")
    assert some.subscription.problem is None


def test_it_is_idle_once_nothing_is_left_to_send_or_nothing_can_be_sent() -> None:
    some = Shared("trade", A)
    idle = some.subscription.idle
    assert not idle.is_set()
    some.settle()
    assert idle.is_set()
    some.join(**B)
    assert not idle.is_set()
    some.subscription.on_lost("lost")
    assert idle.is_set()
    some.subscription.leave(some.readers[0], None)
    assert not idle.is_set()


@pytest.mark.parametrize(("seconds", "times"), [(59.9, [1, 2, 3]), (60.0, [0, 0, 0])])
def test_what_ends_soon_after_it_was_made_is_counted(
    monkeypatch: pytest.MonkeyPatch, seconds: float, times: list[int]
) -> None:
    clock = Clock()
    monkeypatch.setattr(shared, "time", clock)
    some = Shared("trade", A)
    found = []
    for _ in times:
        some.settle()
        clock.now += seconds
        some.subscription.on_ended("it ended")
        found.append(some.subscription.times_ended)
    assert found == times
    assert kept(some.readers[0]).gaps == [("it ended", None)] * len(times)
    some.settle()
    assert kept(some.readers[0]).times_subscribed == len(times) + 1


def test_an_ended_count_begins_again_after_a_steady_time(monkeypatch: pytest.MonkeyPatch) -> None:
    clock = Clock()
    monkeypatch.setattr(shared, "time", clock)
    some = Shared("trade", A)
    for seconds, times in ((0.0, 1), (0.0, 2), (61.0, 0), (0.0, 1)):
        some.settle()
        clock.now += seconds
        some.subscription.on_ended("it ended")
        assert some.subscription.times_ended == times


@pytest.mark.parametrize(("seq", "expected"), [(None, None), (0, 1), (4, 5)])
def test_the_count_goes_on_behind_the_number_of_the_answer(seq: int | None, expected: int | None) -> None:
    some = Shared("trade", A)
    some.subscription.bind(SID, seq, is_known=True)
    assert some.subscription.sequence.expected == expected


# Order books and their snapshots


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    moved = Clock()
    for module in (shared, snapshots):
        monkeypatch.setattr(module, "time", moved)
    return moved


def due(some: Shared) -> list[str]:
    """The markets whose snapshots are asked for now."""
    command = some.subscription.next_snapshots()
    if command is None:
        return []
    tickers = list(command.names)
    assert (command.name, command.parameters) == update("get_snapshot", *tickers)
    return tickers


def books(*readers: dict[str, Any]) -> Shared:
    """Order books that have had their first snapshots."""
    some = Shared(BOOKS, *readers)
    some.settle()
    for ticker in {ticker: None for each in readers for ticker in each["market_tickers"]}:
        some.deliver(OrderbookSnapshot, ticker)
    for reader in some.readers:
        kept(reader).messages.clear()
    return some


def test_a_first_snapshot_that_does_not_come_is_asked_for_after_two_seconds(clock: Clock) -> None:
    some = Shared(BOOKS, {"market_tickers": ["A", "B"]})
    some.settle()
    some.deliver(OrderbookSnapshot, "A")
    clock.now += 1.999
    assert due(some) == []
    clock.now += 0.001
    assert due(some) == ["B"]
    some.deliver(OrderbookSnapshot, "B")
    clock.now += 60.0
    assert due(some) == []


def test_a_subscription_that_the_exchange_continues_sends_no_snapshot_by_itself(clock: Clock) -> None:
    some = Shared(BOOKS, A)
    command = some.next()
    some.subscription.bind(SID, 4, is_known=True)
    some.subscription.on_confirmed(command, "the answer")
    clock.now += 0.499
    assert due(some) == []
    clock.now += 0.001
    assert due(some) == ["A"]


def test_a_continued_subscription_without_books_needs_no_snapshot(clock: Clock) -> None:
    some = Shared("trade", A)
    command = some.next()
    some.subscription.bind(SID, 4, is_known=True)
    some.subscription.on_confirmed(command, "the answer")
    some.subscription.on_gap("a gap")
    clock.now += 60.0
    assert due(some) == []


def test_a_late_comer_gets_changes_after_its_own_snapshot_alone(clock: Clock) -> None:
    some = books(A)
    first, second = some.readers[0], some.join(market_tickers=["A", "B"])
    assert due(some) == ["A"]
    change = some.deliver(OrderbookDelta, "A")
    assert kept(first).messages == [change]
    assert kept(second).messages == []
    sent = some.deliver(OrderbookSnapshot, "A")
    after = some.deliver(OrderbookDelta, "A")
    assert kept(second).messages == [sent, after]
    assert some.settle() == [update("add_markets", "B")]
    assert due(some) == []
    clock.now += 2.0
    assert due(some) == ["B"]


def test_a_gap_of_one_market_asks_for_its_snapshot_and_tells_its_readers(clock: Clock) -> None:
    some = books({"market_tickers": ["A", "B"]}, B)
    some.subscription.on_gap("a gap", "A")
    assert kept(some.readers[0]).gaps == [("a gap", "A")]
    assert kept(some.readers[1]).gaps == []
    assert due(some) == ["A"]
    some.subscription.on_gap("another")
    assert kept(some.readers[1]).gaps == [("another", None)]
    clock.now += 5.0
    assert sorted(due(some)) == ["A", "B"]
    # Those who were confirmed read on: their books know that they are stale.
    change = some.deliver(OrderbookDelta, "B")
    assert kept(some.readers[1]).messages == [change]


def test_a_gap_while_a_market_is_added_may_have_swallowed_its_snapshot(clock: Clock) -> None:
    some = books(A)
    second = some.join(**B)
    some.subscription.on_gap("a gap")
    some.confirm()
    some.deliver(OrderbookDelta, "B")
    assert kept(second).messages == []
    assert sorted(due(some)) == ["A", "B"]


def test_a_gap_without_a_subscription_asks_for_nothing(clock: Clock) -> None:
    some = books(A)
    some.subscription.on_lost("lost")
    some.subscription.on_gap("a gap")
    clock.now += 60.0
    assert due(some) == []
    assert some.settle() == [subscribe(BOOKS, "A")]
    assert due(some) == []
    some.deliver(OrderbookDelta, "A")
    assert kept(some.readers[0]).messages == []
    sent = some.deliver(OrderbookSnapshot, "A")
    assert kept(some.readers[0]).messages == [sent]


def test_snapshots_of_what_the_exchange_has_no_longer_are_not_asked_for(clock: Clock) -> None:
    some = books({"market_tickers": ["A", "B"]})
    some.subscription.want_snapshots(["A", "B", "C"])
    (reader,) = some.readers

    def scenario() -> None:
        some.subscription.change(reader, is_adding=False, names={"B": None})
        assert some.settle() == [update("delete_markets", "B")]

    in_loop(scenario)
    assert due(some) == ["A"]
    clock.now += 60.0
    some.deliver(OrderbookSnapshot, "A")
    assert due(some) == []


def test_a_book_that_is_added_again_begins_with_a_snapshot_again(clock: Clock) -> None:
    def scenario() -> None:
        some = books(A)
        (reader,) = some.readers
        some.subscription.change(reader, is_adding=True, names={"A": None})
        assert due(some) == ["A"]
        some.deliver(OrderbookDelta, "A")
        assert kept(reader).messages == []
        # And what is removed needs none.
        some.subscription.change(reader, is_adding=False, names={"A": None})
        assert reader.waits_for_snapshots == set()

    in_loop(scenario)


def test_a_reader_asks_for_snapshots_of_its_own_markets_alone(clock: Clock) -> None:
    some = books({"market_tickers": ["A", "B"]}, {"market_tickers": ["C"]})
    ask = some.subscription.request
    assert ask(some.readers[0], "get_snapshot", {"market_tickers": ["B", "C"]}) is None
    assert due(some) == ["B"]
    assert ask(some.readers[1], "get_snapshot", {}) is None
    assert due(some) == ["C"]


# What the exchange refuses


def test_a_reader_whose_first_command_is_refused_ends(clock: Clock) -> None:
    some = Shared("trade", A)
    assert some.refuse() == (some.readers[0], [])


def test_a_command_for_several_that_is_refused_is_asked_for_one_by_one() -> None:
    some = Shared("trade", A, B)
    assert some.refuse() == (None, [])
    command = some.next()
    assert (command.parameters, command.cause) == (subscribe("trade", "A")[1], some.readers[0])
    assert some.refuse() == (some.readers[0], [])
    some.subscription.leave(some.readers[0], None)
    assert some.settle() == [subscribe("trade", "B")]
    # The next command is for several again.
    some.join(market_tickers=["C"])
    some.join(market_tickers=["D"])
    assert some.settle() == [update("add_markets", "C", "D")]


@walked(
    ("code", "named", "ends", "lost"),
    [
        (AUTHENTICATION, (), True, []),
        (LIMIT, (), True, []),
        (LIMIT, ("B",), False, ["B"]),
        (INVALID, ("B",), False, ["B"]),
        (INVALID, ("A", "B", "C", "D"), True, []),
        (INVALID, ("X",), False, []),
        (INVALID, (), False, []),
        (UNKNOWN, (), False, []),
    ],
)
def test_who_was_confirmed_once_loses_what_is_refused_and_no_more(
    code: int, named: tuple[str, ...], ends: bool, lost: list[str]
) -> None:
    some = Shared("trade", {"market_tickers": ["A", "B", "C", "D"]})
    some.settle()
    some.subscription.on_lost("lost")
    (reader,) = some.readers
    assert some.refuse(code, *named) == (reader if ends else None, lost)
    assert kept(reader).refused == lost
    if not ends:
        left = [name for name in "ABCD" if name not in lost]
        # Without a name, half of them are tried.
        assert some.next().parameters == subscribe("trade", *(left if lost else left[:2]))[1]


def test_the_one_market_that_is_refused_is_found_by_halves() -> None:
    some = Shared("trade", {"market_tickers": list("ABCDEFGH")})
    some.settle()
    some.subscription.on_lost("lost")
    asked = []
    while (command := some.subscription.next_command()) is not None:
        asked.append("".join(command.names))
        if "F" in command.names:
            ended, lost = some.refuse(INVALID)
            assert ended is None
            assert lost == (["F"] if asked[-1] == "F" else [])
        else:
            some.confirm()
    assert asked == ["ABCDEFGH", "ABCD", "EFGH", "EF", "E", "FG", "F", "G", "H"]
    assert kept(some.readers[0]).refused == ["F"]
    assert kept(some.readers[0]).times_subscribed == 2


def test_a_removal_that_is_refused_for_nobody_is_forgotten() -> None:
    some = Shared("trade", A, B)
    some.settle()
    some.subscription.leave(some.readers[0], None)
    assert some.refuse() == (None, [])
    assert some.subscription.next_command() is None


@pytest.mark.parametrize("is_adding", [True, False])
def test_a_change_that_is_refused_leaves_its_reader_as_it_was(is_adding: bool) -> None:
    def scenario() -> None:
        some = Shared("trade", {"market_tickers": ["A", "B"]})
        some.settle()
        (reader,) = some.readers
        request = some.subscription.change(reader, is_adding=is_adding, names={"C" if is_adding else "B": None})
        assert some.refuse() == (None, [])
        assert isinstance(request.outcome.exception(), KalshiSubscriptionError)
        assert list(reader.demand.names) == ["A", "B"]
        assert some.subscription.next_command() is None
        sent = some.deliver(Trade, "B")
        assert kept(reader).messages == [sent]

    in_loop(scenario)


def test_changes_of_two_readers_that_are_refused_together_are_asked_for_one_by_one() -> None:
    def scenario() -> None:
        some = Shared("trade", A, B)
        some.settle()
        requests: list[Request] = [
            some.subscription.change(reader, is_adding=True, names={name: None})
            for reader, name in zip(some.readers, "CD", strict=True)
        ]
        assert (some.next().name, some.next().parameters) == update("add_markets", "C", "D")
        assert some.refuse() == (None, [])
        assert (some.next().cause, some.next().parameters) == (requests[0], update("add_markets", "C")[1])
        assert some.refuse() == (None, [])
        assert requests[0].outcome.exception() is not None
        assert some.settle() == [update("add_markets", "D")]
        assert requests[1].outcome.result() == "the answer"

    in_loop(scenario)


def test_a_change_is_confirmed_once_the_exchange_has_done_it_or_need_not() -> None:
    def scenario() -> None:
        some = Shared("trade", A, B)
        some.settle()
        first, second = some.readers
        needless = some.subscription.change(first, is_adding=True, names={"B": None})
        some.subscription.on_idle()
        assert needless.outcome.result() is None
        removed = some.subscription.change(second, is_adding=False, names={"B": None})
        added = some.subscription.change(second, is_adding=True, names={"C": None})
        assert not added.outcome.done()
        some.confirm()
        assert added.outcome.result() == "the answer"
        assert removed.outcome.result() == "the answer"
        gone = some.subscription.change(first, is_adding=False, names={"B": None})
        assert not gone.outcome.done()
        assert some.settle() == [update("delete_markets", "B")]
        assert gone.outcome.result() == "the answer"

    in_loop(scenario)


def test_requests_of_a_reader_that_leaves_fail_with_its_error() -> None:
    def scenario(error: Exception | None) -> None:
        some = Shared("trade", A)
        some.settle()
        (reader,) = some.readers
        request = some.subscription.change(reader, is_adding=True, names={"B": None})
        some.subscription.leave(reader, error)
        raised = request.outcome.exception()
        assert raised is error if error else isinstance(raised, KalshiStreamLostError)
        assert reader.requests == []
        assert some.subscription.readers == []
        some.deliver(Trade, "A")
        assert kept(reader).messages == []

    in_loop(scenario, None)
    in_loop(scenario, ValueError("why"))


def test_a_request_that_is_withdrawn_is_not_asked_for() -> None:
    def scenario() -> None:
        some = Shared("trade", A)
        some.settle()
        (reader,) = some.readers
        request = some.subscription.request(reader, "add_markets", {"market_tickers": ["B"]})
        assert request is not None
        some.subscription.withdraw(request)
        some.subscription.withdraw(request)
        assert some.subscription.next_command() is None
        query = some.subscription.request(reader, "list_anything", {"what": 1})
        assert some.settle() == [("update_subscription", {"sid": SID, "action": "list_anything", "what": 1})]
        assert query is not None
        assert query.outcome.result() == "the answer"

    in_loop(scenario)


# Whose a message is


def test_a_message_reaches_who_named_its_market_who_reads_all_and_everybody_if_it_names_none() -> None:
    some = Shared("trade", ALL, A, B)
    everything = some.readers[0]
    some.settle()
    some.deliver(Trade, "A")
    some.deliver(Trade, "C")
    assert [len(kept(each).messages) for each in some.readers] == [2, 1, 0]
    some.subscription.leave(everything, None)
    some.deliver(Trade, "A")
    some.deliver(Trade, "C")
    assert [len(kept(each).messages) for each in some.readers] == [2, 2, 0]
    sent = message(Trade, sid=SID)
    sent.msg.market_ticker = None
    some.subscription.deliver(sent)
    assert [len(kept(each).messages) for each in some.readers] == [2, 3, 1]
    sent.msg = None
    some.subscription.deliver(sent)
    assert [len(kept(each).messages) for each in some.readers] == [2, 4, 2]


def test_a_market_is_trusted_if_somebody_reads_it() -> None:
    some = Shared("trade", A)
    sent = message(Trade, sid=SID)
    for ticker, market in (("A", "A"), ("B", None), (None, None), (1, None)):
        sent.msg.market_ticker = ticker
        assert some.subscription.market_of(sent) == market
    sent.msg = None
    assert some.subscription.market_of(sent) is None


def test_what_differs_from_the_spec_is_a_problem_if_it_is_one_for_a_reader() -> None:
    some = Shared("trade", A, B)
    sent, drift = message(Trade, sid=SID), SpecDrift("msg.count_fp", "number", "text", "trade")
    assert some.subscription.problem_with(sent, (drift,)) is None
    kept(some.readers[1]).problem = "no number"
    said = "trade is not what the spec says: no number"
    assert some.subscription.problem_with(sent, ()) == said
    assert some.subscription.problem_with(sent, (drift,)) == f"{said} ({drift})"
