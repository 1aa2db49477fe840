"""Read a feed of announcements: RSS 2.0 or Atom.

A feed is XML of others. Expat reads it, which comes with Python, and a document type is refused where it begins:
without one, XML has no entities but its own five, no default attributes, and nothing outside to refer to. A package for
hostile XML would refuse the same, and a package for feeds guesses at what is none.
"""

from __future__ import annotations

import email.utils
import hashlib
import html
import re
from contextlib import suppress
from datetime import UTC, datetime
from xml.parsers import expat

from attrs import frozen

from scripts.documents import one_line, printable

MAXIMUM_ENTRIES = 1_000
MAXIMUM_ELEMENTS = 100_000
MAXIMUM_DEPTH = 50
LONGEST_TITLE = 200
LONGEST_WORDS = 10_000
LONGEST_ADDRESS = 500

_ATOM = "http://www.w3.org/2005/Atom"
_CONTENT = "http://purl.org/rss/1.0/modules/content/"
_LINK = re.compile(r"https?://[\w.~:/?#@!$&'()*+,;=%-]+", re.ASCII)
_TAG = re.compile(r"</?([A-Za-z][A-Za-z0-9]*)\b[^<>]*>")
# The site numbers the anchors of one label: a new entry of the same day makes `#feb-12-2026` into `#feb-12-2026-2`.
_COUNTER = re.compile(r"(#.*?)-\d{1,2}$")


class FeedError(Exception):
    """What was read is no feed, or no index of pages; the message says why."""


@frozen
class Entry:
    """An announcement. Its texts are printable, on one line, and cut at the limits of this module.

    Attributes:
        identity: What the feed calls it, for ever: its guid or id, else its link.
        date: When it was published, if it says so.
        title: Its heading.
        link: Its page; empty if it has none on the web.
        words: Its text as Markdown, without tags.
        categories: Its labels, such as `Breaking Change`.
    """

    identity: str
    date: datetime | None
    title: str
    link: str
    words: str
    categories: tuple[str, ...] = ()

    @property
    def fingerprint(self) -> str:
        """By what it is known again. Entries of one day can have one guid, so the title counts too."""
        identity = _COUNTER.sub(r"\1", self.identity)
        return hashlib.sha256(f"{identity}\n{self.title}".encode()).hexdigest()[:12]


@frozen
class _Form:
    """Where the entries of a kind of feed are, and which of their elements are read, as which of our fields."""

    entry: tuple[str, ...]
    fields: dict[str, str]


_FORMS = {
    "rss": _Form(
        ("rss", "channel", "item"),
        {
            "title": "title",
            "link": "link",
            "guid": "identity",
            "pubDate": "published",
            "description": "words",
            f"{_CONTENT} encoded": "words",
            "category": "category",
        },
    ),
    f"{_ATOM} feed": _Form(
        (f"{_ATOM} feed", f"{_ATOM} entry"),
        {
            f"{_ATOM} title": "title",
            f"{_ATOM} link": "link",
            f"{_ATOM} id": "identity",
            f"{_ATOM} published": "published",
            f"{_ATOM} updated": "updated",
            f"{_ATOM} summary": "words",
            f"{_ATOM} content": "words",
            f"{_ATOM} category": "category",
        },
    ),
}


def read(content: bytes) -> list[Entry]:
    """Read a feed.

    Args:
        content: RSS 2.0 or Atom, in UTF-8.

    Returns:
        Its entries in their order, each once.

    Raises:
        FeedError: It is neither, is not well-formed, has a document type, or is larger than the limits of this module.
    """
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise FeedError(f"not a feed in UTF-8: {one_line(error)}") from error
    reader = _Reader()
    parser = expat.ParserCreate("utf-8", " ")
    parser.StartDoctypeDeclHandler = _refuse_document_type
    parser.StartElementHandler = reader.start
    parser.EndElementHandler = reader.end
    parser.CharacterDataHandler = reader.text
    try:
        parser.Parse(text.encode(), True)
    except expat.ExpatError as error:
        raise FeedError(f"not a feed: {one_line(error)}") from error
    entries: dict[str, Entry] = {}
    for number, fields in enumerate(reader.entries, 1):
        entry = _entry(fields, number)
        entries.setdefault(entry.fingerprint, entry)
    return list(entries.values())


def _refuse_document_type(name: str, *_: object) -> None:
    raise FeedError(f"not a feed: it has a document type ({one_line(name, 40)}), which is refused")


