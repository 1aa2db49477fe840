"""Whether a market can be traded at present, and if not, why."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from typing import Any, Literal

import msgspec
from attrs import frozen
from dateutil import tz

from kalshi_gen.api.exchange import get_exchange_schedule, get_exchange_status
from kalshi_gen.api.market import get_market
from kalshi_gen.client import Client
from kalshi_gen.models.exchange_index_status import ExchangeIndexStatus
from kalshi_gen.models.exchange_status import ExchangeStatus
from kalshi_gen.models.market import Market
from kalshi_gen.models.schedule import Schedule
from kalshi_gen.runtime.decoding import decode
from kalshi_gen.runtime.model import Model
from kalshi_overlay.discovery.listings import both, now
from kalshi_overlay.errors import InvalidRequestError, KalshiError, KalshiServerError, UnusableAnswerError
from kalshi_overlay.flow import Call, Flow, run, run_async

Reason = Literal[
    "exchange_inactive",
    "maintenance",
    "trading_paused",
    "outside_hours",
    "shard_status_unknown",
    "not_open_yet",
    "market_paused",
    "closed",
    "settled",
    "status_unknown",
    "combo",
    "no_bid",
    "no_ask",
]
"""Why a market can't be traded; docs/markets.md explains each."""

# An order is accepted all the same.
_ABOUT_QUOTES = frozenset({"combo", "no_bid", "no_ask"})
_BY_STATUS: dict[str, Reason | None] = {
    "initialized": "not_open_yet",
    "inactive": "market_paused",
    "active": None,
    "closed": "closed",
    "determined": "settled",
    "disputed": "settled",
    "amended": "settled",
    "finalized": "settled",
}
_DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_DAY = 24 * 60
_NEW_YORK = tz.gettz("America/New_York")


@frozen(kw_only=True)
class Tradeable:
    """Whether a market can be traded.

    Attributes:
        ticker: Ticker of the market.
        reasons: Why not, the exchange's first; empty if it can be traded.
        until: When the exchange expects to be back, if it is not active and says so. It may change.
        market: The market; None if it can't be read because the exchange is not active.
    """

    ticker: str
    reasons: tuple[Reason, ...]
    until: datetime | None = None
    market: Market | None = None

    @property
    def is_tradeable(self) -> bool:
        """Whether orders are accepted, and both sides have a quote to trade with."""
        return not self.reasons

    @property
    def accepts_orders(self) -> bool:
        """Whether orders are accepted, also if there is nothing to trade with yet."""
        return _ABOUT_QUOTES.issuperset(self.reasons)


def sync(market: Market | str, *, client: Client, at: datetime | None = None) -> Tradeable:
    """Say whether a market can be traded at present, and if not, why.

    That your order is accepted depends on your account too: its cash on the market's shard, and its limits.

    Args:
        market: The ticker of a market, which is read; or a market, which is taken as it is.
        client: Any client.
        at: The time, if it is not that of this machine's clock.

    Returns:
        The reasons against it, or none.

    Raises:
        InvalidRequestError: An argument is not what it should be; nothing was sent.
        KalshiNotFoundError: There is no such market.
        UnusableAnswerError: The exchange doesn't say whether it is active, or answers without the market.
        KalshiError: The market or the exchange's status could not be read.

    Operation: reads `GetExchangeStatus`, and `GetMarket` for a ticker; `GetExchangeSchedule` if there is no trading.
    """
    _check(market, at)
    return run(_judge(market, client, at))


async def asyncio(market: Market | str, *, client: Client, at: datetime | None = None) -> Tradeable:
    """Like `sync`, without blocking."""
    _check(market, at)
    return await run_async(_judge(market, client, at))


def _check(market: Any, at: Any) -> None:
    if not isinstance(market, Market) and not (isinstance(market, str) and market.strip()):
        raise InvalidRequestError("market", f"{market!r} is neither a market nor the ticker of one")
    if at is not None and not (isinstance(at, datetime) and at.tzinfo is not None):
        raise InvalidRequestError("at", f"{at!r} is no datetime with a time zone; write datetime.now(UTC)")


def _judge(given: Market | str, client: Client, at: datetime | None) -> Flow[Tradeable]:
    status = yield from _status(client)
    market = given if isinstance(given, Market) else (yield from _market(given, client, status))
    if market is None:
        reasons, until = yield from _of_exchange(status, status, client, at or now())
        return Tradeable(ticker=str(given), reasons=reasons, until=until)
    moment = at or now()
    shard = _shard_of(market, status)
    reasons, until = ("shard_status_unknown",), None
    if shard is not None:
        reasons, until = yield from _of_exchange(shard, status, client, moment)
    return Tradeable(ticker=market.ticker, reasons=(*reasons, *_of_market(market, moment)), until=until, market=market)


def _market(ticker: str, client: Client, status: ExchangeStatus) -> Flow[Market | None]:
    """A market; None if it can't be read because the exchange is not active."""
    try:
        answer = yield both(get_market, ticker, client=client)
    except KalshiServerError:
        if status.exchange_active:
            raise
        return None
    if not isinstance(answer.market, Market):
        raise UnusableAnswerError(f"GetMarket answered without the market {ticker}")
    return answer.market


