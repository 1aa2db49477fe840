"""Say what the exchange has announced, and the vendored specs don't have yet.

    python -m scripts.contract_news [--feed SOURCE] [--index SOURCE] [--format text|markdown|json]

SOURCE is a path or a URL. By default both are read where the exchange publishes them: the changelog's feed, and the
index of the documentation's pages.
"""

from __future__ import annotations

import argparse
import sys
from datetime import UTC, datetime
from pathlib import Path

from scripts.contract_news import vendored
from scripts.contract_news.feed import FeedError
from scripts.contract_news.news import report
from scripts.contract_news.reports import as_json, as_markdown, as_text
from scripts.documents import one_line
from scripts.vendoring.published import SpecError, is_url

FEED_URL = "https://docs.kalshi.com/changelog/rss.xml"
INDEX_URL = "https://docs.kalshi.com/llms.txt"
_FORMATS = {"text": as_text, "markdown": as_markdown, "json": as_json}


def main(arguments: list[str] | None = None) -> int:
    """Run the command line: 0 whether there is news or not, 2 with one line on an error."""
    parser = argparse.ArgumentParser(prog="python -m scripts.contract_news", description=__doc__.split("\n")[0])
    parser.add_argument("--feed", metavar="SOURCE", default=FEED_URL, help="the changelog, as RSS 2.0 or Atom")
    parser.add_argument("--index", metavar="SOURCE", default=INDEX_URL, help="the list of pages, with links")
    parser.add_argument("--format", choices=_FORMATS, default="text")
    parser.add_argument("--since", metavar="DATE", type=_date, help="when the specs were vendored, if git doesn't say")
    parser.add_argument("--summary", metavar="FILE", type=Path, help="a file that gets the report as Markdown too")
    options = parser.parse_args(arguments)
    try:
        found = report(
            options.feed,
            options.index,
            base=options.index if is_url(options.index) else INDEX_URL,
            names=vendored.names(),
            followed=options.since or vendored.followed(),
        )
        if options.summary:
            with options.summary.open("a", encoding="utf-8") as summary:
                summary.write(as_markdown(found))
    except (SpecError, FeedError, OSError) as error:
        print(f"contract_news: {one_line(error, 690)}", file=sys.stderr)
        return 2
    sys.stdout.write(_FORMATS[options.format](found))
    return 0


def _date(text: str) -> datetime:
    return datetime.strptime(text, "%Y-%m-%d").replace(tzinfo=UTC)


if __name__ == "__main__":
    sys.exit(main())
