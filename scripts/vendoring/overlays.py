"""Apply an overlay: our corrections, types and words over the facts of a spec.

The files follow the OpenAPI Overlay Specification 1.0, so that other tools read them. We hold them to one
rule more: an update changes what is there and never brings a path, an operation, a parameter or a property
into being.
"""

from __future__ import annotations

import copy
from collections import Counter
from collections.abc import Iterator
from functools import cache, lru_cache
from itertools import takewhile
from pathlib import Path
from typing import Any

import jsonpath
import yaml
from jsonpath import CompoundJSONPath, JSONPath, JSONPathMatch

from scripts import documents
from scripts.documents import Document
from scripts.vendoring.normalise import is_word

# Below these keys stand names: of paths, properties and so on. A property may itself be named "parameters".
_ROOMS = frozenset(
    {"paths", "properties", "schemas", "parameters", "responses", "channels", "messages", "operations", "servers"}
)
_METHODS = frozenset({"get", "put", "post", "delete", "patch", "options", "head", "trace"})


class OverlayError(Exception):
    """An overlay that is not what OpenAPI Overlay 1.0 and the rules of this house allow."""


def load_actions(path: Path) -> list[dict[str, Any]]:
    """Read an overlay file and check its form.

    Args:
        path: A file in the format of the OpenAPI Overlay Specification 1.0.

    Returns:
        Its actions, in order.

    Raises:
        OverlayError: The file is not such an overlay, an action has both or neither of `update` and `remove`,
            a target is not a JSONPath, or two actions have one target, however they spell it.
    """
    try:
        content = path.read_bytes()
    except OSError as error:
        raise OverlayError(f"{path.name}: can't be read: {documents.one_line(error)}") from error
    return list(_actions(content, path.name))


@lru_cache(maxsize=4)
def _actions(content: bytes, where: str) -> list[dict[str, Any]]:
    """The actions of an overlay, read once: a comparison lays it over both sides, and nothing changes them."""
    try:
        overlay = documents.load(content)
    except yaml.YAMLError as error:
        raise OverlayError(f"{where}: can't be read: {documents.one_line(error)}") from error
    if not isinstance(overlay, dict) or overlay.get("overlay") != "1.0.0":
        raise OverlayError(f"{where}: not an overlay: it needs 'overlay: 1.0.0' and a list of actions")
    actions = overlay.get("actions")
    if not isinstance(actions, list) or not actions:
        raise OverlayError(f"{where}: not an overlay: it needs a list of actions")
    targets = Counter(_checked_target(action, where) for action in actions)
    target, count = targets.most_common(1)[0]
    if count > 1:
        raise OverlayError(f"{where}: more than one action for {target}: write them as one")
    return actions


def _checked_target(action: Any, where: str) -> str:
    """The target of an action in its one canonical spelling."""
    target = action.get("target") if isinstance(action, dict) else None
    if not isinstance(target, str) or ("update" in action) == (action.get("remove") is True):
        raise OverlayError(f"{where}: an action needs a target and either 'update' or 'remove: true': {action}")
    try:
        return str(_compiled(target))
    except jsonpath.JSONPathError as error:
        reason = documents.one_line(error.args[0])
        raise OverlayError(f"{where}: the target {target} is not a JSONPath: {reason}") from error


@cache
def _compiled(target: str) -> JSONPath | CompoundJSONPath:
    """A target, compiled once: an overlay has thousands of them."""
    return jsonpath.compile(target)


def apply(actions: list[dict[str, Any]], document: Document) -> tuple[Document, list[str]]:
    """Apply the actions of an overlay to a document, in order.

    Args:
        actions: What `load_actions` returned.
        document: The spec to change; it stays as it is.

    Returns:
        The changed copy, and the targets that matched nothing.

    Raises:
        OverlayError: An update would bring a path, an operation, a parameter or a property into being.
    """
    result = copy.deepcopy(document)
    unmatched = []
    for action in actions:
        matches = list(_compiled(action["target"]).finditer(result))
        if not matches:
            unmatched.append(action["target"])
        for match in reversed(matches):  # from the end, so that a removal leaves the earlier indexes right
            if "update" in action:
                _update(match, copy.deepcopy(action["update"]), action["target"])
            else:
                _remove(match, action["target"])
    return result, unmatched


def stale_targets(actions: list[dict[str, Any]], vendored: Document) -> list[str]:
    """The targets that can't be right for an already vendored spec.

    An update must find its target. A removal has been done in a vendored spec: it must find the parent.

    Raises:
        OverlayError: A removal has several paths in one target, so no one parent.
    """
    return list(_stale(actions, vendored))


def _stale(actions: list[dict[str, Any]], vendored: Document) -> Iterator[str]:
    for action in actions:
        target = _compiled(action["target"])
        sought = target if "update" in action else _parent(target)
        if not sought.findall(vendored):
            yield action["target"]


def _parent(target: JSONPath | CompoundJSONPath) -> JSONPath:
    if isinstance(target, CompoundJSONPath):
        raise OverlayError(f"{target}: a removal has one path, without unions or intersections")
    return JSONPath(env=target.env, segments=target.segments[:-1])


def _update(match: JSONPathMatch, update: Any, where: str) -> None:
    in_room = False
    for part in match.parts:
        in_room = not in_room and part in _ROOMS
    if isinstance(match.obj, dict) and isinstance(update, dict):
        _merge(match.obj, update, in_room, where)
    elif isinstance(match.obj, list) and not in_room:
        if update not in match.obj:
            match.obj.append(_fresh(update, where))
    else:
        raise OverlayError(f"{where}: an update changes a mapping or adds to a list of values; this is neither")


def _merge(present: dict[str, Any], update: dict[str, Any], in_room: bool, where: str) -> None:
    for key, value in update.items():
        before = present.get(key)
        if isinstance(before, dict) and isinstance(value, dict):
            _merge(before, value, not in_room and key in _ROOMS, where)
        elif in_room or key in _ROOMS | _METHODS:
            raise OverlayError(f"{where}: an update can't bring {key!r} into being, nor put another in its place")
        elif isinstance(before, list) and isinstance(value, list):
            before.extend(_fresh(item, where) for item in value if item not in before)
        elif key in present:
            present[key] = _fresh(value, where)
        else:
            _add(present, key, _fresh(value, where))


def _fresh(value: Any, where: str) -> Any:
    """A value that was not there before; no path, operation, parameter or property is in it."""
    if isinstance(value, list):
        return [_fresh(item, where) for item in value]
    if not isinstance(value, dict):
        return value
    fresh: dict[str, Any] = {}
    _merge(fresh, value, False, where)
    return fresh


def _add(present: dict[str, Any], key: str, value: Any) -> None:
    """Add a key, facts before words: a second vendoring drops the words and adds them again, at the end."""
    words = [] if is_word(key) else list(takewhile(is_word, reversed(present)))
    present[key] = value
    for word in reversed(words):
        present[word] = present.pop(word)


def _remove(match: JSONPathMatch, where: str) -> None:
    if match.parent is None:
        raise OverlayError(f"{where}: the whole document can't be removed")
    holder: Any = match.parent.obj
    del holder[match.parts[-1]]
