"""Open an issue for a new version of a spec, or update the one that exists, with the runner's `gh` command.

    python -m scripts.spec_issue REPORT.json REPORT.md

The reports are those of `scripts.contract_diff`. A spec with the same facts as the vendored one gets no issue.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

from scripts.documents import printable

MAXIMUM_CHARACTERS = 60_000
"""How much of a report fits into an issue, whose text has at most 65,536 characters."""


def report(comparison: dict[str, Any], page: str, run_url: str) -> str:
    """Open the issue of a spec, or update the existing one, open or closed.

    Args:
        comparison: The report as JSON.
        page: The report as Markdown.
        run_url: The URL of the complete report.

    Returns:
        One line that says what was done.

    Raises:
        CalledProcessError: `gh` failed.
    """
    old, new = comparison["old"], comparison["new"]
    if old["normal_sha256"] == new["normal_sha256"]:
        return "the published spec has the same facts as the vendored one"
    fingerprint = new["normal_sha256"][:12]
    title = printable(f"Spec {new['version'][:40]} ({fingerprint}): {comparison['semver']}")
    number = _number(fingerprint)
    if number:
        _gh("edit", number, "--title", title, "--body-file", "-", text=_body(page, run_url))
        return f"updated issue {number}: {title}"
    _gh("create", "--title", title, "--body-file", "-", text=_body(page, run_url))
    return f"opened an issue: {title}"


def _number(fingerprint: str) -> str | None:
    listed = _gh(
        "list", "--state", "all", "--search", f"{fingerprint} in:title", "--limit", "100", "--json", "number,title"
    )
    return next((str(issue["number"]) for issue in json.loads(listed) if fingerprint in issue["title"]), None)


def _body(page: str, run_url: str) -> str:
    page = page.replace("@", "@\u200b")  # a name in a spec must not notify anyone
    if len(page) > MAXIMUM_CHARACTERS:
        page = page[:MAXIMUM_CHARACTERS].rsplit("\n", 1)[0] + "\n\n</details>\n\nThe rest is in the job's summary."
    return f"{page}\n\nReport: {run_url}\n\nTo follow it: `make bump`.\n"


def _gh(*arguments: str, text: str | None = None) -> str:
    command = ["gh", "issue", *arguments]
    return subprocess.run(command, input=text, stdout=subprocess.PIPE, text=True, encoding="utf-8", check=True).stdout


def main() -> int:
    """Run the command line; 1 if `gh` fails."""
    comparison, page = (Path(argument).read_text(encoding="utf-8") for argument in sys.argv[1:])
    try:
        print(report(json.loads(comparison), page, os.environ["RUN_URL"]))
    except subprocess.CalledProcessError as error:
        print(f"spec_issue: gh issue {error.cmd[2]} ended with status {error.returncode}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
