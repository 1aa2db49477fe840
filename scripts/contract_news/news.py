"""Say of each announcement whether the vendored specs have what it names, and whether it is new."""

from __future__ import annotations

import json
from datetime import datetime, timedelta
from typing import Any, Literal

from attrs import frozen

from scripts.contract_news import feed, index
from scripts.contract_news.feed import Entry, FeedError
from scripts.contract_news.mentions import mentions
from scripts.contract_news.vendored import Names
from scripts.vendoring import published

Status = Literal["announced", "carried", "unnamed"]

AHEAD = timedelta(days=60)
"""How long before the specs were vendored an announcement may be of what isn't in them yet.

The exchange announces a change some weeks before its spec has it; what is older has come, or was removed since."""


@frozen
class News:
    """An announcement, compared with the vendored specs; all its texts are printable.

    Attributes:
        fingerprint: By what it is known again.
        date: When it was published, as an ISO 8601 date; None if it doesn't say.
        title: Its heading.
        link: Its page, or empty.
        words: Its text.
        categories: Its labels.
        status: `announced` if it names something that isn't in the specs, or isn't where it says; `carried` if all that
            it names is; `unnamed` if it names nothing that could be looked up.
        new: Whether it came after the specs, or is `announced` or `unnamed` and not older than `AHEAD` before them.
        missing: The names that no vendored spec has.
        elsewhere: The names that one has, but in nothing else that the announcement names.
        found: The names that are there.
    """

    fingerprint: str
    date: str | None
    title: str
    link: str
    words: str
    categories: tuple[str, ...]
    status: Status
    new: bool
    missing: tuple[str, ...]
    elsewhere: tuple[str, ...]
    found: tuple[str, ...]


@frozen
class Report:
    """What a feed and an index say.

    Attributes:
        feed: Where the feed was read from.
        index: Where the index was read from.
        followed: When the specs were vendored, as an ISO 8601 date; None if that isn't known, and all counts as new.
        entries: Every announcement, as the feed has them.
        unfollowed: The addresses of specs that the index lists and the register doesn't.
        unlisted: The names of specs of the register that the index doesn't list.
    """

    feed: str
    index: str
    followed: str | None
    entries: tuple[News, ...]
    unfollowed: tuple[str, ...]
    unlisted: tuple[str, ...]

    @property
    def new(self) -> list[News]:
        """The announcements that are new."""
        return [entry for entry in self.entries if entry.new]


def report(feed_source: str, index_source: str, *, base: str, names: Names, followed: datetime | None) -> Report:
    """Read a feed and an index, and compare them with the vendored specs.

    Args:
        feed_source: A path or a URL.
        index_source: Another one.
        base: The address that the index's links are relative to.
        names: What the vendored specs have.
        followed: When they were vendored, if that is known.

    Raises:
        SpecError: One can't be read; see `published.fetch`.
        FeedError: One is no feed or no index.
    """
    content = published.fetch(feed_source)
    try:
        entries = feed.read(content)
    except FeedError as error:
        raise FeedError(f"{feed_source}: {error}") from error
    content = published.fetch(index_source)
    try:
        pages = index.read(content, base)
    except FeedError as error:
        raise FeedError(f"{index_source}: {error}") from error
    return Report(
        feed=feed_source,
        index=index_source,
        followed=followed.date().isoformat() if followed else None,
        entries=tuple(compare(entry, names, followed) for entry in entries),
        unfollowed=pages.unfollowed,
        unlisted=pages.unlisted,
    )


def compare(entry: Entry, names: Names, followed: datetime | None) -> News:
    """Compare an announcement with the vendored specs, which were vendored at some moment."""
    named = mentions(f"{entry.title}\n{entry.words}", names)
    status: Status = "announced" if named.missing or named.elsewhere else "carried" if named.found else "unnamed"
    oldest = followed if followed is None or status == "carried" else followed - AHEAD
    return News(
        fingerprint=entry.fingerprint,
        date=entry.date.date().isoformat() if entry.date else None,
        title=entry.title,
        link=entry.link,
        words=entry.words,
        categories=entry.categories,
        status=status,
        new=oldest is None or entry.date is None or entry.date > oldest,
        missing=named.missing,
        elsewhere=named.elsewhere,
        found=named.found,
    )


def from_json(text: str) -> Report:
    """The report that `reports.as_json` wrote."""
    fields = json.loads(text)
    entries = tuple(News(**{name: _frozen(value) for name, value in each.items()}) for each in fields.pop("entries"))
    return Report(entries=entries, **{name: _frozen(value) for name, value in fields.items()})


def _frozen(value: Any) -> Any:
    return tuple(value) if isinstance(value, list) else value
