"""Mutated frames of every message against the books that they are about.

    python -m tests.stream.frames_soak --frames 200000 --seed 1

The exchange is a model in this process, and time is virtual: it passes only while everybody waits. Frames are dropped,
repeated, swapped, cut off and changed in any field, except into other values that are valid, which nobody could notice.
After each frame every book is compared with the model's. Prints what was done. Ends with status 1 if a book claimed to
be right and was not, if commands came too fast, or if anything but the model ended a connection.
"""

from __future__ import annotations

import argparse
import asyncio
import logging
import selectors
import sys
from collections import Counter, deque
from collections.abc import Sequence
from contextlib import ExitStack
from decimal import Decimal
from random import Random
from types import SimpleNamespace
from typing import Any, cast
from unittest.mock import patch

import msgspec
from attrs import define, field
from websockets.asyncio.client import ClientConnection

from kalshi_gen.stream.channels import CHANNELS
from kalshi_overlay.stream import (
    OrderBooks,
    OrderBookView,
    StateChange,
    Stream,
    commands,
    connection,
    sequence,
    shared,
    snapshots,
)
from kalshi_overlay.stream.connection import ConnectionPool, Settings
from kalshi_overlay.stream.feeds import API_FEED
from kalshi_overlay.stream.reporting import Hooks
from kalshi_overlay.stream.tasks import BackgroundTasks
from tests.stream.examples import message, models

SIZES = {"small": ["--frames", "1500"], "middle": ["--frames", "30000"], "full": ["--frames", "200000"]}

BOOKS = "orderbook_delta"
TICKERS = [f"MARKET-{number}" for number in range(4)]
# Seconds from one frame to the next, and once nothing goes wrong any more.
STEP, CALM_STEP = 0.01, 0.1
# So many snapshots of a market may be asked for in a row, and one a second in the long run.
IN_A_ROW = 3
# Seconds in which all is well again once nothing goes wrong any more: longer than the longest wait.
RECOVERY = 120.0
# Why the client may open a new connection: it can't know what the exchange has.
UNSURE = ("did not say which", "without its number", "no answer came", "other options", "refused to end")
JUNK: tuple[Any, ...] = (
    None,
    "",
    "?",
    "NaN",
    "sNaN",
    "Infinity",
    "-Infinity",
    "1e999999",
    True,
    [],
    {},
    [[]],
    {"a": [1]},
)
NUMBERS: tuple[Any, ...] = (*JUNK, -1, 0, 1.5, 10**30, "7")
SIDES: tuple[Any, ...] = ("?", True, 5, {}, ["?"], [["?", "1"]], [["0.5", None]], [["NaN", "1"]], [["0.5", "-1"]], [[]])
BYTES = (b"", b"{", b"[]", b"null", b"\xff\xfe", b'{"type":5}', b"{}", b"[" * 100_000, b'{"type":"trade"')

Levels = dict[tuple[str, Decimal], Decimal]


class VirtualLoop(asyncio.SelectorEventLoop):
    """A loop whose time passes at once while everybody waits."""

    def __init__(self) -> None:
        self.now = 1000.0
        super().__init__(selectors.SelectSelector())
        select = self._selector.select  # type: ignore[attr-defined]

        def select_at_once(timeout: float | None = None) -> Any:
            self.now += timeout or 0.0
            return select(0)

        self._selector.select = select_at_once  # type: ignore[attr-defined]

    def time(self) -> float:
        return self.now


@define
class Frame:
    """A frame of the model, and what it does to a book."""

    content: bytes
    ticker: str | None = None
    number: int = 0
    after: Levels = field(factory=dict)
    sid_of_fill: int = 0
    confirmed_sid: int = 0


