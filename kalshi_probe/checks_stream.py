"""How the stream answers commands, how it counts, and what is in its messages; a `StreamSession` has kept them."""

from __future__ import annotations

import re
from itertools import pairwise

from .check import CAPTURES, Check, NotSeenError, Seen, assumption, field_names, known_word
from .stream import Frame, StreamSession

CHECKS: list[Check] = []
_MICROSECONDS = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{4,6}Z")
# A ping comes every ten seconds.
_TELLS_PINGS = 12.0
_BUSY = 1.0


@assumption(CHECKS, matters="kalshi_overlay.stream.shared", source=CAPTURES, expected="subscribed, id, sid 1, no seq")
async def first_subscribe(session: StreamSession) -> str:
    """The first subscribe of a channel is answered by `subscribed` with the command's id and sid 1, without a seq."""
    (answer, *_) = session.answers("first")
    identified = "id" if answer.message.get("id") else "no id"
    return f"{answer.kind}, {identified}, sid {answer.body['sid']}, {_has(answer, 'seq')}"


@assumption(
    CHECKS,
    matters="kalshi_overlay.stream.shared",
    source="captures of production and demo; the exchange's changelog of 2025-09-25",
    expected="ok, same sid, all markets",
)
async def second_subscribe(session: StreamSession) -> str:
    """The second subscribe of a channel is answered by `ok` on the same sid with all its markets."""
    (answer, *_) = session.answers("second")
    if answer.kind == "error":
        return _error(answer)
    sid = answer.message.get("sid", answer.body.get("sid"))
    same = "same sid" if sid == session.first_sid() else "new sid"
    if answer.kind != "ok":
        return f"{answer.kind}, {same}"
    wanted = {session.tickers["busy"], session.tickers["second"]}
    return f"ok, {same}, {'all markets' if wanted == {*answer.body.get('market_tickers', ())} else 'other markets'}"


@assumption(CHECKS, matters="kalshi_overlay.stream.shared", source=CAPTURES, expected="of the new market")
async def snapshots_of_second_subscribe(session: StreamSession) -> str:
    """A second subscribe brings a snapshot of the new market only."""
    session.answers("second")
    came = {each.body.get("market_ticker") for each in session.of("second", "orderbook_snapshot")}
    if session.tickers["busy"] == session.tickers["second"]:
        raise NotSeenError("there is one market only")
    if not came:
        return "none"
    return "of the new market" if came == {session.tickers["second"]} else "of other markets too"


@assumption(CHECKS, matters="kalshi_overlay.stream.connection", source=CAPTURES, expected="2 subscribed, 1 id, 2 sids")
async def several_channels(session: StreamSession) -> str:
    """One subscribe of two channels is answered by one `subscribed` each, with the same id and a sid of its own."""
    came = [each for each in session.answers("channels") if each.kind == "subscribed"]
    ids, sids = {each.message.get("id") for each in came}, {each.body.get("sid") for each in came}
    return f"{len(came)} subscribed, {len(ids)} id, {len(sids)} sids"


@assumption(CHECKS, matters="kalshi_overlay.stream.merging", source=CAPTURES, expected="without a gap")
async def numbers_of_books(session: StreamSession) -> Seen:
    """`seq` counts every frame of an order book subscription by one, over all its markets."""
    numbers = _numbers(session)
    gaps = sum(after != before + 1 for before, after in pairwise(numbers))
    first = "" if numbers[0] == 1 else f", from {numbers[0]}"
    return Seen(f"{gaps or 'no'} gaps in {len(numbers)} frames{first}", not gaps and not first)


def _numbers(session: StreamSession) -> list[int]:
    sid = session.first_sid()
    found = [each.message["seq"] for each in session.frames if each.message.get("sid") == sid and "seq" in each.message]
    if len(found) < 2:
        raise NotSeenError("fewer than two frames had a number")
    return found


@assumption(CHECKS, matters="kalshi_overlay.stream.dispatch", source=CAPTURES, expected="a number of its own")
async def number_of_ok(session: StreamSession) -> str:
    """`ok` uses up a number of its subscription."""
    found = [each for each in session.frames if each.kind == "ok"]
    if not found:
        raise NotSeenError("no `ok` came")
    if any("seq" not in each.message for each in found):
        return "no number"
    kept = [(each.message.get("sid"), each.message.get("seq")) for each in session.frames]
    shared = any(kept.count((each.message.get("sid"), each.message["seq"])) > 1 for each in found)
    return "another frame's number" if shared else "a number of its own"


@assumption(
    CHECKS,
    matters="kalshi_overlay.stream.snapshots",
    source="captures of production; one demo run had the snapshot alone",
    expected="ok, orderbook_snapshot",
)
async def get_snapshot(session: StreamSession) -> str:
    """`get_snapshot` is answered by `ok` and then the snapshot."""
    kinds = ("subscribed", "ok", "error", "orderbook_snapshot")
    return ", ".join(each.kind for each in session.of("snapshot", *kinds)) or "nothing"


