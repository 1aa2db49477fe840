"""The examples of the pages for users, run as their readers run them."""

from __future__ import annotations

import contextlib
import io
import logging
import re

from tests.conftest import ROOT


def examples_of(page: str) -> list[str]:
    """The blocks of Python of a page in `docs/`."""
    return re.findall(r"```python\n(.*?)```", (ROOT / "docs" / page).read_text(encoding="utf-8"), re.DOTALL)


def run(*examples: str) -> list[list[str]]:
    """Run examples one after the other, each in a namespace of its own.

    In this process, which takes half the time: what they import is here. Nothing may be logged as a warning or written
    to standard error.

    Args:
        examples: Their code.

    Returns:
        The lines that each prints.
    """
    return [_printed(example) for example in examples]


def _printed(example: str) -> list[str]:
    out, err = io.StringIO(), io.StringIO()
    handler = logging.StreamHandler(err)
    handler.setLevel(logging.WARNING)
    logging.getLogger().addHandler(handler)
    try:
        with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
            exec(compile(example, "an example", "exec"), {"__name__": "__main__"})
    finally:
        logging.getLogger().removeHandler(handler)
    assert err.getvalue() == ""
    return out.getvalue().splitlines()