@define(eq=False)
class Model:
    """An exchange of one connection: its books, what it has sent of each, and what goes wrong on the way.

    Attributes:
        came: The book of each market after its newest message that came, and the number of that message.
        done: How often each thing has gone wrong.
        asked: How many snapshots of each market were asked for.
        fills: How many fills of each subscription came.
        confirmed: The subscriptions whose confirmation came. Without it nobody can know what is of which; a new
            connection follows, which says that something may be missing.
    """

    random: Random
    is_calm: bool = False
    sent: int = 0
    came: dict[str, tuple[int, Levels]] = field(factory=dict)
    done: Counter[str] = field(factory=Counter)
    asked: Counter[str] = field(factory=Counter)
    subscribes: int = 0
    fills: Counter[int] = field(factory=Counter)
    confirmed: set[int] = field(factory=set)
    wrong: list[str] = field(factory=list)
    views: OrderBooks | None = None
    right: int = 0
    checked: int = 0
    _books: dict[str, Levels] = field(factory=lambda: {ticker: {} for ticker in TICKERS})
    _clock: int = 100
    _has_times: bool = True
    _sids: dict[str, int] = field(factory=dict)
    _seqs: dict[int, int] = field(factory=dict)
    _queue: deque[Frame] = field(factory=deque)
    _last_sid: int = 0

    # What it is asked

    def open(self) -> None:
        self._sids.clear()
        self._queue.clear()

    def command(self, command: dict[str, Any]) -> None:
        number, name, parameters = command["id"], command["cmd"], command.get("params") or {}
        tickers = parameters.get("market_tickers", [])
        if name == "subscribe":
            self.subscribes += 1
            self._last_sid += 1
            (channel,) = parameters["channels"]
            self._sids[channel], self._seqs[self._last_sid] = self._last_sid, 0
            confirmation = {"type": "subscribed", "id": number, "msg": {"channel": channel, "sid": self._last_sid}}
            self.put(confirmation, Frame(b"", confirmed_sid=self._last_sid))
            if channel == BOOKS:
                self.snapshots(tickers)
        elif name == "unsubscribe":
            raise AssertionError("nobody unsubscribes")
        elif (sid := parameters["sid"]) not in self._sids.values():
            self.put({"type": "error", "id": number, "msg": {"code": 7, "msg": "Unknown subscription ID"}})
        else:
            self.asked.update(tickers)
            self.put({"type": "ok", "id": number, "sid": sid, "seq": self.next_seq(sid), "msg": {}})
            self.snapshots(tickers)

    def snapshots(self, tickers: Sequence[str]) -> None:
        for ticker in tickers:
            sides: dict[str, Any] = {}
            for (side, price), count in self._books[ticker].items():
                sides.setdefault(f"{side}_dollars_fp", []).append([str(price), str(count)])
            self.put_of_book("orderbook_snapshot", ticker, sides)

    # What it sends

    def next_seq(self, sid: int) -> int:
        self._seqs[sid] += 1
        return self._seqs[sid]

    def put(self, sent: dict[str, Any], frame: Frame | None = None) -> None:
        """Send a message, or what becomes of it."""
        frame = frame or Frame(b"")
        if not self.is_calm and self.random.random() < (0.01 if frame.ticker or "id" in sent else 0.3):
            sent = self.mutated(sent, frame)
        frame.content = msgspec.json.encode(sent)
        queue, chance = self._queue, 1.0 if self.is_calm else self.random.random()
        if chance < 0.001:
            self.done["dropped"] += 1
        elif chance < 0.002:
            self.done["cut off"] += 1
            queue.append(Frame(frame.content[: self.random.randrange(len(frame.content))]))
        elif chance < 0.003:
            self.done["garbage"] += 1
            queue.append(Frame(self.random.choice(BYTES)))
        elif chance < 0.005:
            self.done["repeated"] += 1
            queue.extend((frame, frame))
        elif chance < 0.007 and queue:
            self.done["swapped"] += 1
            queue.insert(len(queue) - 1, frame)
        else:
            queue.append(frame)

    def put_of_book(self, kind: str, ticker: str, fields: dict[str, Any]) -> None:
        sid = self._sids[BOOKS]
        self.sent += 1
        body = {"market_ticker": ticker, "market_id": "9b0f6b43-5b68-4f9f-9f02-9a2d1b8ac1a1", **fields}
        if self._clock:
            body["clock"] = self._clock
        sent = {"type": kind, "sid": sid, "seq": self.next_seq(sid), "msg": body}
        if self._has_times:
            sent["sending_ts_ms"] = self.sent
        self.put(sent, Frame(b"", ticker, self.sent, dict(self._books[ticker])))

    def mutated(self, sent: dict[str, Any], frame: Frame) -> dict[str, Any]:
        """A message with something wrong that can be noticed."""
        random = self.random
        sent, body = dict(sent), sent.get("msg")
        is_snapshot = sent["type"] == "orderbook_snapshot"
        if not isinstance(body, dict) or random.random() < 0.3:
            name = random.choice(sorted(sent))
            if name == "type":
                sent["type"] = random.choice(["of_tomorrow", None, 5, ""])
            elif name == "seq" and random.random() < 0.3:
                sent["seq"] = random.choice([str(sent["seq"]), sent["seq"] + 3, max(0, sent["seq"] - 3), 0])
            elif name == "sid":
                sent["sid"] = random.choice([str(sent["sid"]), None, "?", 1.5, [], {}])
            else:
                # A number that is an exchange's own is a lie if it is another.
                sent[name] = random.choice(JUNK if name in ("id", "msg") else NUMBERS)
                if name == "msg" and isinstance(sent[name], dict):
                    sent[name] = None
            self.done[f"envelope: {name}"] += 1
            return sent
        body = sent["msg"] = dict(body)
        name = random.choice(sorted(body)) if body else "extra"
        way = random.choice(["junk", "junk", "missing", "renamed", "extra"])
        if name.endswith("_dollars_fp") and is_snapshot:
            # A side that is missing or null is an empty one.
            if way == "junk":
                body[name] = random.choice(SIDES)
            elif way != "extra":
                # Under a name of the other side it would look like the old form of that one.
                other = random.choice([name[:-11], name[:-3], "bids", "levels"])
                body[other] = body.pop(name)
        elif way == "missing" and body:
            del body[name]
        elif way == "renamed" and body:
            body["renamed"] = body.pop(name)
        elif way == "junk":
            # Other tickers, and other texts of fields that are texts, would be lies.
            junk = [each for each in JUNK if not isinstance(each, str)] if name == "market_ticker" else list(JUNK)
            body[name] = random.choice(NUMBERS if name == "clock" else junk)
        body["extra"] = {"nested": [1, "two", None]}
        self.done[f"{way}: {sent['type']}"] += 1
        return sent

    def happen(self) -> None:
        """Something happens at the exchange."""
        random = self.random
        if not self._sids:
            return
        chance = 1.0 if self.is_calm else random.random()
        channel = random.choice(sorted(self._sids))
        sid = self._sids[channel]
        if chance < 0.0003:
            code = random.choice([10, 25])
            self.done[f"terminated: {code}"] += 1
            where = {"sid": sid, "seq": self.next_seq(sid)} if random.random() < 0.7 else {}
            del self._sids[channel]
            self._queue.append(Frame(msgspec.json.encode({"type": "error", **where, "msg": {"code": code, "msg": ""}})))
        elif chance < 0.0006:
            self.done["unsubscribed"] += 1
            del self._sids[channel]
            ended = {"type": "unsubscribed", "sid": sid, "seq": self.next_seq(sid)}
            self._queue.append(Frame(msgspec.json.encode(ended)))
        elif chance < 0.001:
            self.done["counted again"] += 1
            self._seqs[sid] = random.choice([0, 1, max(0, self._seqs[sid] - 5), self._seqs[sid] + 100])
        elif chance < 0.002:
            self.done["clock set"] += 1
            self._clock = random.choice([0, 1, 5, self._clock + 1000])
        elif chance < 0.003:
            self._has_times = not self._has_times
        elif chance < 0.005:
            self.done["error"] += 1
            # One without a sid would be the answer to whatever command waits.
            where = {"sid": sid, "seq": self.next_seq(sid)}
            self.put({"type": "error", **where, "msg": {"code": random.choice([1, 5, 14, 18, 99]), "msg": ""}})
        elif chance < 0.5 or chance == 1.0 or channel == BOOKS:
            self.change()
        else:
            self.publish(channel, sid)

    def change(self) -> None:
        if BOOKS not in self._sids:
            return
        random = self.random
        self._clock += bool(self._clock)
        ticker, side = random.choice(TICKERS), random.choice(["yes", "no"])
        price = Decimal(random.randrange(1, 6) if side == "yes" else random.randrange(6, 10)) / 10
        levels = self._books[ticker]
        before = levels.pop((side, price), Decimal(0))
        by = -before if before and random.random() < 0.4 else Decimal(random.randrange(1, 4))
        if before + by:
            levels[side, price] = before + by
        fields = {"side": side, "price_dollars": str(price), "delta_fp": str(by)}
        self.put_of_book("orderbook_delta", ticker, fields)

    def publish(self, channel: str, sid: int) -> None:
        kind = self.random.choice(models(CHANNELS[channel]))
        sent = msgspec.to_builtins(message(kind, self.random.randrange(1, 50), sid=sid))
        sent.pop("id", None)
        if "seq" in sent:
            sent["seq"] = self.next_seq(sid)
        self.put(sent, Frame(b"", sid_of_fill=sid if channel == "fill" else 0))

    # What came

    def take(self) -> Frame | None:
        self.check()
        if not self._queue:
            self.happen()
        if not self._queue:
            return None
        frame = self._queue.popleft()
        if frame.ticker is not None and frame.number >= self.came.get(frame.ticker, (0, {}))[0]:
            self.came[frame.ticker] = (frame.number, frame.after)
        if frame.sid_of_fill and b'"type":"fill"' in frame.content:
            self.fills[frame.sid_of_fill] += 1
        if frame.confirmed_sid and b'"sid":%d' % frame.confirmed_sid in frame.content:
            self.confirmed.add(frame.confirmed_sid)
        return frame

    def check(self) -> None:
        """Compare each book that claims to be right."""
        for ticker, view in self.views.items() if self.views is not None else ():
            self.checked += 1
            if view.stale is None:
                self.right += 1
                expected = self.came.get(ticker, (0, {}))[1]
                if levels_of(view) != expected and len(self.wrong) < 5:
                    self.wrong.append(f"{view!r}: {levels_of(view)} instead of {expected}")