@assumption(CHECKS, matters="kalshi_overlay.stream.commands", source=CAPTURES, expected="error 7")
async def missing_sid(session: StreamSession) -> str:
    """`get_snapshot` with a market and no sid is error 7."""
    return _error(session.answers("no sid")[0])


@assumption(CHECKS, matters="kalshi_overlay.stream.commands", source=CAPTURES, expected="error 14")
async def missing_market(session: StreamSession) -> str:
    """`get_snapshot` without a market is error 14."""
    return _error(session.answers("no market")[0])


@assumption(CHECKS, matters="kalshi_overlay.stream.commands", source=CAPTURES, expected="no id, sid, seq")
async def error_of_a_subscription(session: StreamSession) -> str:
    """An error about a subscription has its sid and a seq, and no id."""
    answer = session.answers("no market")[0]
    return ", ".join(_has(answer, name) for name in ("id", "sid", "seq"))


@assumption(CHECKS, matters="kalshi_overlay.stream.commands", source=CAPTURES, expected="error 12")
async def two_sids(session: StreamSession) -> str:
    """An update with two sids is error 12."""
    return _error(session.answers("two sids")[0])


@assumption(CHECKS, matters="kalshi_overlay.stream.commands", source=CAPTURES, expected="error 8, id")
async def unknown_channel(session: StreamSession) -> str:
    """An unknown channel is error 8, with the command's id."""
    answer = session.answers("unknown channel")[0]
    return f"{_error(answer)}, {_has(answer, 'id')}"


@assumption(CHECKS, matters="kalshi_overlay.stream.shared", source=CAPTURES, expected="new sid, from 1")
async def subscribing_again(session: StreamSession) -> str:
    """A channel that is subscribed to again after `unsubscribe` has a new sid, and counts from 1."""
    answer = session.answers("again")[0]
    if answer.kind != "subscribed":
        return _error(answer)
    new = answer.body["sid"]
    numbers = [each.message["seq"] for each in session.of("again") if each.message.get("sid") == new]
    return f"{'same' if new == session.first_sid() else 'new'} sid, from {numbers[0] if numbers else 'nowhere'}"


@assumption(CHECKS, matters="kalshi_overlay.stream.subscription", source=CAPTURES, expected="no seq")
async def number_of_tickers(session: StreamSession) -> str:
    """`ticker` messages have no `seq`."""
    return _has(_one(session, "ticker"), "seq")


@assumption(CHECKS, matters="kalshi_overlay.stream.subscription", source=CAPTURES, expected="seq")
async def number_of_trades(session: StreamSession) -> str:
    """`trade` messages have a `seq`."""
    return _has(_one(session, "trade"), "seq")


@assumption(
    CHECKS,
    matters="kalshi_overlay.stream.merging",
    source="the specification requires it; no capture has it (until 27 August 2026)",
    expected="no clock",
)
async def clock_of_snapshots(session: StreamSession) -> str:
    """Snapshots have no `clock`."""
    return _has_in_body(session.snapshots()[0], "clock")


@assumption(
    CHECKS,
    matters="kalshi_overlay.stream.merging",
    source="the specification requires it; no capture has it (until 27 August 2026)",
    expected="no clock",
)
async def clock_of_deltas(session: StreamSession) -> str:
    """Deltas have no `clock`."""
    return _has_in_body(_one(session, "orderbook_delta"), "clock")


@assumption(
    CHECKS,
    matters="kalshi_overlay.stream.book",
    source=CAPTURES,
    expected=("no ts; microseconds, ts_ms",),
)
async def times_of_books(session: StreamSession) -> str:
    """Snapshots carry no time; deltas have `ts` with microseconds, and `ts_ms`."""
    delta = _one(session, "orderbook_delta").body
    fine = "microseconds" if _MICROSECONDS.fullmatch(str(delta.get("ts"))) else "another ts"
    return f"{_has_in_body(session.snapshots()[0], 'ts')}; {fine}, {'ts_ms' if 'ts_ms' in delta else 'no ts_ms'}"


@assumption(CHECKS, matters="kalshi_overlay.stream.book", source=CAPTURES, expected="ascending, no empty side")
async def sides_of_snapshots(session: StreamSession) -> str:
    """Snapshots list levels ascending, and an empty side has no key."""
    bodies = [each.body for each in session.snapshots()]
    sides = [body[name] for body in bodies for name in ("yes_dollars_fp", "no_dollars_fp") if name in body]
    prices = [[float(level[0]) for level in side or []] for side in sides]
    order = "ascending" if all(each == sorted(each) for each in prices) else "in another order"
    return f"{order}, {'an' if any(not each for each in prices) else 'no'} empty side"


