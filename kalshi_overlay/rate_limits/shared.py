"""The buckets of all processes and hosts that share an API key, in Redis.

These are our own scripts over redis-py, since no well-kept library does this. throttled-py has weighted token buckets
for threads and tasks, but counts whole seconds, so that a window across the turn of a second takes nearly two seconds'
refill. pyrate-limiter keeps a log by each host's own clock; limits has no token bucket. None can reserve, so a large
batch would starve behind the small requests of other processes.

The time is Redis's own, so the hosts' clocks don't matter. Only the first in a process's queue asks Redis; a task lets
a thread ask. Tokens may be lost, never made: those of a process that ends while it waits, and those of a request that
gives up after another process has reserved.
"""

from __future__ import annotations

import asyncio
import hashlib
import logging
from typing import Any

import redis
from redis.backoff import NoBackoff
from redis.retry import Retry

from kalshi_overlay import clock
from kalshi_overlay.errors import KalshiConfigError

from .bucket import Bucket, Reservation
from .settings import BucketSize, SharedLimit

_LOGGER = logging.getLogger("kalshi")
_RETRY_EVERY = 2.0
"""Seconds for which a process goes on alone before it asks Redis again."""
_MICROSECONDS = 1e6
_MOST_MICROSECONDS = 1 << 53
"""The largest whole number that a double holds exactly."""

# Times are integers of microseconds, which a double holds exactly; they move with Redis's clock if that is set back.
_KNOWN = """
local time = redis.call('TIME')
local now = time[1] * 1000000 + time[2]
local known = redis.call('HMGET', KEYS[1], 'full_at', 'paused_until', 'asked_at')
local set_back = math.max(0, (tonumber(known[3]) or now) - now)
local full_at = (tonumber(known[1]) or 0) - set_back
local paused_until = (tonumber(known[2]) or 0) - set_back

local function keep()
  redis.call('HSET', KEYS[1], 'full_at', string.format('%.0f', full_at),
    'paused_until', string.format('%.0f', paused_until), 'asked_at', string.format('%.0f', now))
  -- A bucket that was full for a minute is as good as one that nobody knows.
  redis.call('PEXPIRE', KEYS[1], math.ceil(math.max(full_at - now, paused_until - now, 0) / 1000) + 60000)
end
"""

RESERVE = (
    _KNOWN
    + """
local cost, rate, capacity, margin, longest = unpack(ARGV)
local allowed_at = full_at + margin + math.ceil((cost - capacity) * 1000000 / rate)
local wait = math.max(0, allowed_at - now, paused_until - now)
if wait <= tonumber(longest) then
  full_at = math.max(full_at, now + wait) + math.ceil(cost * 1000000 / rate)
  keep()
end
return {wait, full_at, now}
"""
)

REFUND = (
    _KNOWN
    + """
if known[1] == ARGV[1] then
  full_at = full_at - math.ceil(ARGV[2] * 1000000 / ARGV[3])
  keep()
end
"""
)

PAUSE = (
    _KNOWN
    + """
full_at = math.max(full_at, now + math.ceil(ARGV[2] * 1000000 / ARGV[3]))
paused_until = math.max(paused_until, now + ARGV[1])
keep()
"""
)


class RedisBuckets:
    """The buckets of one API key in Redis; nothing is connected until they are asked.

    Args:
        shared: Where Redis is.
        access_key_id: The id of the API key; Redis sees a hash of it.

    Raises:
        KalshiConfigError: The address can't be read.
    """

    def __init__(self, shared: SharedLimit, access_key_id: str) -> None:
        self.fallback_share = shared.fallback_share
        self._key = "kalshi:" + hashlib.sha256(access_key_id.encode()).hexdigest()[:32]
        self._ask_again_at: float | None = None
        try:
            connected = redis.Redis.from_url(
                shared.url,
                socket_timeout=shared.timeout,
                socket_connect_timeout=shared.timeout,
                # Once more over a new connection, since Redis may have closed one that was idle.
                retry=Retry(NoBackoff(), 1, supported_errors=(redis.ConnectionError,)),
            )
        except ValueError:
            # Its words may quote a password.
            raise KalshiConfigError(
                "url: the address of Redis can't be read; it should look like redis://localhost:6379/0"
            ) from None
        self._scripts = {text: connected.register_script(text) for text in (RESERVE, REFUND, PAUSE)}

    def bucket(self, name: str, size: BucketSize, margin: float) -> Bucket:
        """Make a bucket of a name, which all who use the key share."""
        return RedisBucket(self, f"{self._key}:{name}", size, margin)

    def run(self, script: str, key: str, *arguments: float) -> Any:
        """Run a script in Redis; None if it gives no usable reply, or gave none a moment ago."""
        ask_again_at = self._ask_again_at
        if ask_again_at is not None and clock.now() < ask_again_at:
            return None
        try:
            reply = self._scripts[script](keys=[key], args=list(arguments))
            if script == RESERVE:
                _check_reply(reply)
        # A malformed answer makes redis-py raise whatever its code does with it, such as an AttributeError.
        except Exception as error:
            if ask_again_at is None:
                # The name of the error alone: its words may quote the address.
                _LOGGER.warning(
                    "rate limits: Redis can't be reached (%s); this process goes on alone with %g of the tokens",
                    type(error).__name__,
                    self.fallback_share,
                )
            self._ask_again_at = clock.now() + _RETRY_EVERY
            return None
        if ask_again_at is not None:
            self._ask_again_at = None
            _LOGGER.warning("rate limits: Redis is back, and the buckets are shared again")
        # An empty list rather than nothing, which means no reply.
        return reply or []