def levels_of(view: OrderBookView) -> Levels:
    bids = {("yes", level.price): level.count for level in view.bids}
    return bids | {("no", level.price): level.count for level in view.asks}


class FakeSocket:
    """A WebSocket to the model."""

    def __init__(self, model: Model, frames: int) -> None:
        self.model = model
        model.open()

    async def recv(self, decode: bool | None = None) -> bytes:
        step = CALM_STEP if self.model.is_calm else STEP
        while (frame := self.model.take()) is None:
            await asyncio.sleep(step)
        await asyncio.sleep(step)
        return frame.content

    async def send(self, content: bytes, text: bool | None = None) -> None:
        self.model.command(msgspec.json.decode(content))

    async def ping(self) -> asyncio.Future[float]:
        answered: asyncio.Future[float] = asyncio.get_running_loop().create_future()
        answered.set_result(0.0)
        return answered

    async def close(self) -> None:
        pass


@define
class Result:
    """What the soak test has found; `faults` says in words what must not be."""

    model: Model
    seconds: float = 0.0
    reconnects: int = 0
    faults: list[str] = field(factory=list)


async def soak(frames: int, seed: int) -> Result:
    """Send so many frames, then let all become well again."""
    model = Model(Random(seed))
    result, states = Result(model), list[StateChange]()
    hooks = Hooks(on_state=states.append, on_unknown=lambda _: None, on_drift=lambda _: None, on_corporate_action=print)

    async def open_socket() -> ClientConnection:
        return cast("ClientConnection", FakeSocket(model, frames))

    settings = Settings(
        feed=API_FEED, open_socket=open_socket, hooks=hooks, dead_after=3600.0, confirm_timeout=60.0, new_tap=None
    )
    pool, tasks = ConnectionPool(settings, 1), BackgroundTasks()
    loop = asyncio.get_running_loop()
    try:
        await pool.open()
        stream: Any = Stream(pool, tasks, hooks.counters)
        received: Counter[str] = Counter()
        for channel in CHANNELS:
            if channel != BOOKS:
                subscription = stream.subscribe(channel, queue_size=1_000_000)
                subscription.listen(lambda _, channel=channel: received.update([channel]))
        model.views = books = stream.orderbooks(TICKERS)
        began = loop.time()
        while hooks.counters.messages < frames and not model.wrong:
            await asyncio.sleep(1)
        result.seconds, result.reconnects = loop.time() - began, hooks.counters.reconnects
        result.faults += asked_too_often(model, result.seconds)
        if not model.wrong:
            model.is_calm = True
            await asyncio.sleep(RECOVERY)
            result.faults += [f"{ticker} is stale still: {view.stale}" for ticker, view in books.items() if view.stale]
        result.faults += [
            f"{ended.channel} has ended: {ended.reason}" for ended in states if ended.state in ("ended", "closed")
        ]
        lost = [state.reason for state in states if state.state == "lost"]
        result.faults += [f"a connection ended: {why}" for why in lost if not any(each in why for each in UNSURE)]
        fills = sum(model.fills[sid] for sid in model.confirmed)
        if received["fill"] < fills:
            result.faults.append(f"{fills} fills came, and {received['fill']} were given")
    finally:
        model.views = None
        await pool.close()
        await tasks.end()
    result.faults += model.wrong
    result.faults += asked_too_often(model, result.seconds + RECOVERY)
    if model.subscribes > len(CHANNELS) * (result.reconnects + 1) + result.seconds:
        result.faults.append(f"{model.subscribes} subscriptions were asked for")
    return result


