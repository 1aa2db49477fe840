"""Find words that this project does not use: idioms of its own, and words that mean something else in trading.

    python -m scripts.vocabulary [PATH ...]

Looks through names, comments, docstrings and messages of Python files, and through templates, documents and overlays;
prints a line for each word found, with what to write instead. `make check` runs it over the whole repository.
"""

from __future__ import annotations

import io
import re
import subprocess
import sys
import tokenize
from collections.abc import Iterator, Sequence
from pathlib import Path

from attrs import frozen

ROOT = Path(__file__).resolve().parent.parent
SUFFIXES = (".py", ".md", ".jinja", ".yaml", ".yml", ".toml", "Makefile")
# The client is generated from what is searched already; published names and this list are not ours to change.
LEFT_OUT = ("kalshi_gen/", "openapi.yaml", "specs/asyncapi.yaml", "scripts/vocabulary.py", "tests/test_vocabulary.py")


@frozen
class Ban:
    """A word that is not used.

    Attributes:
        pattern: The word, in lower case; names are split into their words first.
        instead: What to write.
        within: Where it is banned, as a prefix of the file's path; everywhere by default.
    """

    pattern: str
    instead: str
    within: tuple[str, ...] = ("",)

    def matches(self, text: str) -> Iterator[re.Match[str]]:
        """Every place at which a text has it."""
        return re.finditer(rf"(?<![\w-])(?:{self.pattern})(?![\w-])", text, re.IGNORECASE)


# What works on the specs; the other scripts trade contracts too.
_ABOUT_SPECS = tuple(
    f"scripts/{name}"
    for name in (
        *("bump", "changelog", "check", "contract_", "documents", "generat"),
        *("issues", "news", "release", "spec", "vendor"),
    )
)
# Articles and verbs that go with a document, and not with what is traded.
_A_SPEC = (
    r"(?:the|a|new|vendored|published|its|our|each|both|other|another|two|old) contracts?"
    r"(?:(?= (?:says?|has|have|names?|declares?|documents?|states?|asks?|calls?|takes?|allows?|gives?|leaves?)\b)"
    r"|(?= (?:doc|version|path|can|of the)\b)|'s|,? (?:and|or) (?:our|the) (?:overlay|words))"
)
BANS = (
    Ban("told", "what happened: on_response, payload, event, reported"),
    Ban("stands?(?! (?:for|in for)\\b)", "is, rests, holds; the current state"),
    Ban("anew", "again"),
    Ban("owed", "missing"),
    Ban("whole(?! (?:number|cent|dollar|contract|second|minute|hour|day)s?\\b)", "complete, entire, all"),
    Ban("carr(?:y|ies|ied)[ _]out", "applied, executed, done"),
    Ban("f(?:i|ou)nds?[ _]out", "look up, learn"),
    Ban("rooms?", "folder, package, name map"),
    Ban("purses?", "wallet"),
    Ban("pots?", "pool"),
    Ban("desks?", "commands, handlers"),
    Ban("story|stories", "sample"),
    Ban("scenes?", "context"),
    Ban("twins?", "differential, second implementation"),
    Ban("house", "project, conventions"),
    Ban("pretended", "fake"),
    Ban("time_out", "timeout"),
    Ban(_A_SPEC, "spec (a contract is what is traded)"),
    Ban("contracts?", "spec (a contract is what is traded)", _ABOUT_SPECS),
)
# `contract-diff`, `contract-news` and the variable CONTRACT of `make` keep their names. `event contract` is what the
# exchange trades.
_USUAL = re.compile(r"contract[-_. ](?:diff|news)|event contracts?|CONTRACT=", re.IGNORECASE)
_WORDS_OF_A_NAME = re.compile(r"(?<=[a-z0-9])(?=[A-Z])|_+")


@frozen
class Found:
    """A banned word.

    Attributes:
        place: The path and line.
        word: The word as it was found.
        instead: What to write.
    """

    place: str
    word: str
    instead: str

    def __str__(self) -> str:
        return f"{self.place}: {self.word!r}: write {self.instead}"


def search(name: str, text: str) -> Iterator[Found]:
    """Find the banned words of a file.

    Args:
        name: The file's path from the root, with slashes.
        text: What is in it.
    """
    bans = [ban for ban in BANS if name.startswith(ban.within)]
    for line, part in _parts(name, text):
        plain = _USUAL.sub("", part)
        for ban in bans:
            for match in ban.matches(plain):
                yield Found(f"{name}:{line}", match.group(), ban.instead)


def _parts(name: str, text: str) -> Iterator[tuple[int, str]]:
    if not name.endswith(".py"):
        yield from enumerate((_spaced(line) for line in text.splitlines()), 1)
        return
    for token in tokenize.generate_tokens(io.StringIO(text).readline):
        if token.type in (tokenize.NAME, tokenize.STRING, tokenize.COMMENT) or token.type == _MIDDLE:
            for offset, line in enumerate(token.string.splitlines()):
                yield token.start[0] + offset, _spaced(line)


_MIDDLE = getattr(tokenize, "FSTRING_MIDDLE", None)


def _spaced(text: str) -> str:
    return _WORDS_OF_A_NAME.sub(" ", text)


def searched(paths: Sequence[str]) -> list[str]:
    """The tracked files that are searched, below some paths."""
    command = ["git", "ls-files", "-z", "--", *paths]
    listed = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout.split("\0")
    return [
        name for name in listed if name.endswith(SUFFIXES) and not name.startswith(LEFT_OUT) and (ROOT / name).is_file()
    ]


def main(arguments: Sequence[str]) -> int:
    """Print each banned word; 1 if there is any."""
    found = [each for name in searched(arguments) for each in search(name, (ROOT / name).read_text(encoding="utf-8"))]
    for each in found:
        print(each, file=sys.stderr)
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
