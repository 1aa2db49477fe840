"""Show texts of a server without their control characters."""

from __future__ import annotations


def printable(text: str) -> str:
    """Escape what would act on a terminal or begin a new line of a log, such as ESC, a line break or a bidi control."""
    if text.isprintable():
        return text
    return "".join(each if each.isprintable() else each.encode("unicode_escape").decode("ascii") for each in text)