def asked_too_often(model: Model, seconds: float) -> list[str]:
    """The markets of which more snapshots were asked for than may be in so many seconds, in words."""
    return [
        f"{asked} snapshots of {ticker} were asked for in {seconds:.0f} s"
        for ticker, asked in model.asked.items()
        if asked > IN_A_ROW + seconds
    ]


class _Complaints(logging.Handler):
    """Keeps what is logged of errors of the client's own, except for frames that it could not handle."""

    def __init__(self) -> None:
        super().__init__(logging.ERROR)
        self.said: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        if "could not be handled" not in record.getMessage():
            self.said.append(record.getMessage())


def main(arguments: Sequence[str]) -> int:
    """Run a soak test of the size that is asked for, and print what it found."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--frames", type=int, default=200_000)
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args(arguments)
    complaints, log = _Complaints(), logging.getLogger("kalshi")
    with ExitStack() as patches, asyncio.Runner(loop_factory=VirtualLoop) as runner:
        loop = cast("VirtualLoop", runner.get_loop())
        for module in (commands, connection, sequence, shared, snapshots):
            # Theirs alone: other threads go by the machine's clock.
            patches.enter_context(patch.object(module, "time", SimpleNamespace(monotonic=loop.time)))
        patches.enter_context(patch("kalshi_overlay.clock.jitter", lambda seconds: seconds))
        patches.enter_context(patch.object(log, "propagate", new=False))
        log.addHandler(complaints)
        patches.callback(log.removeHandler, complaints)
        result = runner.run(soak(given.frames, given.seed))
    model = result.model
    faults = result.faults + complaints.said
    for what, times in sorted(model.done.items()):
        print(f"{what:<40}{times:>8,}")
    print(*faults[:20], sep="\n")
    print(
        f"{given.frames:,} frames, {model.done.total():,} things wrong of {len(model.done)} sorts; books looked at "
        f"{model.checked:,} times, right {model.right:,}, wrong {len(model.wrong)}; snapshots asked for "
        f"{model.asked.total():,} in {result.seconds:,.0f} s; new connections {result.reconnects}"
    )
    is_shown = model.right > model.checked / 20 and len(model.done) > 20
    return 0 if is_shown and not faults else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
