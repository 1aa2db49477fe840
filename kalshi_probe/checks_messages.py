"""What is in the messages of the stream; `conversation` has kept them."""

from __future__ import annotations

import re

from .checking import CAPTURES, Check, NotSeenError, Seen, check_in, known_word
from .checks_stream import error, has
from .conversation import Conversation
from .line import Frame

CHECKS: list[Check] = []
_MICROSECONDS = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{4,6}Z")


@check_in(
    CHECKS,
    matters="kalshi_overlay.stream.subscription",
    source=CAPTURES,
    expected="no seq",
)
async def number_of_tickers(talk: Conversation) -> str:
    """`ticker` messages have no `seq`."""
    return has(_one(talk, "ticker"), "seq")


@check_in(
    CHECKS,
    matters="kalshi_overlay.stream.subscription",
    source=CAPTURES,
    expected="seq",
)
async def number_of_trades(talk: Conversation) -> str:
    """`trade` messages have a `seq`."""
    return has(_one(talk, "trade"), "seq")


@check_in(
    CHECKS,
    matters="kalshi_overlay.stream.merging",
    source="the specification requires it; no capture has it (until 27 August 2026)",
    expected="no clock",
)
async def clock_of_snapshots(talk: Conversation) -> str:
    """Snapshots have no `clock`."""
    return _has_in_body(talk.snapshots()[0], "clock")


@check_in(
    CHECKS,
    matters="kalshi_overlay.stream.merging",
    source="the specification requires it; no capture has it (until 27 August 2026)",
    expected="no clock",
)
async def clock_of_deltas(talk: Conversation) -> str:
    """Deltas have no `clock`."""
    return _has_in_body(_one(talk, "orderbook_delta"), "clock")


@check_in(
    CHECKS,
    matters="kalshi_overlay.stream.book",
    source=CAPTURES,
    expected=("no ts; microseconds, ts_ms",),
)
async def times_of_books(talk: Conversation) -> str:
    """Snapshots carry no time; deltas have `ts` with microseconds, and `ts_ms`."""
    delta = _one(talk, "orderbook_delta").body
    fine = "microseconds" if _MICROSECONDS.fullmatch(str(delta.get("ts"))) else "another ts"
    return f"{_has_in_body(talk.snapshots()[0], 'ts')}; {fine}, {'ts_ms' if 'ts_ms' in delta else 'no ts_ms'}"


@check_in(
    CHECKS,
    matters="kalshi_overlay.stream.book",
    source=CAPTURES,
    expected="ascending, no empty side",
)
async def sides_of_snapshots(talk: Conversation) -> str:
    """Snapshots list levels ascending, and an empty side has no key."""
    bodies = [each.body for each in talk.snapshots()]
    sides = [body[name] for body in bodies for name in ("yes_dollars_fp", "no_dollars_fp") if name in body]
    prices = [[float(level[0]) for level in side or []] for side in sides]
    order = "ascending" if all(each == sorted(each) for each in prices) else "in another order"
    return f"{order}, {'an' if any(not each for each in prices) else 'no'} empty side"


@check_in(
    CHECKS,
    matters="kalshi_overlay.stream.orderbooks",
    source=CAPTURES,
    expected="an empty snapshot, empty market_id",
)
async def unknown_market_on_the_stream(talk: Conversation) -> str:
    """An unknown market can be subscribed to; its snapshot is empty, with an empty `market_id`."""
    talk.answers("unknown market")
    errors = talk.of("unknown market", "error")
    if errors:
        return error(errors[0])
    snapshots = talk.of("unknown market", "orderbook_snapshot")
    if not snapshots:
        return "no snapshot"
    body = snapshots[0].body
    levels = any(body.get(side) for side in ("yes_dollars_fp", "no_dollars_fp"))
    return f"{'a' if levels else 'an empty'} snapshot, {'a' if body.get('market_id') else 'empty'} market_id"


@check_in(
    CHECKS,
    matters="kalshi_overlay.stream.orderbooks",
    source=CAPTURES,
    expected="accepted, silent",
)
async def settled_market(talk: Conversation) -> str:
    """A settled market can be subscribed to and sends nothing, no snapshot either."""
    if "settled" not in talk.tickers:
        raise NotSeenError("there is no settled market")
    answer = talk.answers("settled market")[0]
    if answer.kind == "error":
        return error(answer)
    mine = [each for each in talk.frames if each.body.get("market_ticker") == talk.tickers["settled"]]
    return f"accepted, {known_word(mine[0].kind) if mine else 'silent'}"


@check_in(
    CHECKS,
    matters="kalshi_gen.stream.models",
    source=CAPTURES,
    expected="empty",
)
async def price_without_trades(talk: Conversation) -> str:
    """`price_dollars` of a market without trades is `""`."""
    frames = talk.of("untraded", "ticker")
    if not frames:
        raise NotSeenError("no ticker message of a market without trades came")
    price = frames[0].body.get("price_dollars")
    return "empty" if price == "" else "missing" if price is None else "a price"


@check_in(
    CHECKS,
    matters="kalshi_gen.stream.codec",
    source=CAPTURES,
    expected="every frame",
)
async def newlines(talk: Conversation) -> str:
    """Every frame ends in a newline."""
    return _share(talk, [each for each in talk.frames if each.text.endswith("\n")])


@check_in(
    CHECKS,
    matters="kalshi_gen.stream.codec",
    source="captures of October 2026; earlier ones lack it",
    expected="every frame",
)
async def sending_times(talk: Conversation) -> str:
    """Messages have `sending_ts_ms`."""
    kinds = ("orderbook_snapshot", "orderbook_delta")
    messages = [each for each in talk.frames if each.kind in kinds]
    timed = [each for each in messages if "sending_ts_ms" in each.message or "sending_ts_ms" in each.body]
    if not messages:
        raise NotSeenError("no message came")
    return "every frame" if len(timed) == len(messages) else f"{len(timed)} of {len(messages)} frames"


def _share(talk: Conversation, some: list[Frame]) -> str:
    if not talk.frames:
        raise NotSeenError("no frame came")
    return "every frame" if len(some) == len(talk.frames) else f"{len(some)} of {len(talk.frames)} frames"


@check_in(
    CHECKS,
    matters="kalshi_overlay.stream.link",
    source=CAPTURES,
    expected="10 s",
)
async def pings(talk: Conversation) -> Seen:
    """A connection without messages gets a ping every 10 seconds."""
    if talk.watched < 12:
        raise NotSeenError(f"a quiet connection was watched for {talk.watched:.0f} s only")
    # The first one may come at any moment after the opening.
    between = talk.pings[1:] or talk.pings
    if not between:
        return Seen(f"none in {talk.watched:.0f} s", False)
    return Seen(f"{between[0]:.0f} s", 8 <= between[0] <= 12)


def _one(talk: Conversation, kind: str) -> Frame:
    found = [each for each in (*talk.frames, *talk.other) if each.kind == kind]
    if not found:
        raise NotSeenError(talk.ended or f"no `{kind}` came while the probe watched")
    return found[0]


def _has_in_body(frame: Frame, name: str) -> str:
    return name if name in frame.body or name in frame.message else f"no {name}"
