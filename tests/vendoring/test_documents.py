from __future__ import annotations

from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st
from ruamel.yaml import YAML

from scripts import documents
from tests.walking import walked

AMBIGUOUS = (
    *("yes", "no", "Yes", "NO", "on", "off", "y", "n", "true", "False", "null", "~", "", "=", "<<"),
    *(
        "2024-01-02",
        "2024-01-02T03:04:05Z",
        "12:30:45",
        "1",
        "-1",
        "010",
        "08",
        "0x1F",
        "0o17",
        "0b1",
        "1_000",
    ),
    *("1.5", ".5", "+.5", "5.", "1e3", "1E-3", ".inf", "-.INF", ".nan"),
)


@walked("text", ["yes", "no", "Yes", "No", "on", "off", "y", "n"])
def test_a_word_that_yaml_1_1_reads_as_a_boolean_stays_a_string(text: str) -> None:
    assert documents.load(f"enum: [{text}]") == {"enum": [text]}


@pytest.mark.parametrize("text", ["2024-01-02", "2024-01-02T03:04:05Z", "12:30:45", "1_000", "0b1"])
def test_dates_and_other_spellings_of_yaml_1_1_stay_strings(text: str) -> None:
    assert documents.load(f"value: {text}") == {"value": text}


@walked(
    ("text", "value"),
    [
        ("true", True),
        ("FALSE", False),
        ("null", None),
        ("~", None),
        ("", None),
        ("-7", -7),
        ("010", 10),
        ("0o17", 15),
        ("0x1F", 31),
        ("1.5", 1.5),
        ("1e3", 1000.0),
        ("-.inf", float("-inf")),
    ],
)
def test_the_scalars_of_yaml_1_2_are_read_as_what_they_are(text: str, value: object) -> None:
    read = documents.load(f"value: {text}")["value"]
    assert read == value
    assert type(read) is type(value)


@pytest.mark.parametrize("key", ["200", "yes", "true", "1.5", "null"])
def test_a_key_is_a_string_as_it_is_in_json(key: str) -> None:
    assert documents.load(f"{key}: a") == {key: "a"}


@pytest.mark.parametrize(
    ("text", "line"),
    [("a: 1\na: 2", 1), ("a: {b: 1, b: 2}", 0), ("- {a: 1, 'a': 1}", 0), ("200: a\n'200': b", 1)],
)
def test_a_key_that_occurs_twice_is_refused_with_its_place(text: str, line: int) -> None:
    with pytest.raises(yaml.MarkedYAMLError, match="is twice in one mapping") as caught:
        documents.load(text)
    assert caught.value.problem_mark is not None
    assert caught.value.problem_mark.line == line


@pytest.mark.parametrize("text", ["a: [1,\n b: }", "a: b: c", "? [1, 2]\n: 3", "--- 1\n--- 2", "a: \x00"])
def test_text_that_is_not_one_yaml_document_is_a_yaml_error(text: str) -> None:
    with pytest.raises(yaml.YAMLError):
        documents.load(text)


def test_json_is_read_as_well() -> None:
    assert documents.load('{"a": [1, "yes", null, true], "b": "\\u00e9"}') == {
        "a": [1, "yes", None, True],
        "b": "é",
    }


@pytest.mark.parametrize("text", ["yes", "no", "2024-01-02", "1e3", "0o17"])
def test_an_ambiguous_string_is_written_in_quotes(text: str) -> None:
    assert documents.dump({"enum": [text]}) == f"enum:\n- '{text}'\n"


@walked("text", AMBIGUOUS)
def test_a_string_is_read_back_as_a_string_by_every_reader_of_yaml(text: str) -> None:
    written = documents.dump({"value": text, "list": [text]})
    for read in (documents.load, yaml.safe_load, YAML(typ="safe", pure=True).load):
        assert read(written) == {"value": text, "list": [text]}


def test_the_same_document_gives_the_same_bytes_in_the_order_of_its_keys() -> None:
    document = {"b": 1, "a": {"d": [], "c": {}}}
    assert documents.dump(document) == documents.dump({"b": 1, "a": {"d": [], "c": {}}})
    assert documents.dump(document) == "b: 1\na:\n  d: []\n  c: {}\n"


def test_a_value_that_occurs_twice_is_written_twice() -> None:
    shared = {"type": "string"}
    assert documents.dump({"a": shared, "b": shared}) == "a:\n  type: string\nb:\n  type: string\n"


_TEXTS = st.text(st.characters(exclude_categories=["Cs", "Cc"])) | st.sampled_from(AMBIGUOUS)
_VALUES: st.SearchStrategy[Any] = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | _TEXTS,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(_TEXTS, inner, max_size=4),
    max_leaves=12,
)


@given(st.dictionaries(_TEXTS, _VALUES, max_size=5))
def test_what_is_written_is_read_back_equal_and_written_the_same(document: dict[str, Any]) -> None:
    written = documents.dump(document)
    read = documents.load(written)
    assert read == document
    assert list(read) == list(document)
    assert documents.dump(read) == written


def test_an_error_is_put_on_one_line_of_bearable_length() -> None:
    assert documents.one_line(ValueError("a\n  b\n\nc")) == "a b c"
    assert documents.one_line(ValueError()) == "ValueError"
    assert len(documents.one_line(ValueError("x" * 5000))) == 300


@walked(
    ("text", "shown"),
    [
        ("plain text", "plain text"),
        ("::error::x", ":\\:error::x"),
        ("  ::stop-commands::x", "  :\\:stop-commands::x"),
        ("\x1b::error::x", " :\\:error::x"),
        ("a\n::error::x\r::b", "a ::error::x ::b"),
        ("a ##[error]b ##[c", "a ##\\[error]b ##\\[c"),
        ("\x1b[31mred\x07 \u202e \x85 \u2028", " [31mred       "),
        ("a::b %0A", "a::b %0A"),
    ],
)
def test_what_is_printed_is_one_line_that_is_no_command(text: str, shown: str) -> None:
    assert documents.printable(text) == shown


@given(st.text(st.sampled_from(":#[ \n\r\x1ba") | st.characters(), max_size=20))
def test_no_text_is_printed_as_a_command(text: str) -> None:
    shown = documents.printable(text)
    assert shown.isprintable()
    assert not shown.strip().startswith("::")
    assert "##[" not in shown
