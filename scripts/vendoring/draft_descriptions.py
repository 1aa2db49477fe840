"""Write placeholders into the overlay for missing descriptions, so that a bump need not wait for them.

A draft starts with `descriptions.DRAFT`, and `descriptions.missing` reports it until someone replaces it.
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

_MISSING = re.compile(r"(?P<target>.*): (?P<key>summary|description)")


def write_drafts(spec: Document, overlay: Path) -> int:
    """Append a draft to the overlay for each missing summary and description.

    Args:
        spec: The vendored spec.
        overlay: The overlay file; its present content is not changed.

    Returns:
        How many actions were appended. A place that has an action gets no other: its description belongs there.

    Raises:
        OverlayError: The file is not an overlay, or does not end with its list of actions.
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
        match = _MISSING.fullmatch(line)
        if match and str(jsonpath.compile(match["target"])) not in taken:
            by_target.setdefault(match["target"], {})[match["key"]] = _draft(spec, match["target"], match["key"])
    return [{"target": target, "update": update} for target, update in by_target.items()]


def _draft(spec: Document, target: str, key: str) -> str:
    match = next(iter(jsonpath.finditer(target, spec)))
    node: Any = match.obj
    name = node.get("operationId") or node.get("name") or match.parts[-1]
    if key == "summary":
        return f"{descriptions.DRAFT}{name}"
    facts = {**node.get("schema", {}), **node}
    default = f", by default {descriptions.spelled(facts['default'])}" if facts.get("default") is not None else ""
    return f"{descriptions.DRAFT}{name}{default}{', deprecated' if facts.get('deprecated') else ''}."


def _appendix(text: str, drafts: list[dict[str, Any]], version: str) -> str:
    """The drafts as YAML, indented as the present actions are."""
    depths = re.findall(r"^( *)- ", text, flags=re.MULTILINE)
    body = f"# Drafts for spec {' '.join(version.split())}: write each description and remove its mark.\n"
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