def _check_reply(reply: Any) -> None:
    if not isinstance(reply, list) or len(reply) != 3 or any(type(number) is not int for number in reply):
        raise redis.InvalidResponse("it is not three whole numbers")
    wait, full_at, now = reply
    if not (0 <= wait <= _MOST_MICROSECONDS and 0 <= full_at <= _MOST_MICROSECONDS and 0 < now <= _MOST_MICROSECONDS):
        raise redis.InvalidResponse("it holds a time that can't be")


class RedisBucket(Bucket):
    """A bucket in Redis. While Redis can't be reached, this process has a share of it to itself.

    What the base class holds is what Redis replied last, for estimates that don't ask it.
    """

    blocks = True

    def __init__(self, buckets: RedisBuckets, key: str, size: BucketSize, margin: float) -> None:
        super().__init__(size.refill_rate, size.bucket_capacity, margin)
        self._buckets = buckets
        self._key = key
        self._size = size
        self._is_alone = False

    def reserve(self, cost: int, longest: float) -> Reservation:
        """Take tokens; see `Bucket.reserve`. If a task is cancelled before Redis replies, they are lost."""
        size = self._size
        # A process that was alone empties the shared bucket first, for what it took meanwhile.
        if self._is_alone and self._pause_in_redis(self.pause_left()):
            self._rate, self._capacity, self._is_alone = size.refill_rate, size.bucket_capacity, False
        reply, most = None, round(min(longest, 1e9) * _MICROSECONDS)
        if not self._is_alone:
            margin = round(self._margin * _MICROSECONDS)
            reply = self._buckets.run(RESERVE, self._key, cost, size.refill_rate, size.bucket_capacity, margin, most)
        if reply is None:
            self._go_alone()
            return super().reserve(cost, longest)
        wait, full_at, now = reply
        self.full_at = clock.now() + (full_at - now) / _MICROSECONDS
        seconds = wait / _MICROSECONDS
        # What Redis refused to reserve stays refused, whatever a float makes of it.
        return Reservation(seconds if wait <= most else max(seconds, longest + 1e-6), cost, full_at)

    def refund(self, reservation: Reservation) -> None:
        """Put back tokens; see `Bucket.refund`."""
        if self._is_alone:
            super().refund(reservation)
        else:
            self._buckets.run(REFUND, self._key, reservation.full_at, reservation.cost, self._size.refill_rate)

    def pause(self, seconds: float) -> None:
        """Empty the bucket, and let nothing go for so many seconds, in any process; it does not block a task."""
        super().pause(seconds)
        try:
            asyncio.get_running_loop().run_in_executor(None, self._pause_in_redis, seconds)
        except RuntimeError:
            self._pause_in_redis(seconds)

    def _pause_in_redis(self, seconds: float) -> bool:
        size, pause = self._size, round(seconds * _MICROSECONDS)
        return self._buckets.run(PAUSE, self._key, pause, size.bucket_capacity, size.refill_rate) is not None

    def _go_alone(self) -> None:
        with self._lock:
            if not self._is_alone:
                share = self._buckets.fallback_share
                self._rate, self._capacity = self._size.refill_rate * share, self._size.bucket_capacity * share
                # Empty at first, since others may just have emptied the shared one.
                self.full_at = clock.now() + self._capacity / self._rate
                self._is_alone = True
