"""Orders on disk: each is written before it is sent, and its outcome after, so that they survive the process."""

from __future__ import annotations

import json
import os
import sqlite3
import threading
from asyncio import AbstractEventLoop
from collections import deque
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final, Literal, Self
from warnings import warn

import msgspec
from attrs import frozen

from kalshi_gen.errors import KalshiError
from kalshi_overlay import clock
from kalshi_overlay.errors import (
    ClientStateError,
    DuplicateOrderError,
    OrderLogError,
    OrderLogWarning,
    OrderStateUnknownError,
)
from kalshi_overlay.orders.group_commit import GroupCommit, LogIsBusy, Row

LoggedState = Literal["unknown", "placed", "placed twice", "not placed"]
"""What the log knows of an order: `unknown` until there is an outcome."""

# Seconds that a write waits for another process's.
_BUSY_TIMEOUT: Final = 2.0
_WAIT, _DO_NOT_WAIT = f"PRAGMA busy_timeout = {_BUSY_TIMEOUT * 1000:.0f}", "PRAGMA busy_timeout = 0"
_BUSY: Final = {sqlite3.SQLITE_BUSY, sqlite3.SQLITE_BUSY_SNAPSHOT, sqlite3.SQLITE_LOCKED}
# Tells a log from other databases, and one layout of it from another.
_APPLICATION, _VERSION = 0x4B4F4C47, 1
_COLUMNS: Final = "environment, api, client_order_id, is_new_id, body, logged_at_ms, last_sent_by_ms"
# SQLite takes some 32,000 values in one statement, of which an order has seven.
_MOST_AT_ONCE: Final = 1_000
_OUTCOME: Final = "number, state, order_id, reason, sent_by_ms"
_INHERITED: Final[list[object]] = []
_SCHEMA: Final = f"""
PRAGMA application_id = {_APPLICATION};
PRAGMA user_version = {_VERSION};
CREATE TABLE IF NOT EXISTS orders (
    number INTEGER PRIMARY KEY,
    environment TEXT NOT NULL,
    api TEXT NOT NULL,
    client_order_id TEXT NOT NULL,
    is_new_id INTEGER NOT NULL,
    body TEXT NOT NULL,
    logged_at_ms INTEGER NOT NULL,
    last_sent_by_ms INTEGER NOT NULL,
    state TEXT NOT NULL DEFAULT 'unknown',
    order_id TEXT,
    reason TEXT
);
"""


@frozen(kw_only=True)
class LoggedOrder:
    """An order as the log has it.

    Attributes:
        number: Its number in the log; a second call under the same client_order_id has another one.
        environment: Where it was sent: the name of one of the exchange's environments, or else a base URL.
        api: The API that it was sent to: `api`, or `perps` for perpetual futures.
        client_order_id: The caller's id.
        is_new_id: Whether the id was made for this order, so that no other order has it.
        body: What was sent, as JSON.
        logged_at: When it was written, before anything was sent.
        last_sent_by: The moment after which it is not sent again.
        state: `unknown`, `placed`, `placed twice` or `not placed`.
        order_id: The exchange's id, if it was placed; of several, the first.
        reason: Why it was not placed.
    """

    number: int
    environment: str
    api: str
    client_order_id: str
    is_new_id: bool
    body: Mapping[str, Any]
    logged_at: datetime
    last_sent_by: datetime
    state: LoggedState
    order_id: str | None = None
    reason: str | None = None


