"""Reads and checks the parameters of commands."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any, TypeGuard

from attrs import frozen

from kalshi_gen.runtime.stream import Channel

from ..behaviour import Behaviour
from .channels import Selection, selection
from .errors import CommandRejected, invalid
from .feed import Feed
from .subscription import Subscription

_UUID = re.compile(r"[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}")
_ALL = "all"
_MAX_SHARD_FACTOR = 100
# Error codes of an update that names nothing.
_NEEDED: dict[Selection, int] = {"market_tickers": 14, "index_ids": 24, "underlying_tickers": 28}
_LISTS = ("indexlist", "underlying_list")


@frozen
class Update:
    """An update of a subscription.

    Args:
        action: Its `action`.
        names: The markets, indices or underlyings that it names.
        by_id: Whether markets are named by their ids.
        is_of_all: Whether `all` is named.
        wants_snapshot: Whether it asks for the current tickers of new markets.
    """

    action: str
    names: tuple[str, ...] = ()
    by_id: bool = False
    is_of_all: bool = False
    wants_snapshot: bool = False


def id_of(command: dict[str, Any]) -> int | None:
    """The id of a command, None if it has none or 0.

    Raises:
        CommandRejected: 1 if it is no integer from 0.
    """
    command_id = command.get("id", 0)
    if not _is_integer(command_id) or command_id < 0:
        raise CommandRejected(1, "id is no integer from 0")
    return command_id or None


def asked_channels(params: dict[str, Any], feed: Feed) -> list[Channel]:
    """The channels of a subscribe command.

    Raises:
        CommandRejected: 3 for none, 8 for an unknown one, 11 for anything but a list of names.
    """
    channels = params.get("channels")
    if not channels and (channels is None or isinstance(channels, list)):
        raise CommandRejected(3)
    names = _strings("channels", channels)
    for name in names:
        if name not in feed.channels:
            raise CommandRejected(8)
    return [feed.channels[name] for name in names]


def asked_sids(params: dict[str, Any]) -> list[int]:
    """The subscriptions that an unsubscribe command names.

    Raises:
        CommandRejected: 4 for none, 11 for anything but a list of numbers.
    """
    sids = params.get("sids")
    if not sids and (sids is None or isinstance(sids, list)):
        raise CommandRejected(4)
    if not isinstance(sids, list) or not all(_is_integer(sid) for sid in sids):
        raise invalid("sids", "not a list of integers")
    return sids


def one_sid(params: dict[str, Any], behaviour: Behaviour) -> int:
    """The one subscription that an update names.

    Raises:
        CommandRejected: 12 unless there is exactly one, by `sid` or `sids`; 11 for anything but a number; 7 for a
            get_snapshot that names only markets, if that is how the exchange behaves.
    """
    sid, sids = params.get("sid"), params.get("sids")
    is_of_markets = params.get("action") == "get_snapshot" and (
        params.get("market_ticker") or params.get("market_tickers")
    )
    if sid is sids is None and is_of_markets and behaviour.missing_sid_is_unknown:
        raise CommandRejected(7)
    if (sid is None) == (sids is None):
        raise CommandRejected(12)
    if sids is not None and not isinstance(sids, list):
        raise invalid("sids", "not a list of integers")
    named = [sid] if sids is None else sids
    if len(named) != 1:
        raise CommandRejected(12)
    if not _is_integer(named[0]):
        raise invalid("sid", "not an integer")
    return named[0]


def subscription_fields(channel: Channel, params: dict[str, Any], feed: Feed) -> dict[str, Any]:
    """What a subscription to a channel is restricted to, as arguments of `Subscription`.

    Args:
        feed: Knows the markets.

    Raises:
        CommandRejected: 11 for a parameter, 14 if markets are required, 19 to 22 for the shard.
    """
    for flag in ("send_initial_snapshot", "skip_ticker_ack", "use_yes_price"):
        _check_flag(params, flag)
    fields: dict[str, Any] = {
        "skips_lists": params.get("skip_ticker_ack", False),
        "wants_snapshot": params.get("send_initial_snapshot", False),
    }
    selected = selection(channel)
    if selected == "market_tickers":
        names, by_id = asked_markets(channel, params, feed)
        if not names and channel.needs:
            raise CommandRejected(14)
        fields |= {"names": dict.fromkeys(names), "is_of_all": not names, "named_by_id": by_id}
        fields["uses_yes_price"] = params.get("use_yes_price", False)
    elif selected is None:
        fields["is_of_all"] = True
    else:
        names = _strings(selected, params.get(selected, []), may_be_empty=selected not in params)
        fields |= {"names": dict.fromkeys(each for each in names if each != _ALL), "is_of_all": _ALL in names}
    if channel.name == "communications":
        fields |= {"is_of_own": _is_own(params), "shard": _shard(params)}
    return fields


def read_update(subscription: Subscription, params: dict[str, Any], feed: Feed) -> Update:
    """Read an update.

    Raises:
        CommandRejected: 15 without an action, 13 for one that the channel doesn't have, 14, 24 or 28 if it names
            nothing, 11 for a parameter.
    """
    channel, action = subscription.channel, params.get("action")
    if action is None:
        raise CommandRejected(15)
    if not isinstance(action, str) or action not in channel.actions:
        raise CommandRejected(13)
    if action in _LISTS:
        return Update(action)
    _check_flag(params, "send_initial_snapshot")
    selected = selection(channel)
    assert selected is not None
    if selected == "market_tickers":
        names, by_id = asked_markets(channel, params, feed)
    else:
        names, by_id = _strings(selected, params.get(selected) or [], may_be_empty=True), False
    if not names:
        raise CommandRejected(_NEEDED[selected])
    named = tuple(name for name in names if selected == "market_tickers" or name != _ALL)
    is_of_all = len(named) < len(names)
    return Update(action, named, by_id, is_of_all, bool(params.get("send_initial_snapshot")))


def asked_markets(channel: Channel, params: dict[str, Any], feed: Feed) -> tuple[tuple[str, ...], bool]:
    """The tickers of the markets that a command names, and whether it names them by their ids.

    Raises:
        CommandRejected: 11 for two parameters instead of one, ids that the channel doesn't take, or unknown markets.
    """
    given = [
        name for name in ("market_ticker", "market_tickers", "market_id", "market_ids") if params.get(name) is not None
    ]
    if not given:
        return (), False
    if len(given) > 1:
        raise invalid(given[1], f"not together with {given[0]}")
    name = given[0]
    values = _strings(name, params[name] if name.endswith("s") else [params[name]])
    if name.startswith("market_id"):
        if channel.needs:
            raise CommandRejected(14)
        if name not in channel.takes:
            raise invalid(name, f"not for {channel.name}")
        return tuple(_tickers_of_ids(name, values, feed)), True
    unknown = tuple(value for value in values if not feed.accepts(value))
    if unknown:
        raise CommandRejected(11, f"{name}: unknown market", unknown)
    return tuple(dict.fromkeys(values)), False


def _tickers_of_ids(name: str, ids: Iterable[str], feed: Feed) -> list[str]:
    for each in ids:
        if not _UUID.fullmatch(each):
            raise invalid(name, "not a UUID")
        if each.lower() not in feed.tickers:
            raise invalid(name, "unknown market")
    return list(dict.fromkeys(feed.tickers[each.lower()] for each in ids))


def _is_own(params: dict[str, Any]) -> bool:
    wanted = params.get("user_filter", "")
    if wanted not in ("", "self"):
        raise invalid("user_filter", "neither self nor empty")
    return bool(wanted)


def _shard(params: dict[str, Any]) -> tuple[int, int] | None:
    """The number of parts of the channel and which one is asked for, None for all."""
    factor, key = params.get("shard_factor"), params.get("shard_key")
    for name, value in (("shard_factor", factor), ("shard_key", key)):
        if value is not None and not _is_integer(value):
            raise invalid(name, "not an integer")
    if factor is None:
        if key is not None:
            raise CommandRejected(20)
        return None
    if factor <= 0:
        raise CommandRejected(19)
    if factor > _MAX_SHARD_FACTOR:
        raise CommandRejected(22)
    if not 0 <= (key or 0) < factor:
        raise CommandRejected(21)
    return factor, key or 0


def _check_flag(params: dict[str, Any], name: str) -> None:
    if not isinstance(params.get(name, False), bool):
        raise invalid(name, "neither true nor false")


def _strings(name: str, values: object, *, may_be_empty: bool = False) -> tuple[str, ...]:
    if not isinstance(values, list) or not all(isinstance(value, str) for value in values):
        raise invalid(name, "not a list of strings" if name.endswith("s") else "not a string")
    if not values and not may_be_empty:
        raise invalid(name, "an empty list")
    return tuple(values)


def _is_integer(value: object) -> TypeGuard[int]:
    return isinstance(value, int) and not isinstance(value, bool)
