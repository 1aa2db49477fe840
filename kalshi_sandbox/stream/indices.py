"""The index channels: values that walk at random, the same for the same seed."""

from __future__ import annotations

from collections import deque
from datetime import datetime, timedelta
from decimal import Decimal
from random import Random
from typing import Any

import msgspec

from ..engine.clock import EPOCH
from ..live.formats import milliseconds
from .dispatcher import Dispatcher
from .feed import Feed
from .messages import plain

_CF, _CF_5HZ, _PYTH = "cfbenchmarks_value", "cfbenchmarks_value_5hz", "pyth_value"
_RTI = {
    "BRTI": "68000", "ETHUSD_RTI": "3400", "SOLUSD_RTI": "150", "XRPUSD_RTI": "0.6", "DOGEUSD_RTI": "0.15",
    "ADAUSD_RTI": "0.45", "BNBUSD_RTI": "580", "LTCUSD_RTI": "85", "LINKUSD_RTI": "14",
}  # fmt: skip
_UNDERLYINGS = {
    "Metal.XAU/USD": "2400", "Metal.XAG/USD": "30", "Metal.XPT/USD": "1000", "Commodities.Index.PYTHOIL/USD": "82",
    "Commodities.Index.NATGAS/USD": "2.5", "FX.EUR/USD": "1.08", "InterestRate.US2Y": "4.25",
}  # fmt: skip
_FIVE_HZ = ("BRTI", "ETHUSD_RTI", "SOLUSD_RTI", "XRPUSD_RTI", "DOGEUSD_RTI")
_STARTS: dict[str, dict[str, str]] = {_CF: _RTI, _CF_5HZ: {name: _RTI[name] for name in _FIVE_HZ}, _PYTH: _UNDERLYINGS}
_SECONDS = {_CF: 1.0, _CF_5HZ: 0.2, _PYTH: 1.0}
_STEP = Decimal("0.00000001")
_WINDOW_MS, _QUARTER_MS = 60_000, 15 * 60_000


class Walk:
    """A value that goes up and down at random.

    Args:
        start: Its first value.
        random: Where its changes come from.
    """

    def __init__(self, start: Decimal, random: Random) -> None:
        self._value = start
        self._random = random
        self._ticks: deque[tuple[int, Decimal]] = deque()
        self._quarter: deque[tuple[int, Decimal]] = deque()

    def step(self) -> Decimal:
        """The next value."""
        # In ten-thousandths of a percent.
        self._value += (self._value * self._random.randint(-500, 500) / 1_000_000).quantize(_STEP)
        return self._value

    def averages(self, now_ms: int, value: Decimal) -> dict[str, Any]:
        """The averages to publish with a value, which then counts for the next averages.

        Args:
            now_ms: The time of the value, in Unix milliseconds.
        """
        while self._ticks and self._ticks[0][0] < now_ms - _WINDOW_MS:
            self._ticks.popleft()
        body = {"avg_60s_data": _average([each for _, each in self._ticks], value, now_ms - _WINDOW_MS, now_ms)}
        self._ticks.append((now_ms, value))
        # The last minute of a quarter of an hour, without its first moment and with its last.
        close = -(-now_ms // _QUARTER_MS) * _QUARTER_MS
        if now_ms > close - _WINDOW_MS:
            self._quarter.append((now_ms, value))
            counted = [each for moment, each in self._quarter if moment > close - _WINDOW_MS]
            body["last_60s_windowed_average_15min"] = _average(counted, value, close - _WINDOW_MS, now_ms)
        else:
            self._quarter.clear()
        return body


class Indices:
    """Publishes the values of the indices that somebody has subscribed to, on the exchange's clock.

    Args:
        feed: Where they are published.
        dispatcher: Timers, and the server's thread.
        seed: Seed of the values.
    """

    def __init__(self, feed: Feed, dispatcher: Dispatcher[Any], seed: int) -> None:
        self._feed = feed
        self._dispatcher = dispatcher
        self._walks = {
            (channel, name): Walk(Decimal(start), Random(f"{seed}/{channel}/{name}"))
            for channel, starts in _STARTS.items()
            for name, start in starts.items()
        }
        self._wanted = dict.fromkeys(_STARTS, False)
        self._running = dict.fromkeys(_STARTS, False)

    def names(self, channel: str) -> tuple[str, ...]:
        """The indices or underlyings of a channel."""
        return tuple(_STARTS[channel])

    def refresh(self) -> None:
        """Start or stop the timers of the channels, after a change of the subscriptions."""
        for channel in _STARTS:
            self._wanted[channel] = self._feed.subscribers.has(channel)
            if self._wanted[channel] and not self._running[channel]:
                self._running[channel] = True
                self._schedule(channel, _floor(self._dispatcher.clock.now(), _SECONDS[channel]))

    def _schedule(self, channel: str, start: datetime) -> None:
        def tick(moment: datetime) -> None:
            if self._wanted[channel]:
                self._dispatcher.put(lambda: self._publish(channel, moment))
                self._schedule(channel, moment)
            else:
                self._running[channel] = False

        self._dispatcher.after(_SECONDS[channel], tick, start)

    def _publish(self, channel: str, moment: datetime) -> None:
        now_ms = milliseconds(moment)
        for name in _STARTS[channel]:
            body = self._body(channel, name, now_ms)
            self._feed.publish(channel, plain(channel, body), now_ms, name)

    def _body(self, channel: str, name: str, now_ms: int) -> dict[str, Any]:
        walk = self._walks[channel, name]
        value = walk.step()
        if channel == _PYTH:
            return {
                "underlying_ticker": name, "value_usd": _written(value), "source_ts_ms": now_ms, "received_at": now_ms
            }  # fmt: skip
        raw = {"type": "value", "id": name, "time": now_ms, "value": f"{value:.2f}"}
        body = {"index_id": name, "received_at": now_ms, "data": msgspec.json.encode(raw).decode()}
        if channel == _CF_5HZ:
            return {**body, "value_usd": _written(value), "source_ts_ms": now_ms}
        return {**body, **walk.averages(now_ms, value)}


def _average(values: list[Decimal], fallback: Decimal, start_ms: int, end_ms: int) -> dict[str, Any]:
    mean = sum(values, Decimal(0)) / len(values) if values else fallback
    return {
        "value": _written(mean),
        "window_size": len(values),
        "window_start_ts_ms": start_ms,
        "window_end_ts_exclusive": end_ms,
    }


def _written(value: Decimal) -> str:
    return f"{value:.8f}"


def _floor(moment: datetime, seconds: float) -> datetime:
    step = timedelta(seconds=seconds)
    return moment - (moment - EPOCH) % step
