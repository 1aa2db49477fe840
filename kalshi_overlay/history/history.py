"""Rows of a span of time, from the live data and the archive: to iterate over, or to save as Parquet."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Iterable, Iterator
from contextlib import aclosing, closing
from datetime import datetime
from os import PathLike
from pathlib import Path
from typing import TYPE_CHECKING, Any, Generic

from attrs import evolve, frozen

from kalshi_gen.client import Client
from kalshi_gen.errors import InvalidRequestError, KalshiError
from kalshi_gen.runtime.model import Model
from kalshi_overlay.extras import require_extra
from kalshi_overlay.flow import Call, Flow, run, run_async
from kalshi_overlay.history.progress import OnProgress, Progress, log_progress
from kalshi_overlay.history.reader import LAG, Reader, check_until
from kalshi_overlay.history.side_by_side import in_tasks, in_threads
from kalshi_overlay.history.sources import Row, Source
from kalshi_overlay.history.windows import BEGINNING, END, Window, aware, missing, split
from kalshi_overlay.pages import Take

if TYPE_CHECKING:
    from kalshi_overlay.history.folder import Folder


@frozen(kw_only=True)
class Saved:
    """What was saved.

    Attributes:
        folder: The folder with the files.
        windows: How many windows were read and written; none if all of them were there.
        rows: How many rows these have.
    """

    folder: Path
    windows: int = 0
    rows: int = 0


class History(Generic[Row]):
    """Rows of a span of time, of the live data and the archive, each once.

        for trade in history.trades(client=client, since=since, until=until):
            ...
        history.trades(client=client, since=since, until=until).save(to="history/")

    Nothing is sent before it is iterated over, with `for` or `async for`, or saved. Each time it is read again. Rows
    come in the order of time. A row that can't be read raises an error, after all rows of earlier windows; the list is
    never shorter instead.
    """

    def __init__(
        self,
        source: Source[Row],
        client: Client,
        since: datetime | None,
        until: datetime | None,
        at_once: int,
        progress: OnProgress | None,
    ) -> None:
        if isinstance(at_once, bool) or not isinstance(at_once, int) or at_once < 1:
            raise InvalidRequestError("at_once", f"must be an int of at least 1, not {at_once!r}")
        self._source = source
        self._client = client
        self._since = BEGINNING if since is None else max(BEGINNING, aware("since", since))
        self._until = None if until is None else aware("until", until)
        if self._until is not None and self._until <= self._since:
            raise InvalidRequestError("until", "must be after since")
        self._at_once = at_once
        self._progress = progress or log_progress

    def __repr__(self) -> str:
        filters = "".join(f", {name}={value!r}" for name, value in self._source.filters.items())
        return f"<History: {self._source.kind} from {Window(self._since, self._until or END)}{filters}>"

    @property
    def item_type(self) -> type[Model]:
        """The class of a row, whether there are any or not."""
        return self._source.model

    def __iter__(self) -> Iterator[Row]:
        """Read the rows, some windows ahead, in threads.

        Raises:
            InvalidRequestError: `until` is too late, or `since` is.
            UnusableAnswerError: It is not certain that these are all rows.
            KalshiError: A request failed.
        """
        reader = Reader(self._client)
        windows = self._split([run(self._span(reader))])
        report = self._reporter(windows)
        flows = (self._models(reader, window) for window in windows)
        with closing(in_threads(flows, self._at_once, reader.stop)) as results:
            for rows in results:
                report(len(rows))
                yield from rows

    async def __aiter__(self) -> AsyncIterator[Row]:
        """Read the rows, some windows ahead, in tasks; see `__iter__`."""
        reader = Reader(self._client)
        windows = self._split([await run_async(self._span(reader))])
        report = self._reporter(windows)
        flows = (self._models(reader, window) for window in windows)
        async with aclosing(in_tasks(flows, self._at_once)) as results:
            async for rows in results:
                report(len(rows))
                for row in rows:
                    yield row

    def save(self, to: str | PathLike[str]) -> Saved:
        """Write the rows as Parquet files into a folder within a folder, such as `history/trades`.

        There is a file for each window, named after its times. It appears once it is complete, so that you can read the
        folder at any time, and stop whenever you like: the next call goes on with the windows that are missing. With a
        later `until`, it reads what has come since. Orders, positions and markets change, so they are one file, which
        is read again and replaced each time.

        Args:
            to: The folder, on this machine.

        Returns:
            What was written.

        Raises:
            InvalidRequestError: `until` is too late, or `since` is; or `to` is a URL, or has rows of other filters, of
                another exchange, or, for orders, positions and markets, of another `since` or `until`.
            ClientStateError: Another save writes the same kind of row there.
            MissingExtraError: The extra `history` is not installed.
            UnusableAnswerError: It is not certain that what was read are all rows.
            KalshiError: A request failed; the windows that are complete stay.
            OSError: A file can't be written.

        Operation: those of the function that has made the history.
        """
        reader = Reader(self._client)
        with closing(self._folder(to)) as folder:
            windows = self._not_done(run(self._span(reader)), folder)
            report, saved = self._reporter(windows), Saved(folder=folder.path)
            flows = (self._write(reader, window, folder) for window in windows)
            with closing(in_threads(flows, self._at_once, reader.stop)) as results:
                for rows in results:
                    report(rows)
                    saved = evolve(saved, windows=saved.windows + 1, rows=saved.rows + rows)
        return saved

    async def asave(self, to: str | PathLike[str]) -> Saved:
        """Like `save`, without blocking."""
        reader = Reader(self._client)
        with closing(await asyncio.to_thread(self._folder, to)) as folder:
            windows = self._not_done(await run_async(self._span(reader)), folder)
            report, saved = self._reporter(windows), Saved(folder=folder.path)
            flows = (self._write(reader, window, folder) for window in windows)
            async with aclosing(in_tasks(flows, self._at_once)) as results:
                async for rows in results:
                    report(rows)
                    saved = evolve(saved, windows=saved.windows + 1, rows=saved.rows + rows)
        return saved

    def _span(self, reader: Reader) -> Flow[Window]:
        if self._source.length is None:
            return Window(self._since, self._until or END)
        latest = yield from reader.latest()
        if self._since > latest + LAG:
            raise InvalidRequestError("since", f"is later than the exchange's time, {(latest + LAG).isoformat()}")
        if self._until is not None:
            check_until(self._until, latest)
        return Window(self._since, self._until or latest)

    def _split(self, spans: Iterable[Window]) -> list[Window]:
        length = self._source.length
        return list(spans) if length is None else [window for span in spans for window in split(span, length)]

    def _not_done(self, span: Window, folder: Folder) -> list[Window]:
        """The windows of a span that a folder doesn't have."""
        return self._split([span] if self._source.length is None else missing(span, folder.done()))

    def _models(self, reader: Reader, window: Window) -> Flow[list[Row]]:
        rows: list[Row] = []
        yield from self._read(reader, window, rows.extend)
        return sorted(rows, key=self._source.time)

    def _write(self, reader: Reader, window: Window, folder: Folder) -> Flow[int]:
        from kalshi_overlay.history.folder import Rows, name_of

        rows = Rows(self._source.model)
        yield from self._read(reader, window, rows.take)
        name = f"{self._source.kind}.parquet" if self._source.length is None else name_of(window)

        def write() -> int:
            table = rows.table(self._source.time_field)
            folder.write(name, table)
            return len(table)

        written: int = yield Call(write, lambda: asyncio.to_thread(write))
        return written

    def _read(self, reader: Reader, window: Window, take: Take) -> Flow[None]:
        try:
            yield from self._source.read(reader, window, take)
        except KalshiError as error:
            error.add_note(f"while {self._source.kind} were read, from {window}")
            raise

    def _folder(self, to: str | PathLike[str]) -> Folder:
        require_extra("history", "pyarrow")
        from kalshi_overlay.history.folder import Folder

        if "://" in str(to):
            problem = f"must be a folder on this machine, not {str(to)!r}: save there, and copy the files"
            raise InvalidRequestError("to", problem)
        source = self._source
        says: dict[str, Any] = {"kind": source.kind, "filters": source.filters, "exchange": self._client._base_url}
        if source.length is None:
            says |= {"since": self._since, "until": self._until}
        return Folder(Path(to, source.kind), says)

    def _reporter(self, windows: list[Window]) -> Callable[[int], None]:
        """What reports the progress when it gets the number of the rows of the next window."""
        kind, waiting, done, rows = self._source.kind, iter(windows), 0, 0

        def report(count: int) -> None:
            nonlocal done, rows
            done, rows = done + 1, rows + count
            progress = Progress(kind=kind, windows=len(windows), done=done, rows=rows, window=next(waiting))
            self._progress(progress)

        return report