def _status(client: Client) -> Flow[ExchangeStatus]:
    """The exchange's status, which it also gives with an error in maintenance."""

    def read() -> Any:
        return get_exchange_status.sync_detailed(client=client)

    async def read_async() -> Any:
        return await get_exchange_status.asyncio_detailed(client=client)

    answer = yield Call(read, read_async)
    try:
        status, _ = decode(answer.content, ExchangeStatus, "GetExchangeStatus")
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError):
        status = None
    if status is None or not _says_whether(status):
        problem = f"GetExchangeStatus answered {answer.status_code} without saying whether the exchange is active"
        raise UnusableAnswerError(problem)
    return status


def _shard_of(market: Market, status: ExchangeStatus) -> ExchangeStatus | ExchangeIndexStatus | None:
    """The status of the market's shard; None if it isn't known. Shard 0 is that of the exchange itself."""
    number = market.exchange_index or 0
    if number == 0:
        return status
    shards = _models(status.exchange_index_statuses)
    return next((each for each in shards if each.exchange_index == number and _says_whether(each)), None)


def _says_whether(status: ExchangeStatus | ExchangeIndexStatus) -> bool:
    """Whether a status says if there is trading."""
    return type(status.exchange_active) is bool and type(status.trading_active) is bool


def _models(given: Any) -> list[Any]:
    """The models of a list, of which an answer may have made something else."""
    return [each for each in given if isinstance(each, Model)] if isinstance(given, list) else []


def _of_exchange(
    shard: ExchangeStatus | ExchangeIndexStatus, status: ExchangeStatus, client: Client, moment: datetime
) -> Flow[tuple[tuple[Reason, ...], datetime | None]]:
    """Why the exchange accepts no orders on a shard, and until when as far as it says."""
    if shard.exchange_active and shard.trading_active:
        return (), None
    schedule = yield from _schedule(client)
    resumes = _time(status.exchange_estimated_resume_time)
    for window in _models(schedule and schedule.maintenance_windows):
        if _is_between(window.start_datetime, moment, window.end_datetime):
            return ("maintenance",), resumes or window.end_datetime
    if not shard.exchange_active:
        return ("exchange_inactive",), resumes
    if schedule is not None and is_outside_hours(schedule, moment):
        return ("outside_hours",), None
    return ("trading_paused",), None


def _schedule(client: Client) -> Flow[Schedule | None]:
    """The exchange's schedule; None if it can't be read, as in maintenance. It explains only what is known already."""
    try:
        answer = yield both(get_exchange_schedule, client=client)
    except KalshiError:
        return None
    return answer.schedule if isinstance(answer.schedule, Schedule) else None


def is_outside_hours(schedule: Schedule, moment: datetime) -> bool:
    """Whether a schedule has hours for the week of a moment, and the moment is in none of them.

    A session that closes at the time at which it opens, or earlier, ends on the next day.
    """
    weeks = [week for week in _models(schedule.standard_hours) if _is_between(week.start_time, moment, week.end_time)]
    local = moment.astimezone(_NEW_YORK)
    now_minutes = local.hour * 60 + local.minute
    today = _DAYS[local.weekday()]
    yesterday = _DAYS[local.weekday() - 1]
    for week in weeks:
        for opens, closes in _sessions(getattr(week, today)):
            if opens <= now_minutes < closes:
                return False
        for _, closes in _sessions(getattr(week, yesterday)):
            if now_minutes < closes - _DAY:
                return False
    return bool(weeks)


def _sessions(sessions: Any) -> list[tuple[int, int]]:
    """Sessions of a day, in minutes after its midnight; they may end on the next day."""
    found = []
    for session in _models(sessions):
        opens, closes = _minutes(session.open_time), _minutes(session.close_time)
        # The last minute that can be written counts to its end.
        closes += closes == _DAY - 1
        found.append((opens, closes if closes > opens else closes + _DAY))
    return found


def _minutes(time: Any) -> int:
    """Minutes after midnight of a time such as 08:00; if it can't be read, one that makes a session last."""
    hours, _, minutes = str(time).partition(":")
    return int(hours) * 60 + int(minutes) if hours.isdecimal() and minutes.isdecimal() else 0


def _time(value: Any) -> datetime | None:
    return value if isinstance(value, datetime) else None


def _is_between(start: Any, moment: datetime, end: Any) -> bool:
    return isinstance(start, datetime) and isinstance(end, datetime) and start <= moment < end


def _of_market(market: Market, moment: datetime) -> list[Reason]:
    """Why a market itself can't be traded."""
    reasons: list[Reason] = []
    by_status = _BY_STATUS.get(market.status, "status_unknown")
    # Lists lag: a market may have closed that is still shown as active.
    if by_status is None and isinstance(market.close_time, datetime) and market.close_time <= moment:
        by_status = "closed"
    if by_status is not None:
        reasons.append(by_status)
    if market.mve_collection_ticker:
        reasons.append("combo")
    # An empty side comes as the end of the scale: a bid of 0, an ask of $1.
    if not _is_price(market.yes_bid_dollars):
        reasons.append("no_bid")
    if not _is_price(market.yes_ask_dollars):
        reasons.append("no_ask")
    return reasons


def _is_price(price: Any) -> bool:
    return isinstance(price, Decimal) and 0 < price < 1