class OrderLog:
    """A file that has every order before it is sent.

    Pass it to `place` and `place_batch` as `log`. After a crash, `recover` finds what became of each order that has no
    outcome. Threads, processes and event loops may share the file, and threads one object. No key is ever in it. Keep
    a log for each account.
    """

    def __init__(self, path: str | os.PathLike[str]) -> None:
        """Open the log, or make it.

        Args:
            path: The file; SQLite keeps two more beside it, `-wal` and `-shm`. Not on a network drive.

        Raises:
            OrderLogError: It can't be opened, or is no log of orders.
        """
        self.path = Path(path)
        # Each thread has a connection of its own, and a statement is a transaction: a lock that a Ctrl-C leaves
        # locked would hold up every later order.
        self._connections: dict[int, sqlite3.Connection] = {}
        # Whether each of them waits for other writers.
        self._waits: dict[int, bool] = {}
        self._process = os.getpid()
        self._together = GroupCommit(self._insert)
        # Outcomes that are written in the next pass of an event loop, or before the log is read or closed.
        self._ended: deque[Row] = deque()
        self._is_closed = False
        with self._opened():
            pass

    def close(self) -> None:
        """Close the file. An order that is given this log after that is refused."""
        try:
            if not self._is_closed:
                self._write_ended()
        finally:
            self._is_closed = True
            if self._process == os.getpid():
                while self._connections:
                    self._connections.popitem()[1].close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def __repr__(self) -> str:
        return f"OrderLog({str(self.path)!r})"

    def orders(self, state: LoggedState | None = None) -> list[LoggedOrder]:
        """The orders of the log, the oldest first.

        Args:
            state: Only those of one state; all by default.

        Raises:
            OrderLogError: The log can't be read.
        """
        self._write_ended()
        where, arguments = ("", ()) if state is None else (" WHERE state = ?", (state,))
        with self._opened() as connection:
            rows = connection.execute(f"SELECT * FROM orders{where} ORDER BY number", arguments).fetchall()
        return [_from_row(row) for row in rows]

    def begin(
        self,
        orders: Mapping[str, Any],
        *,
        environment: str,
        api: str,
        new_ids: Iterable[str],
        last_sent_by: float,
    ) -> dict[str, int]:
        """Write orders that are about to be sent.

        Args:
            orders: The bodies by their client_order_id.
            environment: The name of the exchange's environment, or a base URL.
            api: The API that they are sent to.
            new_ids: The ids that were made for these orders.
            last_sent_by: Unix seconds after which none of them is sent.

        Returns:
            The number of each.

        Raises:
            InvalidRequestError: A body has a value that the spec doesn't allow.
            OrderLogError: They can't be written.
        """
        rows = _rows(orders, environment, api, new_ids, last_sent_by)
        return dict(zip(orders, self._insert(rows), strict=True))

    async def begin_async(
        self,
        orders: Mapping[str, Any],
        *,
        environment: str,
        api: str,
        new_ids: Iterable[str],
        last_sent_by: float,
    ) -> dict[str, int]:
        """Like `begin`, without blocking: with the orders that other tasks begin now."""
        rows = _rows(orders, environment, api, new_ids, last_sent_by)
        return dict(zip(orders, await self._together.write(rows), strict=True))

    def extend(self, numbers: Iterable[int], last_sent_by: float, *, waits: bool = True) -> bool:
        """Write that orders may be sent for longer, before that is done.

        Args:
            numbers: Their numbers.
            last_sent_by: Unix seconds after which none of them is sent.
            waits: Whether it waits for other writers of the log.

        Returns:
            Whether all of them are still unknown. If `recover` has found an outcome, none of them may be sent any more.

        Raises:
            LogIsBusy: There is another writer, and it is not to wait; nothing was written.
            OrderLogError: It can't be written.
        """
        wanted = list(numbers)
        update = (
            "UPDATE orders SET last_sent_by_ms = max(last_sent_by_ms, ?)"
            f" WHERE state = 'unknown' AND number IN ({', '.join('?' * len(wanted))})"
        )
        with self._opened(waits) as connection:
            return connection.execute(update, (_milliseconds(last_sent_by), *wanted)).rowcount == len(wanted)

    def end(self, outcomes: Mapping[int, Any], *, last_sent_by: Mapping[int, float] | None = None) -> None:
        """Write outcomes; one that is not known changes nothing.

        An outcome that can't be written is warned of, since the caller still has it: in the log the order stays
        unknown, and `recover` finds its outcome again.

        Args:
            outcomes: What became of orders, by their numbers: a `PlacedOrder`, or an error.
            last_sent_by: Until when the orders were sent, as the outcomes take it, in Unix seconds by their numbers. An
                order that is said to be not placed, and that may be sent for longer by now, stays unknown.
        """
        self._ended += _outcome_rows(outcomes, last_sent_by or {})
        self._write_ended()

    def end_soon(self, outcomes: Mapping[int, Any], loop: AbstractEventLoop) -> None:
        """Like `end`, in the next pass of an event loop, with the outcomes that other tasks have by then."""
        self._ended += _outcome_rows(outcomes, {})
        loop.call_soon(self._write_ended, loop)

    def _write_ended(self, loop: AbstractEventLoop | None = None) -> None:
        """Write the outcomes that wait; if another process writes just now, an event loop goes on meanwhile."""
        rows = list(self._ended)
        if not rows:
            return
        try:
            try:
                self._update(rows, waits=False)
            except LogIsBusy:
                # An executor that is shut down takes nothing any more.
                with suppress(RuntimeError):
                    if loop is not None:
                        loop.run_in_executor(None, self._write_ended)
                        return
                self._update(rows)
        except (OrderLogError, ClientStateError) as error:
            # Whoever reads or closes the log meanwhile may have written them.
            count = self._forget(rows)
            if count:
                # A number, since Python shows a warning of the same text only once.
                what = f"{count} outcome{'s' * (count > 1)}, of order number {rows[0][0]} first"
                it = "it" if count == 1 else "them"
                warn(f"the log misses {what}; recover will find {it}: {error}", OrderLogWarning, stacklevel=2)
        else:
            self._forget(rows)

    def _forget(self, rows: Sequence[Row]) -> int:
        """Let outcomes wait no longer; returns how many still did."""
        count = 0
        for row in rows:
            with suppress(ValueError):
                self._ended.remove(row)
                count += 1
        return count

    def _update(self, rows: Sequence[Row], *, waits: bool = True) -> None:
        """Write outcomes, all or none."""
        with self._writing(rows, waits) as connection:
            for part in _parts(rows):
                outcomes = ", ".join(["(?, ?, ?, ?, ?)"] * len(part))
                update = (
                    f"WITH outcome({_OUTCOME}) AS (VALUES {outcomes})"
                    " UPDATE orders SET state = outcome.state, order_id = outcome.order_id, reason = outcome.reason"
                    " FROM outcome WHERE orders.number = outcome.number AND orders.state = 'unknown'"
                    " AND (outcome.sent_by_ms IS NULL OR orders.last_sent_by_ms <= outcome.sent_by_ms)"
                )
                connection.execute(update, [value for row in part for value in row])

    def _insert(self, rows: Sequence[Row], *, waits: bool = True) -> list[int]:
        """Write rows, all or none, and return the number of each."""
        numbers: list[int] = []
        with self._writing(rows, waits) as connection:
            for part in _parts(rows):
                values = ", ".join(["(?, ?, ?, ?, ?, ?, ?)"] * len(part))
                insert = f"INSERT INTO orders ({_COLUMNS}) VALUES {values} RETURNING number"
                given = connection.execute(insert, [value for row in part for value in row]).fetchall()
                # Numbers grow from row to row; only the order in which they are returned isn't certain.
                numbers += sorted(number for (number,) in given)
        return numbers

    @contextmanager
    def _writing(self, rows: Sequence[Row], waits: bool) -> Iterator[sqlite3.Connection]:
        """The connection, which writes all rows or none, also if one statement doesn't take them."""
        # It commits at the end of the block, or rolls back.
        with self._opened(waits) as connection, connection:
            if len(rows) > _MOST_AT_ONCE:
                connection.execute("BEGIN IMMEDIATE")
            yield connection

    @contextmanager
    def _opened(self, waits: bool = True) -> Iterator[sqlite3.Connection]:
        """The connection of this thread and process, which waits for other writers, or doesn't."""
        if self._is_closed:
            raise ClientStateError(f"the order log {self.path} is closed; keep it open around all of its orders")
        try:
            if self._process != os.getpid():
                # SQLite's connections are neither used nor closed on both sides of a fork.
                _INHERITED.append(self._connections)
                self._connections, self._waits, self._process = {}, {}, os.getpid()
            thread = threading.get_ident()
            connection = self._connections.get(thread)
            if connection is None:
                connection = self._connections[thread] = _connect(self.path)
                self._waits[thread] = True
            # One connection does both: it would read again whatever another one has written.
            if self._waits.get(thread) is not waits:
                connection.execute(_WAIT if waits else _DO_NOT_WAIT)
                self._waits[thread] = waits
            yield connection
        except sqlite3.Error as error:
            if not waits and getattr(error, "sqlite_errorcode", None) in _BUSY:
                raise LogIsBusy from error
            raise OrderLogError(f"the order log {self.path} can't be used: {error}; nothing was written") from error


