"""The search for words that this project does not use."""

from __future__ import annotations

import pytest

from scripts import vocabulary
from tests.walking import walked


def found(name: str, text: str) -> list[tuple[str, str]]:
    return [(each.place.rpartition(":")[2], each.word) for each in vocabulary.search(name, text)]


@walked(
    ("text", "word"),
    [
        ("def was_told() -> None: ...", "told"),
        ("class RfqDesk: ...", "Desk"),
        ("# what stands in the book", "stands"),
        ('"""Open it anew."""', "anew"),
        ('raise ValueError(f"{name} is owed")', "owed"),
        ("carried_out = 1", "carried out"),
        ('message = "the whole answer"', "whole"),
    ],
)
def test_a_word_is_found_in_names_comments_docstrings_and_messages(text: str, word: str) -> None:
    assert found("kalshi_overlay/module.py", f"first = 1\n{text}\n") == [("2", word)]


def test_a_word_is_found_in_documents_and_in_their_code() -> None:
    assert found("docs/page.md", "# The whole page\n\n`rfq_desk()`\n") == [("1", "whole"), ("3", "desk")]


@walked("text", ["a whole number", "stands for", "bedrooms", "the contract pays $1", "wholesale", "an event contract"])
def test_everyday_uses_are_left_alone(text: str) -> None:
    assert found("docs/page.md", text) == []


@pytest.mark.parametrize("text", ["the contract says so", "a new contract has it", "the contract's words"])
def test_a_document_is_a_spec_and_not_a_contract(text: str) -> None:
    assert [word for _, word in found("docs/page.md", text)] != []


def test_in_what_works_on_specs_a_contract_is_always_a_document() -> None:
    assert found("scripts/vendor.py", "contract = 1  # contract-diff\n") == [("1", "contract")]


def test_the_command_prints_a_line_for_each_word_and_what_to_write(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(vocabulary, "searched", lambda paths: ["README.md"])
    monkeypatch.setattr(vocabulary, "search", lambda name, text: [vocabulary.Found(f"{name}:1", "anew", "again")])
    assert vocabulary.main([]) == 1
    assert capsys.readouterr().err == "README.md:1: 'anew': write again\n"
