"""Open an issue for each new announcement of the exchange, once, with the runner's `gh` command.

    python -m scripts.news_issues REPORT.json

The report is that of `scripts.contract_news`. A spec that the index lists and nobody follows is an announcement too.
"""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

from scripts import issues
from scripts.contract_diff.markdown import escaped
from scripts.contract_news.news import Report, from_json
from scripts.contract_news.reports import entry_as_markdown
from scripts.documents import printable

MAXIMUM_ISSUES = 20
"""How many issues one run opens: the site has published all of its old announcements as new ones before."""


def announcements(report: Report) -> Iterator[tuple[str, str, str]]:
    """Each new announcement: its fingerprint, its heading, and its page as Markdown."""
    for address in report.unfollowed:
        fingerprint = hashlib.sha256(address.encode()).hexdigest()[:12]
        page = (
            f"The index of the documentation lists a spec that `scripts/specs.py` doesn't follow:\n\n{escaped(address)}"
        )
        yield fingerprint, f"another spec, {address.rpartition('/')[2]}", page
    for entry in report.new:
        yield entry.fingerprint, entry.title, entry_as_markdown(entry)


def open_issues(report: Report, run_url: str) -> Iterator[str]:
    """Open the issues that are missing, at most `MAXIMUM_ISSUES`.

    Args:
        report: The announcements.
        run_url: The URL of the complete report.

    Yields:
        A line that says what was done, for each issue and in the end.

    Raises:
        CalledProcessError: `gh` failed.
    """
    found = list(announcements(report))
    known = " ".join(issue.title for issue in issues.existing()) if found else ""
    fresh = [each for each in found if f"({each[0]})" not in known]
    for fingerprint, heading, page in fresh[:MAXIMUM_ISSUES]:
        title = printable(f"Announced ({fingerprint}): {heading}")
        issues.create(title, issues.body(page, run_url, follow="make contract-diff"))
        yield f"opened an issue: {title}"
    left = len(fresh) - MAXIMUM_ISSUES
    yield f"{left} more are for the next run" if left > 0 else f"{len(found)} new announcements, and each has its issue"


def main() -> int:
    """Run the command line; 1 if `gh` fails."""
    report = from_json(Path(sys.argv[1]).read_text(encoding="utf-8"))
    try:
        for line in open_issues(report, os.environ["RUN_URL"]):
            print(line)
    except subprocess.CalledProcessError as error:
        print(f"news_issues: {issues.failure(error)}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