def _connect(path: Path) -> sqlite3.Connection:
    connection = sqlite3.connect(path, timeout=_BUSY_TIMEOUT, isolation_level=None, check_same_thread=False)
    try:
        connection.row_factory = sqlite3.Row
        is_new = _is_new(connection, path)
        connection.execute("PRAGMA journal_mode = WAL")
        # What was written survives the process, not a power failure: to wait for the disk takes as long as all the rest
        # of an order.
        connection.execute("PRAGMA synchronous = NORMAL")
        if is_new:
            connection.executescript(_SCHEMA)
    except BaseException:
        connection.close()
        raise
    return connection


def _rows(
    orders: Mapping[str, Any], environment: str, api: str, new_ids: Iterable[str], last_sent_by: float
) -> list[Row]:
    """The rows of orders; raises `InvalidRequestError` if a body has a value that the spec doesn't allow."""
    new, now, until = set(new_ids), clock.unix_milliseconds(), _milliseconds(last_sent_by)
    return [
        (environment, api, name, name in new, msgspec.json.encode(order.to_dict()).decode(), now, until)
        for name, order in orders.items()
    ]


def _parts(rows: Sequence[Row]) -> Iterator[Sequence[Row]]:
    """The rows of one statement after the other."""
    for first in range(0, len(rows), _MOST_AT_ONCE):
        yield rows[first : first + _MOST_AT_ONCE]


