"""The examples of the pages for users, run as their readers run them."""

from __future__ import annotations

import re
import subprocess
import sys

from tests.conftest import ROOT

_END = "--- the end of an example ---"


def examples_of(page: str) -> list[str]:
    """The blocks of Python of a page in `docs/`."""
    return re.findall(r"```python\n(.*?)```", (ROOT / "docs" / page).read_text(encoding="utf-8"), re.DOTALL)


def run(*examples: str, before: str = "") -> list[list[str]]:
    """Run examples one after the other, each in a namespace of its own, in one new interpreter.

    Args:
        examples: Their code.
        before: Code that is run first.

    Returns:
        The lines that each prints.
    """
    blocks = (f"exec({example!r}, {{'__name__': '__main__'}})\nprint({_END!r}, flush=True)\n" for example in examples)
    ran = subprocess.run(
        [sys.executable, "-W", "error", "-c", before + "".join(blocks)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert (ran.returncode, ran.stderr) == (0, "")
    *printed, rest = ran.stdout.split(f"{_END}\n")
    assert rest == ""
    return [each.splitlines() for each in printed]
