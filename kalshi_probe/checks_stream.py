"""How the stream answers commands, and how it counts; `conversation` has asked it."""

from __future__ import annotations

from itertools import pairwise

from .checking import CAPTURES, Check, NotSeenError, Seen, check_in, field_names
from .conversation import Conversation
from .line import Frame

CHECKS: list[Check] = []


@check_in(
    CHECKS,
    matters="kalshi_overlay.stream.shared",
    source=CAPTURES,
    expected="subscribed, id, sid 1, no seq",
)
async def first_subscribe(talk: Conversation) -> str:
    """The first subscribe of a channel is answered by `subscribed` with the command's id and sid 1, without a seq."""
    (answer, *_) = talk.answers("first")
    identified = "id" if answer.message.get("id") else "no id"
    return f"{answer.kind}, {identified}, sid {answer.body['sid']}, {has(answer, 'seq')}"


@check_in(
    CHECKS,
    matters="kalshi_overlay.stream.shared",
    source="captures of production and demo; the exchange's changelog of 2025-09-25",
    expected="ok, same sid, all markets",
)
async def second_subscribe(talk: Conversation) -> str:
    """The second subscribe of a channel is answered by `ok` on the same sid with all its markets."""
    (answer, *_) = talk.answers("second")
    if answer.kind == "error":
        return error(answer)
    sid = answer.message.get("sid", answer.body.get("sid"))
    same = "same sid" if sid == talk.first_sid() else "new sid"
    if answer.kind != "ok":
        return f"{answer.kind}, {same}"
    wanted = {talk.tickers["busy"], talk.tickers["second"]}
    return f"ok, {same}, {'all markets' if wanted == {*answer.body.get('market_tickers', ())} else 'other markets'}"


@check_in(
    CHECKS,
    matters="kalshi_overlay.stream.shared",
    source=CAPTURES,
    expected="of the new market",
)
async def snapshots_of_second_subscribe(talk: Conversation) -> str:
    """A second subscribe brings a snapshot of the new market alone."""
    talk.answers("second")
    came = {each.body.get("market_ticker") for each in talk.of("second", "orderbook_snapshot")}
    if talk.tickers["busy"] == talk.tickers["second"]:
        raise NotSeenError("there is one market only")
    if not came:
        return "none"
    return "of the new market" if came == {talk.tickers["second"]} else "of other markets too"


@check_in(
    CHECKS,
    matters="kalshi_overlay.stream.connection",
    source=CAPTURES,
    expected="2 subscribed, 1 id, 2 sids",
)
async def several_channels(talk: Conversation) -> str:
    """One subscribe of two channels is answered by one `subscribed` each, with the same id and a sid of its own."""
    came = [each for each in talk.answers("channels") if each.kind == "subscribed"]
    ids, sids = {each.message.get("id") for each in came}, {each.body.get("sid") for each in came}
    return f"{len(came)} subscribed, {len(ids)} id, {len(sids)} sids"


@check_in(
    CHECKS,
    matters="kalshi_overlay.stream.merging",
    source=CAPTURES,
    expected="without a gap",
)
async def numbers_of_books(talk: Conversation) -> Seen:
    """`seq` counts every frame of an order book subscription by one, over all its markets."""
    numbers = _numbers(talk)
    gaps = sum(after != before + 1 for before, after in pairwise(numbers))
    first = "" if numbers[0] == 1 else f", from {numbers[0]}"
    return Seen(f"{gaps or 'no'} gaps in {len(numbers)} frames{first}", not gaps and not first)


def _numbers(talk: Conversation) -> list[int]:
    sid = talk.first_sid()
    found = [each.message["seq"] for each in talk.frames if each.message.get("sid") == sid and "seq" in each.message]
    if len(found) < 2:
        raise NotSeenError("fewer than two frames had a number")
    return found


@check_in(
    CHECKS,
    matters="kalshi_overlay.stream.dispatch",
    source=CAPTURES,
    expected="a number of its own",
)
async def number_of_ok(talk: Conversation) -> str:
    """`ok` uses up a number of its subscription."""
    found = [each for each in talk.frames if each.kind == "ok"]
    if not found:
        raise NotSeenError("no `ok` came")
    if any("seq" not in each.message for each in found):
        return "no number"
    kept = [(each.message.get("sid"), each.message.get("seq")) for each in talk.frames]
    shared = any(kept.count((each.message.get("sid"), each.message["seq"])) > 1 for each in found)
    return "another frame's number" if shared else "a number of its own"


@check_in(
    CHECKS,
    matters="kalshi_overlay.stream.snapshots",
    source="captures of production; one demo run had the snapshot alone",
    expected="ok, orderbook_snapshot",
)
async def get_snapshot(talk: Conversation) -> str:
    """`get_snapshot` is answered by `ok` and then the snapshot."""
    kinds = ("subscribed", "ok", "error", "orderbook_snapshot")
    return ", ".join(each.kind for each in talk.of("snapshot", *kinds)) or "nothing"


@check_in(
    CHECKS,
    matters="kalshi_overlay.stream.commands",
    source=CAPTURES,
    expected="error 7",
)
async def missing_sid(talk: Conversation) -> str:
    """`get_snapshot` with a market and no sid is error 7."""
    return error(talk.answers("no sid")[0])


@check_in(
    CHECKS,
    matters="kalshi_overlay.stream.commands",
    source=CAPTURES,
    expected="error 14",
)
async def missing_market(talk: Conversation) -> str:
    """`get_snapshot` without a market is error 14."""
    return error(talk.answers("no market")[0])


@check_in(
    CHECKS,
    matters="kalshi_overlay.stream.commands",
    source=CAPTURES,
    expected="no id, sid, seq",
)
async def error_of_a_subscription(talk: Conversation) -> str:
    """An error about a subscription has its sid and a seq, and no id."""
    answer = talk.answers("no market")[0]
    return ", ".join(has(answer, name) for name in ("id", "sid", "seq"))


@check_in(
    CHECKS,
    matters="kalshi_overlay.stream.commands",
    source=CAPTURES,
    expected="error 12",
)
async def two_sids(talk: Conversation) -> str:
    """An update with two sids is error 12."""
    return error(talk.answers("two sids")[0])


@check_in(
    CHECKS,
    matters="kalshi_overlay.stream.commands",
    source=CAPTURES,
    expected="error 8, id",
)
async def unknown_channel(talk: Conversation) -> str:
    """An unknown channel is error 8, with the command's id."""
    answer = talk.answers("unknown channel")[0]
    return f"{error(answer)}, {has(answer, 'id')}"


@check_in(
    CHECKS,
    matters="kalshi_overlay.stream.shared",
    source=CAPTURES,
    expected="new sid, from 1",
)
async def subscribing_again(talk: Conversation) -> str:
    """A channel that is subscribed to again after `unsubscribe` has a new sid, and counts from 1."""
    answer = talk.answers("again")[0]
    if answer.kind != "subscribed":
        return error(answer)
    new = answer.body["sid"]
    numbers = [each.message["seq"] for each in talk.of("again") if each.message.get("sid") == new]
    return f"{'same' if new == talk.first_sid() else 'new'} sid, from {numbers[0] if numbers else 'nowhere'}"


def has(frame: Frame, name: str) -> str:
    """Say whether a message has a field beside its `msg`."""
    return name if frame.message.get(name) is not None else f"no {name}"


def error(frame: Frame) -> str:
    """Name an error by its number, and any other answer by its type."""
    code = frame.body.get("code")
    return f"error {code}" if frame.kind == "error" and isinstance(code, int) else field_names({frame.kind: 0})
