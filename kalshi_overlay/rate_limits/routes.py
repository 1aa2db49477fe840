"""Which operation of the contract a request asks for."""

from __future__ import annotations

from functools import cache
from typing import Any

from kalshi_gen.runtime.routes import ROUTES

_ANY = "{}"
_END = ""


def operation_of(method: str, path: str) -> str | None:
    """Find the operation that a path asks for; None if the contract has none there.

    Args:
        method: The HTTP method, in capitals.
        path: The path after the base path, without its query; a template of one will do.

    Returns:
        The id of the operation. A part of a path that the contract spells out goes before one that it leaves open.
    """
    return _find(_tree().get(method, {}), path.strip("/").split("/"))


def _find(branches: dict[str, Any], parts: list[str]) -> str | None:
    if not parts:
        return branches.get(_END)
    first, *rest = parts
    for name in (first, _ANY):
        if first and name in branches:
            found = _find(branches[name], rest)
            if found is not None:
                return found
    return None


@cache
def _tree() -> dict[str, dict[str, Any]]:
    tree: dict[str, dict[str, Any]] = {}
    for (method, path), operation_id in ROUTES.items():
        branches = tree.setdefault(method, {})
        for part in path.strip("/").split("/"):
            branches = branches.setdefault(_ANY if part.startswith("{") else part, {})
        branches[_END] = operation_id
    return tree
