"""The frames of one relay in Redis: a log with one writer, and what says who that is.

The log is a Redis stream. We choose its ids: `epoch-number`. Who begins to write takes the next epoch, and numbers its
entries from 1. Redis adds no id that is not above all ids before it, so it is Redis that refuses a writer whose time is
over, however late that one wakes up: the epoch is the fencing token. And whoever reads sees by the numbers alone what
it has missed, whatever has become of Redis meanwhile: entries that were trimmed, or lost with the machine.

A lease says who may begin. It is a key that expires unless its holder says in time that it still lives.
"""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator, Awaitable, Iterable, Mapping
from typing import Any, NamedTuple

import msgspec
from attrs import frozen
from redis.asyncio import Redis
from redis.asyncio.retry import Retry
from redis.backoff import NoBackoff
from redis.exceptions import RedisError, ResponseError

from kalshi_overlay.errors import KalshiConfigError

REDIS_ERRORS = (RedisError, OSError, TimeoutError)
"""What redis-py raises where Redis can't be used."""
LEASE_SECONDS = 3.0
"""Seconds after which a relay that says nothing leads no longer."""
BEAT_SECONDS = 1.0
"""Seconds between two signs of life."""
LENGTH = 10_000
"""Entries that Redis keeps at least, unless you say otherwise."""
_TIMEOUT = 5.0
_LAST_NUMBER = (1 << 64) - 1
_ENTRIES_A_READ = 16
_encode, _decode = msgspec.msgpack.Encoder().encode, msgspec.msgpack.Decoder(list[bytes]).decode

# An epoch is above all before it, also where Redis has lost them: it is the time, unless that was set back.
_CLAIM = """
if not redis.call('SET', KEYS[1], ARGV[1], 'NX', 'PX', ARGV[2]) then return false end
local time = redis.call('TIME')
local epoch = time[1] * 1000 + math.floor(time[2] / 1000)
local newest = redis.call('XREVRANGE', KEYS[3], '+', '-', 'COUNT', 1)[1]
if newest then epoch = math.max(epoch, tonumber(string.match(newest[1], '%d+')) + 1) end
epoch = string.format('%.0f', epoch)
redis.call('DEL', KEYS[2])
redis.call('XADD', KEYS[3], epoch .. '-0', 'begins', '')
return epoch
"""

_HOLD = """
if redis.call('GET', KEYS[1]) ~= ARGV[1] then return 0 end
if ARGV[3] ~= '' then redis.call('SET', KEYS[2], ARGV[3]) end
redis.call('PEXPIRE', KEYS[1], ARGV[2])
redis.call('PEXPIRE', KEYS[2], ARGV[2])
return 1
"""


class SupersededError(Exception):
    """Another relay leads, or may lead."""


class Term(msgspec.Struct, frozen=True):
    """What the relay that leads carries.

    Attributes:
        epoch: Its epoch.
        sids: The exchange's number of its subscription to each channel.
        carries: The parameters of its subscription to each channel.
    """

    epoch: int
    sids: dict[str, int]
    carries: dict[str, dict[str, Any]]


class Position(NamedTuple):
    """A place in the log: the id of an entry."""

    epoch: int
    number: int

    @classmethod
    def of(cls, entry_id: bytes) -> Position:
        """Read an id."""
        epoch, _, number = entry_id.partition(b"-")
        return cls(int(epoch), int(number))

    def __str__(self) -> str:
        return f"{self.epoch}-{self.number}"


@frozen
class Entry:
    """An entry of the log.

    Attributes:
        position: Where it is.
        frames: The exchange's frames, in the order in which they came.
        term: What is carried from here on; None if that has not changed.
        end: Why its writer writes no more, in words; None if it does.
    """

    position: Position
    frames: list[bytes]
    term: Term | None
    end: str | None


