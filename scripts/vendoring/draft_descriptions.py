"""Write placeholders into the overlay where a spec owes words, so that no bump has to wait for prose.

A draft starts with `descriptions.DRAFT`; `descriptions.missing` reports it until someone has written the words.
"""

from __future__ import annotations

import re
import textwrap
from pathlib import Path
from typing import Any

import jsonpath
import yaml

from scripts import documents
from scripts.documents import Document
from scripts.vendoring import descriptions
from scripts.vendoring.overlays import OverlayError, load_actions

_OWED = re.compile(r"(?P<target>.*): (?P<word>summary|description)")


def write_drafts(spec: Document, overlay: Path) -> int:
    """Append a draft to the overlay for each place that has no words.

    Args:
        spec: The vendored spec.
        overlay: The overlay file; what is in it stays as it is, byte for byte.

    Returns:
        How many actions were appended. A place that has an action already gets none: its words belong there.

    Raises:
        OverlayError: The overlay isn't one, or its list of actions isn't the last thing in the file.
    """
    present = load_actions(overlay)
    drafts = _drafts(spec, {str(jsonpath.compile(action["target"])) for action in present})
    if drafts:
        before = overlay.read_bytes()
        overlay.write_bytes(before + _appendix(before.decode(), drafts, str(spec["info"]["version"])).encode())
        if _read_back(overlay) != [*present, *drafts]:
            overlay.write_bytes(before)
            raise OverlayError(f"{overlay.name}: drafts can't be appended: its actions must be a list at its very end")
    return len(drafts)


def _drafts(spec: Document, taken: set[str]) -> list[dict[str, Any]]:
    by_target: dict[str, dict[str, str]] = {}
    for line in descriptions.missing(spec):
        owed = _OWED.fullmatch(line)
        if owed and str(jsonpath.compile(owed["target"])) not in taken:
            by_target.setdefault(owed["target"], {})[owed["word"]] = _draft(spec, owed["target"], owed["word"])
    return [{"target": target, "update": update} for target, update in by_target.items()]


def _draft(spec: Document, target: str, word: str) -> str:
    match = next(iter(jsonpath.finditer(target, spec)))
    node: Any = match.obj
    name = node.get("operationId") or node.get("name") or match.parts[-1]
    if word == "summary":
        return f"{descriptions.DRAFT}{name}"
    facts = {**node.get("schema", {}), **node}
    default = f", by default {descriptions.spelled(facts['default'])}" if facts.get("default") is not None else ""
    return f"{descriptions.DRAFT}{name}{default}{', deprecated' if facts.get('deprecated') else ''}."


def _appendix(text: str, drafts: list[dict[str, Any]], version: str) -> str:
    """The drafts as YAML, at the depth of the actions that are there."""
    depths = re.findall(r"^( *)- ", text, flags=re.MULTILINE)
    body = f"# Drafts for spec {' '.join(version.split())}: write the words and take the mark away.\n"
    body += _yaml_list(drafts)
    return ("" if text.endswith("\n") else "\n") + textwrap.indent(body, min(depths, key=len, default=""))


def _yaml_list(items: list[dict[str, Any]]) -> str:
    """A list as YAML, without a key above it."""
    return documents.dump({"actions": items}).removeprefix("actions:\n")


def _read_back(overlay: Path) -> list[dict[str, Any]] | None:
    try:
        return load_actions(overlay)
    except (OverlayError, yaml.YAMLError):
        return None
