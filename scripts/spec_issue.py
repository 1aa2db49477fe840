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

from scripts import issues
from scripts.documents import printable


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
    text = issues.body(page, run_url, follow="make bump")
    for issue in issues.existing():
        if fingerprint in issue.title:
            issues.edit(issue.number, title, text)
            return f"updated issue {issue.number}: {title}"
    issues.create(title, text)
    return f"opened an issue: {title}"


def main() -> int:
    """Run the command line; 1 if `gh` fails."""
    comparison, page = (Path(argument).read_text(encoding="utf-8") for argument in sys.argv[1:])
    try:
        print(report(json.loads(comparison), page, os.environ["RUN_URL"]))
    except subprocess.CalledProcessError as error:
        print(f"spec_issue: {issues.failure(error)}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