@assumption(
    CHECKS, matters="kalshi_overlay.stream.orderbooks", source=CAPTURES, expected="an empty snapshot, empty market_id"
)
async def unknown_market_on_the_stream(session: StreamSession) -> str:
    """An unknown market can be subscribed to; its snapshot is empty, with an empty `market_id`."""
    session.answers("unknown market")
    errors = session.of("unknown market", "error")
    if errors:
        return _error(errors[0])
    snapshots = session.of("unknown market", "orderbook_snapshot")
    if not snapshots:
        return "no snapshot"
    body = snapshots[0].body
    levels = any(body.get(side) for side in ("yes_dollars_fp", "no_dollars_fp"))
    return f"{'a' if levels else 'an empty'} snapshot, {'a' if body.get('market_id') else 'empty'} market_id"


@assumption(CHECKS, matters="kalshi_overlay.stream.orderbooks", source=CAPTURES, expected="accepted, silent")
async def settled_market(session: StreamSession) -> str:
    """A settled market can be subscribed to and sends nothing, no snapshot either."""
    if "settled" not in session.tickers:
        raise NotSeenError("there is no settled market")
    answer = session.answers("settled market")[0]
    if answer.kind == "error":
        return _error(answer)
    mine = [each for each in session.frames if each.body.get("market_ticker") == session.tickers["settled"]]
    return f"accepted, {known_word(mine[0].kind) if mine else 'silent'}"


@assumption(CHECKS, matters="kalshi_gen.stream.models", source=CAPTURES, expected="empty")
async def price_without_trades(session: StreamSession) -> str:
    """`price_dollars` of a market without trades is `""`."""
    frames = session.of("untraded", "ticker")
    if not frames:
        raise NotSeenError("no ticker message of a market without trades came")
    price = frames[0].body.get("price_dollars")
    return "empty" if price == "" else "missing" if price is None else "a price"


@assumption(CHECKS, matters="kalshi_gen.stream.codec", source=CAPTURES, expected="every frame")
async def newlines(session: StreamSession) -> str:
    """Every frame ends in a newline."""
    return _share(session, [each for each in session.frames if each.text.endswith("\n")])


@assumption(
    CHECKS,
    matters="kalshi_gen.stream.codec",
    source="captures of October 2026; earlier ones lack it",
    expected="every frame",
)
async def sending_times(session: StreamSession) -> str:
    """Messages have `sending_ts_ms`."""
    kinds = ("orderbook_snapshot", "orderbook_delta")
    messages = [each for each in session.frames if each.kind in kinds]
    timed = [each for each in messages if "sending_ts_ms" in each.message or "sending_ts_ms" in each.body]
    if not messages:
        raise NotSeenError("no message came")
    return "every frame" if len(timed) == len(messages) else f"{len(timed)} of {len(messages)} frames"


def _share(session: StreamSession, some: list[Frame]) -> str:
    if not session.frames:
        raise NotSeenError("no frame came")
    return "every frame" if len(some) == len(session.frames) else f"{len(some)} of {len(session.frames)} frames"


@assumption(CHECKS, matters="kalshi_overlay.stream.session", source=CAPTURES, expected="10 s")
async def pings(session: StreamSession) -> Seen:
    """A connection without messages gets a ping every 10 seconds."""
    watch = session.quiet
    between = [after - before for before, after in pairwise([watch.began, *watch.pings])]
    if len(between) < 2 and watch.seconds < _TELLS_PINGS:
        raise NotSeenError(f"a quiet connection was watched for {watch.seconds:.0f} s only")
    if not between:
        return Seen(f"none in {watch.seconds:.0f} s", False)
    # The first one may come at any moment after the opening.
    interval = between[1] if len(between) > 1 else between[0]
    return Seen(f"{interval:.0f} s", 8 <= interval <= 12)


@assumption(CHECKS, matters="kalshi_overlay.stream.session", source="captures: none in 75 s", expected="none")
async def pings_of_a_busy_connection(session: StreamSession) -> Seen:
    """A connection on which messages come all the time gets no pings."""
    watch = session.busy
    if amid := watch.pings_amid_messages(_BUSY):
        return Seen(f"{amid} in {watch.seconds:.0f} s", False)
    if watch.longest_silence > _BUSY:
        raise NotSeenError(f"no message came for up to {watch.longest_silence:.0f} s")
    if watch.seconds < _TELLS_PINGS:
        raise NotSeenError(f"a busy connection was watched for {watch.seconds:.0f} s only")
    return Seen(f"none in {watch.seconds:.0f} s", True)


def _one(session: StreamSession, kind: str) -> Frame:
    found = [each for each in (*session.frames, *session.other) if each.kind == kind]
    if not found:
        raise NotSeenError(session.ended or f"no `{kind}` came while the probe watched")
    return found[0]


def _has_in_body(frame: Frame, name: str) -> str:
    return name if name in frame.body or name in frame.message else f"no {name}"


def _has(frame: Frame, name: str) -> str:
    """Say whether a message has a field beside its `msg`."""
    return name if frame.message.get(name) is not None else f"no {name}"


def _error(frame: Frame) -> str:
    """Name an error by its number, and any other answer by its type."""
    code = frame.body.get("code")
    return f"error {code}" if frame.kind == "error" and isinstance(code, int) else field_names({frame.kind: 0})
