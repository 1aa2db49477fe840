"""Find what an announcement names, and say which of it the vendored specs have."""

from __future__ import annotations

import re
from collections.abc import Iterator

from attrs import frozen

from scripts.contract_news.vendored import Names

_FENCE = re.compile(r"```.*?```", re.DOTALL)
_OPERATION = re.compile(r"\b(GET|POST|PUT|PATCH|DELETE)`?\s+`?(/[\w\-./{}:<>]*)", re.ASCII)
_CODE = re.compile(r"`([^`]{1,200})`")
_PATH = re.compile(r"/[\w\-./{}:<>]+", re.ASCII)
# A name with what may follow it: a value, an index, a field. `*_fp` and `_fp` stand for every name that ends so.
_NAME = re.compile(r"(\*?[A-Za-z_]\w*(?:(?:\[\])?\.[A-Za-z_]\w*)*)(?:\[\])?\s*(?:[=:].*)?", re.ASCII)
_BARE = re.compile(r"(?<![\w.-])(?:[a-z][a-z0-9]*(?:_[a-z0-9]+)+|[A-Z][A-Za-z0-9]*)(?![\w-])", re.ASCII)
_LITERALS = ("true", "false", "null")


@frozen
class Mentions:
    """What an announcement names, in its order: operations as `GET /path`, everything else by its name.

    Attributes:
        missing: What no vendored spec has.
        elsewhere: What one has, but in none of the operations, channels and schemas that the announcement names.
        found: What is there.
    """

    missing: tuple[str, ...]
    elsewhere: tuple[str, ...]
    found: tuple[str, ...]


def mentions(text: str, names: Names) -> Mentions:
    """Find what a text names.

    Names are operations (`GET /path`), code between backticks that is a name, and words that only a spec would have:
    with an underscore within, or the id of an operation.

    Args:
        text: The title and the words of an announcement.
        names: What the vendored specs have.
    """
    operations: dict[str, str] = {}
    words: dict[str, None] = {}
    text = _FENCE.sub(" ", text).replace("\\_", "_")
    for match in _OPERATION.finditer(text):
        path = match[2].rstrip(".,:;")
        operations[f"{match[1]} {path}"] = names.operations.get((match[1], names.path(path)), "")
    text = _OPERATION.sub(" ", text)
    for match in _CODE.finditer(text):
        if _PATH.fullmatch(match[1]):
            ids = [name for (_, path), name in names.operations.items() if path == names.path(match[1])]
            operations[match[1]] = ids[0] if ids else ""
        else:
            words.update(dict.fromkeys(_names_of_code(match[1])))
    prose = " ".join(word for word in _CODE.sub(" ", text).split() if "/" not in word)  # no addresses
    words.update(dict.fromkeys(_bare_names(prose, names)))
    return _sorted_out(operations, list(words), names)


def _names_of_code(code: str) -> Iterator[str]:
    match = _NAME.fullmatch(code.strip())
    # A ticker, such as KXBTC, is no name of a spec.
    if match and match[1] not in _LITERALS and match[1] != match[1].upper():
        yield match[1]


def _bare_names(text: str, names: Names) -> Iterator[str]:
    verbs = names.verbs
    for match in _BARE.finditer(text):
        word = match[0]
        humps = re.findall(r"[A-Z][a-z]+|[A-Z]+", word)
        if "_" in word or (len(humps) > 1 and (word in names.all or humps[0] in verbs)):
            yield word


def _sorted_out(operations: dict[str, str], words: list[str], names: Names) -> Mentions:
    groups: dict[str, list[str]] = {"missing": [], "elsewhere": [], "found": []}
    named = [name for name in (*operations.values(), *words) if name in names.parts]
    within = set(named).union(*(names.parts[name] for name in named))
    for mention, name in operations.items():
        groups["found" if name else "missing"].append(mention)
    for word in words:
        if not _is_among(word, names.all):
            groups["missing"].append(word)
        elif named and not _is_among(word, within):
            groups["elsewhere"].append(word)
        else:
            groups["found"].append(word)
    return Mentions(**{group: tuple(mentions) for group, mentions in groups.items()})


def _is_among(word: str, names: set[str]) -> bool:
    if word.startswith(("*", "_")):
        return any(name.endswith(word.lstrip("*")) for name in names)
    return all(part in names for part in re.findall(r"\w+", word))
