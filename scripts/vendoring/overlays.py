"""Apply an overlay to the facts of a spec: our corrections, types and descriptions.

The files follow the OpenAPI Overlay Specification 1.0, so other tools can read them. There is one rule more: an update
changes what exists and never creates a path, an operation, a parameter or a property.
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
from scripts.vendoring.normalise import is_text

# The keys of these maps are names: of paths, properties and so on. A property may itself be named "parameters".
_NAME_MAPS = frozenset(
    {"paths", "properties", "schemas", "parameters", "responses", "channels", "messages", "operations", "servers"}
)
_METHODS = frozenset({"get", "put", "post", "delete", "patch", "options", "head", "trace"})


class OverlayError(Exception):
    """An overlay breaks the rules of OpenAPI Overlay 1.0 or those of this project."""


def load_actions(path: Path) -> list[dict[str, Any]]:
    """Read an overlay file and check its form.

    Args:
        path: A file in the format of the OpenAPI Overlay Specification 1.0.

    Returns:
        Its actions, in order.

    Raises:
        OverlayError: The file is not such an overlay, an action has both or neither of `update` and `remove`,
            a target is not a JSONPath, or two actions have the same target in any spelling.
    """
    try:
        content = path.read_bytes()
    except OSError as error:
        raise OverlayError(f"{path.name}: can't be read: {documents.one_line(error)}") from error
    return list(_actions(content, path.name))


@lru_cache(maxsize=4)
def _actions(content: bytes, where: str) -> list[dict[str, Any]]:
    """The actions of an overlay. Cached, because a comparison applies it to both sides; nothing changes them."""
    try:
        overlay = documents.load(content)
    except yaml.YAMLError as error:
        raise OverlayError(f"{where}: can't be read: {documents.one_line(error)}") from error
    if not isinstance(overlay, dict) or overlay.get("overlay") != "1.0.0":
        raise OverlayError(f"{where}: not an overlay: it needs 'overlay: 1.0.0' and actions")
    actions = overlay.get("actions")
    if not isinstance(actions, list) or not actions:
        raise OverlayError(f"{where}: not an overlay: it needs at least one action")
    targets = Counter(_checked_target(action, where) for action in actions)
    target, count = targets.most_common(1)[0]
    if count > 1:
        raise OverlayError(f"{where}: more than one action for {target}: write them as one")
    return actions


def _checked_target(action: Any, where: str) -> str:
    """The target of an action in its canonical spelling."""
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
    """A compiled target. Cached, because an overlay has thousands of them."""
    return jsonpath.compile(target)


def apply(actions: list[dict[str, Any]], document: Document) -> tuple[Document, list[str]]:
    """Apply the actions of an overlay to a document, in order.

    Args:
        actions: What `load_actions` returned.
        document: The spec; it is not changed.

    Returns:
        The changed copy, and the targets that matched nothing.

    Raises:
        OverlayError: An update would create a path, an operation, a parameter or a property.
    """
    result = copy.deepcopy(document)
    unmatched = []
    for action in actions:
        matches = list(_compiled(action["target"]).finditer(result))
        if not matches:
            unmatched.append(action["target"])
        for match in reversed(matches):  # from the end, so that a removal doesn't shift the earlier indexes
            if "update" in action:
                _update(match, copy.deepcopy(action["update"]), action["target"])
            else:
                _remove(match, action["target"])
    return result, unmatched


def stale_targets(actions: list[dict[str, Any]], vendored: Document) -> list[str]:
    """The targets that match nothing in a spec that is vendored already.

    An update must find its target. What an action removes is gone already, so a removal must find the parent.

    Raises:
        OverlayError: The target of a removal combines several paths, so it has no single parent.
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
    in_name_map = False
    for part in match.parts:
        in_name_map = not in_name_map and part in _NAME_MAPS
    if isinstance(match.obj, dict) and isinstance(update, dict):
        _merge(match.obj, update, in_name_map, where)
    elif isinstance(match.obj, list) and not in_name_map:
        if update not in match.obj:
            match.obj.append(_fresh(update, where))
    else:
        raise OverlayError(f"{where}: an update changes a mapping or adds to a list of values; this is neither")


def _merge(present: dict[str, Any], update: dict[str, Any], in_name_map: bool, where: str) -> None:
    for key, value in update.items():
        before = present.get(key)
        if isinstance(before, dict) and isinstance(value, dict):
            _merge(before, value, not in_name_map and key in _NAME_MAPS, where)
        elif in_name_map or key in _NAME_MAPS | _METHODS:
            raise OverlayError(f"{where}: an update can't create {key!r}, nor replace it by something of another kind")
        elif isinstance(before, list) and isinstance(value, list):
            before.extend(_fresh(item, where) for item in value if item not in before)
        elif key in present:
            present[key] = _fresh(value, where)
        else:
            _add(present, key, _fresh(value, where))


def _fresh(value: Any, where: str) -> Any:
    """A new value, checked to have no path, operation, parameter or property in it."""
    if isinstance(value, list):
        return [_fresh(item, where) for item in value]
    if not isinstance(value, dict):
        return value
    fresh: dict[str, Any] = {}
    _merge(fresh, value, False, where)
    return fresh


def _add(present: dict[str, Any], key: str, value: Any) -> None:
    """Add a key, facts before texts: a second vendoring drops the texts and adds them again, at the end."""
    texts = [] if is_text(key) else list(takewhile(is_text, reversed(present)))
    present[key] = value
    for text in reversed(texts):
        present[text] = present.pop(text)


def _remove(match: JSONPathMatch, where: str) -> None:
    if match.parent is None:
        raise OverlayError(f"{where}: the document itself can't be removed")
    holder: Any = match.parent.obj
    del holder[match.parts[-1]]
