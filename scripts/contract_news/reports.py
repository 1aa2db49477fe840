"""Show the news as text for a terminal, as Markdown for a job's summary or an issue, or as JSON."""

from __future__ import annotations

from collections.abc import Iterator

from attrs import asdict

from scripts.contract_diff.markdown import escaped
from scripts.contract_news.news import News, Report
from scripts.documents import dump_json, printable

LONGEST_WORDS = 3_000
"""How much of an announcement Markdown shows; its page has all of it."""
_ABOUT_NAMES = (
    ("missing", "not in any vendored spec"),
    ("elsewhere", "in a vendored spec, but not where the announcement says"),
    ("found", "in the vendored specs"),
)


def as_json(report: Report) -> str:
    """The report as JSON, with the fields of `Report` and `News`."""
    return dump_json(asdict(report))


def as_text(report: Report) -> str:
    """The report as lines for a terminal."""
    lines = [_counted(report)]
    for entry in report.new:
        lines += ["", f"{entry.date or 'undated'}  {entry.title}  [{entry.fingerprint}]"]
        lines += [f"  {entry.link}"] * bool(entry.link)
        lines += [f"  {what}: {', '.join(names)}" for what, names in _named(entry)]
        lines += ["  it names nothing that could be looked up"] * (entry.status == "unnamed")
    lines += ["", _pages(report), *(f"  {address}" for address in report.unfollowed)]
    lines += [f"Not listed there: {', '.join(report.unlisted)}"] * bool(report.unlisted)
    return "\n".join(map(printable, lines)) + "\n"


def as_markdown(report: Report) -> str:
    """The report as a page."""
    lines = ["# Announced by the exchange", "", _counted(report), ""]
    for entry in report.new:
        lines += [f"## {entry.date or 'undated'}: {escaped(entry.title)}", "", entry_as_markdown(entry)]
    lines += ["## Specs that the index lists", "", _pages(report), ""]
    lines += [f"- {escaped(address)}" for address in report.unfollowed]
    if report.unlisted:
        lines += ["", f"Not listed there: {escaped(', '.join(report.unlisted))}."]
    return "\n".join(lines).rstrip() + "\n"


def entry_as_markdown(entry: News) -> str:
    """An announcement: its words, then what it names and where that is."""
    words = entry.words if len(entry.words) <= LONGEST_WORDS else f"{entry.words[:LONGEST_WORDS]} ..."
    lines = [f"> {escaped(words)}", ""] if words else []
    lines += [f"Published {entry.date}." if entry.date else "It has no date.", ""]
    lines += [f"Page: {escaped(entry.link)}", ""] if entry.link else []
    lines += [f"Labels: {escaped(', '.join(entry.categories))}.", ""] if entry.categories else []
    for what, names in _named(entry):
        listed = ", ".join(f"<code>{escaped(name)}</code>" for name in names)
        lines += [f"- {what.capitalize()}: {listed}"]
    if entry.status == "unnamed":
        lines += ["It names nothing that could be looked up in the specs."]
    return "\n".join(lines) + "\n"


def _named(entry: News) -> Iterator[tuple[str, tuple[str, ...]]]:
    for group, what in _ABOUT_NAMES:
        names: tuple[str, ...] = getattr(entry, group)
        if names:
            yield what, names


def _counted(report: Report) -> str:
    since = f"since the specs of {report.followed}" if report.followed else "(when the specs were vendored isn't known)"
    by_status = ", ".join(
        f"{count} {status}"
        for status in ("announced", "carried", "unnamed")
        if (count := sum(entry.status == status for entry in report.new))
    )
    return f"{len(report.entries)} announcements, {len(report.new)} new {since}{': ' if by_status else ''}{by_status}."


def _pages(report: Report) -> str:
    count = len(report.unfollowed)
    return f"The index lists {count or 'no'} spec{'' if count == 1 else 's'} that scripts/specs.py doesn't follow."
