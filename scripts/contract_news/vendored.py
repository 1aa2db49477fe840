"""The names that the vendored specs have, and where."""

from __future__ import annotations

import re
import subprocess
from collections.abc import Iterator
from contextlib import suppress
from datetime import datetime
from typing import Any
from urllib.parse import urlsplit

from attrs import field, frozen

from scripts import documents, specs
from scripts.documents import Document
from scripts.specs import ROOT, is_stream
from scripts.vendoring.published import PROVENANCE, operations

_PARAMETER = re.compile(r"\{[^/{}]*\}|:[A-Za-z]\w*|<[^/<>]*>")
_NO_NAMES = ("info", "servers", PROVENANCE)


@frozen
class Names:
    """The names of all specs.

    Attributes:
        all: Operation ids, schemas, messages, channels, fields, parameters and values.
        operations: The id of each operation, by method and path; see `path`.
        parts: What belongs to an operation, a channel, a message or a schema: the names within it, by its name.
        bases: The paths that all paths of an API begin with on its servers, the longest first.
    """

    all: set[str] = field(factory=set)
    operations: dict[tuple[str, str], str] = field(factory=dict)
    parts: dict[str, set[str]] = field(factory=dict)
    bases: list[str] = field(factory=list)

    def path(self, text: str) -> str:
        """A path as it is compared: without the servers' part, and whatever its parameters are called."""
        base = next((base for base in self.bases if text.startswith(f"{base}/")), "")
        return _PARAMETER.sub("{}", text.removeprefix(base)).rstrip("/")

    @property
    def verbs(self) -> set[str]:
        """The words that operation ids begin with, such as `Get`."""
        return {match[0] for name in self.operations.values() if (match := re.match(r"[A-Z][a-z]+", name))}

    def add(self, document: Document) -> None:
        """Add those of a spec."""
        urls = [] if is_stream(document) else [server["url"] for server in document.get("servers", ())]
        self.bases[:] = sorted({*self.bases, *(urlsplit(url).path.rstrip("/") for url in urls)} - {""}, key=len)[::-1]
        for name, nodes in _named(document):
            self.parts.setdefault(name, set()).update(_names(nodes, document))
            self.all.add(name)
        if not is_stream(document):
            for path, method, operation in operations(document):
                self.operations[method.upper(), self.path(path)] = operation["operationId"]
        self.all.update(_names([node for key, node in document.items() if key not in _NO_NAMES], document))


def names() -> Names:
    """The names of every spec that is vendored."""
    found = Names()
    for spec in specs.REGISTER:
        if spec.path.exists():
            found.add(documents.load(spec.path.read_bytes()))
    return found


def followed() -> datetime | None:
    """When a new version of a spec was vendored last: the commit that changed the fingerprint of a source.

    Returns:
        None if the history here doesn't say.
    """
    paths = [str(spec.path) for spec in specs.REGISTER]
    git = ["git", "-C", str(ROOT)]
    log = [*git, "log", "-1", "--format=%aI", "--no-textconv", "-G^  sha256: ", "--", *paths]
    with suppress(OSError, ValueError, subprocess.SubprocessError):
        if _output([*git, "rev-parse", "--is-shallow-repository"]) == "false":
            return datetime.fromisoformat(_output(log))
    return None


def _output(command: list[str]) -> str:
    return subprocess.run(command, capture_output=True, text=True, check=True, timeout=60).stdout.strip()


def _named(document: Document) -> Iterator[tuple[str, list[Any]]]:
    """Everything that has a name and names within: its name, and its nodes."""
    if not is_stream(document):
        for path, _, operation in operations(document):
            yield operation["operationId"], [operation, document["paths"][path].get("parameters", [])]
    channels = document.get("channels", {})
    # The commands are messages of the connection, whose address is the server's own.
    commands = [channel for channel in channels.values() if channel.get("address") == "/"]
    for key, channel in channels.items():
        yield key, [channel, *commands]
        if channel.get("address") not in (None, "/", key):
            yield channel["address"], [channel, *commands]
    for kind in ("messages", "schemas"):
        for key, component in document.get("components", {}).get(kind, {}).items():
            yield key, [component]
    for key, message in document.get("components", {}).get("messages", {}).items():
        if message.get("name", key) != key:
            yield message["name"], [message]


def _names(nodes: list[Any], document: Document) -> set[str]:
    """The names within some nodes, and within what they refer to: fields, parameters, components and values."""
    found: set[str] = set()
    followed: set[str] = set()
    stack = list(nodes)
    while stack:
        node = stack.pop()
        if isinstance(node, list):
            stack += node
        if not isinstance(node, dict):
            continue
        for key, child in node.items():
            if key == "$ref" and isinstance(child, str):
                if child not in followed:
                    followed.add(child)
                    found.add(_unescaped(child.rpartition("/")[2]))
                    stack.append(_resolved(child, document))
            elif key in ("properties", "schemas", "messages", "parameters", "channels") and isinstance(child, dict):
                found |= child.keys()
                stack += child.values()
            elif key in ("enum", "const", "name", "operationId", "address"):
                found |= {each for each in (child if isinstance(child, list) else [child]) if isinstance(each, str)}
            else:
                stack.append(child)
    return found


def _resolved(reference: str, document: Document) -> Any:
    node: Any = document
    for part in reference.removeprefix("#/").split("/"):
        node = node.get(_unescaped(part)) if isinstance(node, dict) else None
    return node


def _unescaped(part: str) -> str:
    return part.replace("~1", "/").replace("~0", "~")