def _outcome_rows(outcomes: Mapping[int, Any], last_sent_by: Mapping[int, float]) -> list[Row]:
    """The rows of outcomes that are known."""
    rows = []
    for number, outcome in outcomes.items():
        known = _known(outcome)
        if known is not None:
            sent_by = last_sent_by.get(number) if known[0] == "not placed" else None
            rows.append((number, *known, None if sent_by is None else _milliseconds(sent_by)))
    return rows


def _milliseconds(seconds: float) -> int:
    """Full milliseconds, which are the same after they were read as a datetime."""
    return round(seconds * 1000)


def _is_new(connection: sqlite3.Connection, path: Path) -> bool:
    """Whether a database is empty; refuses one that is no log, or a log of another version."""
    (count,) = connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
    is_empty: bool = count == 0
    (application,) = connection.execute("PRAGMA application_id").fetchone()
    (version,) = connection.execute("PRAGMA user_version").fetchone()
    if not (is_empty and application == version == 0) and (application, version) != (_APPLICATION, _VERSION):
        raise OrderLogError(f"{path} is another database, or an order log of another version; name another file")
    return is_empty


def _from_row(row: sqlite3.Row) -> LoggedOrder:
    given = {name: row[name] for name in row.keys()}  # noqa: SIM118 - a row is no dict
    for name in ("logged_at", "last_sent_by"):
        given[name] = datetime.fromtimestamp(given.pop(f"{name}_ms") / 1000, UTC)
    return LoggedOrder(**given | {"body": json.loads(given["body"]), "is_new_id": bool(given["is_new_id"])})


def _known(outcome: Any) -> tuple[LoggedState, str | None, str | None] | None:
    """State, order_id and reason of an outcome; None if it says nothing."""
    if isinstance(outcome, OrderStateUnknownError):
        return None
    if isinstance(outcome, DuplicateOrderError):
        return "placed twice", outcome.order_ids[0], str(outcome)
    if isinstance(outcome, KalshiError):
        return "not placed", None, f"{type(outcome).__name__}: {outcome}"
    return "placed", outcome.order_id, None
