"""The issues of this repository, by the runner's `gh` command.

An issue is known again by a fingerprint in its title. All issues are listed and not searched for: a search knows a new
one only after minutes, and two runs within these would open two.
"""

from __future__ import annotations

import json
import subprocess

from attrs import frozen

MAXIMUM_CHARACTERS = 60_000
"""How much of a report fits into an issue, whose text has at most 65,536 characters."""
_MOST = "100000"


@frozen
class Issue:
    """An issue, open or closed."""

    number: str
    title: str


def existing() -> list[Issue]:
    """Every issue, open or closed.

    Raises:
        CalledProcessError: `gh` failed, as it may in every function here.
    """
    listed = json.loads(_gh("list", "--state", "all", "--limit", _MOST, "--json", "number,title"))
    return [Issue(str(issue["number"]), issue["title"]) for issue in listed]


def create(title: str, text: str) -> None:
    """Open an issue."""
    _gh("create", "--title", title, "--body-file", "-", text=text)


def edit(number: str, title: str, text: str) -> None:
    """Change an issue."""
    _gh("edit", number, "--title", title, "--body-file", "-", text=text)


def body(page: str, run_url: str, *, follow: str) -> str:
    """The text of an issue, which fits and notifies nobody.

    Args:
        page: A report as Markdown.
        run_url: The URL of the complete report.
        follow: What to run.
    """
    page = page.replace("@", "@\u200b")  # a name of others must not notify anyone
    if len(page) > MAXIMUM_CHARACTERS:
        page = page[:MAXIMUM_CHARACTERS].rsplit("\n", 1)[0] + "\n\n</details>\n\nThe rest is in the job's summary."
    return f"{page}\n\nReport: {run_url}\n\nTo follow it: `{follow}`.\n"


def failure(error: subprocess.CalledProcessError) -> str:
    """What failed, on one line."""
    return f"gh issue {error.cmd[2]} ended with status {error.returncode}"


def _gh(*arguments: str, text: str | None = None) -> str:
    command = ["gh", "issue", *arguments]
    return subprocess.run(command, input=text, stdout=subprocess.PIPE, text=True, encoding="utf-8", check=True).stdout