class _Reader:
    """Collects the text of each field of each entry, as the parser comes to it."""

    def __init__(self) -> None:
        self.entries: list[dict[str, list[str]]] = []
        self._form = _FORMS["rss"]
        self._path: list[str] = []
        self._elements = 0
        self._field = ""
        self._text: list[str] = []

    def start(self, name: str, attributes: dict[str, str]) -> None:
        self._path.append(name)
        self._elements += 1
        level = len(self._path) - len(self._form.entry)
        if self._elements > MAXIMUM_ELEMENTS or len(self._path) > MAXIMUM_DEPTH:
            raise FeedError(
                f"not a feed: more than {MAXIMUM_ELEMENTS:,} elements, or nested more than {MAXIMUM_DEPTH} deep"
            )
        if len(self._path) == 1:
            self._begin(name, attributes)
        elif self._field:
            self._text.append(_code_or_space(name))
        elif level == 0 and self._is_in_entry():
            if len(self.entries) == MAXIMUM_ENTRIES:
                raise FeedError(f"not a feed of announcements: it has more than {MAXIMUM_ENTRIES:,} entries")
            self.entries.append({})
        elif level == 1 and self._is_in_entry():
            self._begin_field(self._form.fields.get(name, ""), attributes)

    def _begin(self, name: str, attributes: dict[str, str]) -> None:
        if name not in _FORMS or (name == "rss" and attributes.get("version") != "2.0"):
            raise FeedError(f"not RSS 2.0 or Atom: it begins with <{one_line(name, 80)}>")
        self._form = _FORMS[name]

    def _begin_field(self, field: str, attributes: dict[str, str]) -> None:
        # Atom says these in attributes.
        if field == "link" and "href" in attributes:
            if attributes.get("rel", "alternate") == "alternate":
                self._keep(field, attributes["href"])
        elif field == "category" and "term" in attributes:
            self._keep(field, attributes["term"])
        else:
            self._field = field

    def end(self, name: str) -> None:
        if self._field and len(self._path) == len(self._form.entry) + 1:
            self._keep(self._field, "".join(self._text))
            self._field, self._text = "", []
        elif self._field:
            self._text.append(_code_or_space(name))
        self._path.pop()

    def text(self, text: str) -> None:
        if self._field:
            self._text.append(text)

    def _keep(self, field: str, text: str) -> None:
        self.entries[-1].setdefault(field, []).append(text)

    def _is_in_entry(self) -> bool:
        return tuple(self._path[: len(self._form.entry)]) == self._form.entry


def _code_or_space(name: str) -> str:
    """What an element is in the text: `code` is between backticks, as in Markdown."""
    return "`" if name.rpartition(" ")[2] == "code" else " "


def _entry(fields: dict[str, list[str]], number: int) -> Entry:
    words = _line(" ".join(_plain(text) for text in dict.fromkeys(fields.get("words", ()))), LONGEST_WORDS)
    title = _line(_plain(_first(fields, "title")), LONGEST_TITLE) or _line(words, 80)
    link = _line(_first(fields, "link"), LONGEST_ADDRESS)
    identity = _line(_first(fields, "identity"), LONGEST_ADDRESS) or link
    if not title:
        raise FeedError(f"not a feed of announcements: entry {number} has neither a title nor a text")
    return Entry(
        identity=identity,
        date=_date(_first(fields, "published") or _first(fields, "updated")),
        title=title,
        link=link if _LINK.fullmatch(link) else "",
        words=words,
        categories=tuple(_line(text, 40) for text in fields.get("category", ())[:10]),
    )


def _first(fields: dict[str, list[str]], name: str) -> str:
    return next(iter(fields.get(name, ())), "").strip()


def _plain(markup: str) -> str:
    """Text without tags, whose code is between backticks; what is longer than the limits is cut first."""
    text = _TAG.sub(lambda tag: _code_or_space(tag[1].lower()), markup[: 2 * LONGEST_WORDS])
    return html.unescape(re.sub(r"&#\w{8,}", " ", text))  # a number of thousands of digits is an error of `unescape`


def _line(text: str, longest: int) -> str:
    return printable(" ".join(text.split()))[:longest]


def _date(text: str) -> datetime | None:
    """The moment that a date names: of RSS as in e-mail, of Atom as in ISO 8601; None if it names none."""
    for parse in (email.utils.parsedate_to_datetime, datetime.fromisoformat):
        with suppress(ValueError, TypeError, IndexError, OverflowError):
            date = parse(text[:60])
            return (date if date.tzinfo else date.replace(tzinfo=UTC)).astimezone(UTC)
    return None