class FrameLog:
    """The frames of one relay in Redis; nothing is connected until it is used.

    Args:
        url: The address of Redis.
        name: The name of the relay.

    Raises:
        KalshiConfigError: The address can't be read.
    """

    def __init__(self, url: str, name: str) -> None:
        # The braces keep the keys together in a cluster.
        prefix = f"kalshi:relay:{{{name}}}"
        self._lease, self._term, self._log = (f"{prefix}:{part}" for part in ("lease", "term", "log"))
        self._requests = f"{prefix}:snapshots"
        try:
            # Nothing is sent again: what is uncertain ends the epoch.
            self._redis: Any = Redis.from_url(
                url,
                socket_timeout=_TIMEOUT,
                socket_connect_timeout=_TIMEOUT,
                retry=Retry(NoBackoff(), 0),
                protocol=2,
            )
        except ValueError:
            # Its words may quote a password.
            raise KalshiConfigError(
                "url: the address of Redis can't be read; it should look like redis://localhost:6379/0"
            ) from None
        self._claim = self._redis.register_script(_CLAIM)
        self._hold = self._redis.register_script(_HOLD)

    async def close(self) -> None:
        """Close what is connected."""
        await self._redis.aclose()

    # Writing

    async def claim(self, holder: str) -> int | None:
        """Begin an epoch, and return it; None if somebody else holds the lease."""
        keys = [self._lease, self._term, self._log]
        epoch = await _cancellable(self._claim(keys=keys, args=[holder, round(LEASE_SECONDS * 1000)]))
        return None if epoch is None else int(epoch)

    async def hold(self, holder: str, term: Term | None = None) -> None:
        """Hold the lease for some seconds more, and say what is carried.

        Raises:
            SupersededError: The lease is another's, or nobody's.
        """
        said = b"" if term is None else msgspec.json.encode(term)
        keys, milliseconds = [self._lease, self._term], round(LEASE_SECONDS * 1000)
        if not await _cancellable(self._hold(keys=keys, args=[holder, milliseconds, said])):
            raise SupersededError("the lease has expired")

    async def release(self, holder: str) -> None:
        """Let another relay begin at once, if the lease is still this one's."""
        await _cancellable(self._hold(keys=[self._lease, self._term], args=[holder, 1, b""]))

    async def append(self, position: Position, frames: Iterable[bytes], length: int, term: Term | None = None) -> None:
        """Add an entry, and drop most of those before the newest `length`.

        Raises:
            SupersededError: Another epoch has begun.
        """
        said = {} if term is None else {"term": msgspec.json.encode(term)}
        await self._add(position, {"frames": _encode(frames), **said}, length)

    async def end(self, epoch: int, reason: str, length: int) -> None:
        """Add the last entry of an epoch, whatever has become of those before."""
        await self._add(Position(epoch, _LAST_NUMBER), {"end": reason}, length)

    async def _add(self, position: Position, fields: Mapping[Any, Any], length: int) -> None:
        try:
            await _cancellable(self._redis.xadd(self._log, dict(fields), id=str(position), maxlen=length))
        except ResponseError as error:
            if "equal or smaller" in str(error):
                raise SupersededError("another relay has begun to write") from None
            raise

    @contextlib.asynccontextmanager
    async def requests(self) -> AsyncIterator[AsyncIterator[list[str]]]:
        """The requests for snapshots from now on: lists of tickers, without an end."""
        pubsub = self._redis.pubsub(ignore_subscribe_messages=True)

        async def read() -> AsyncIterator[list[str]]:
            while True:
                message = await _cancellable(pubsub.get_message(timeout=BEAT_SECONDS))
                if message is not None:
                    with contextlib.suppress(msgspec.MsgspecError):
                        yield msgspec.msgpack.decode(message["data"], type=list[str])

        try:
            await _cancellable(pubsub.subscribe(self._requests))
            yield read()
        finally:
            await pubsub.aclose()

    # Reading

    async def now(self) -> tuple[Term | None, Position | None]:
        """What is carried, and the newest entry, at the same moment."""
        async with self._redis.pipeline(transaction=True) as both:
            both.get(self._term).xrevrange(self._log, count=1)
            said, newest = await _cancellable(both.execute())
        term = None if said is None else msgspec.json.decode(said, type=Term)
        return term, Position.of(newest[0][0]) if newest else None

    async def read(self, after: Position) -> list[Entry]:
        """The next entries; none if none has come within a second."""
        block = round(BEAT_SECONDS * 1000)
        reply = await _cancellable(self._redis.xread({self._log: str(after)}, _ENTRIES_A_READ, block=block))
        return [_entry(*each) for _, entries in reply for each in entries]

    async def request_snapshots(self, tickers: list[str]) -> None:
        """Ask the relay that leads for snapshots of order books; they come in the log."""
        await _cancellable(self._redis.publish(self._requests, msgspec.msgpack.encode(tickers)))


async def _cancellable(call: Awaitable[Any]) -> Any:
    """Await what redis-py does. It uses `asyncio.wait_for`, which loses some cancellations up to Python 3.11."""
    task = asyncio.current_task()
    assert task is not None
    before = task.cancelling()
    result = await call
    if task.cancelling() > before:
        raise asyncio.CancelledError
    return result


def _entry(entry_id: bytes, fields: dict[bytes, bytes]) -> Entry:
    frames, term, end = fields.get(b"frames"), fields.get(b"term"), fields.get(b"end")
    return Entry(
        Position.of(entry_id),
        [] if frames is None else _decode(frames),
        None if term is None else msgspec.json.decode(term, type=Term),
        None if end is None else end.decode(),
    )
