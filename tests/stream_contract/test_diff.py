"""What the comparison says of two contracts of the stream: nothing is missed, and names are those of the stream."""

from __future__ import annotations

import copy
import json
import random
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scripts.contract_diff.__main__ import main, run
from scripts.contract_diff.operations import compare
from scripts.contract_diff.surface import compare_surfaces
from scripts.contracts import STREAM
from scripts.documents import dump
from scripts.normalise import normalise
from tests.vendoring import contract

from . import Document, small, vendored

CONTRACT = normalise(vendored())
Place = tuple[Any, ...]


def places(node: Any, path: Place = ()) -> Iterator[Place]:
    """Every place of a document whose loss leaves a document: no reference, and nothing that a list needs."""
    for key, value in node.items() if isinstance(node, dict) else enumerate(node) if isinstance(node, list) else ():
        if key != "$ref" and not (isinstance(node, list) and len(node) == 1):
            yield (*path, key)
        yield from places(value, (*path, key))


PLACES = [place for place in places(CONTRACT) if len(place) > 1 and place[0] not in ("info", "asyncapi")]


def holder(document: Document, place: Place) -> Any:
    found: Any = document
    for step in place[:-1]:
        found = found[step]
    return found


def replaced(value: Any) -> Any:
    """Another value of the same kind."""
    match value:
        case bool():
            return not value
        case int() | float():
            return value + 1
        case str():
            return f"{value}x"
    return None


@settings(max_examples=25, deadline=None)
@given(place=st.sampled_from(PLACES))
def test_no_change_of_the_contract_is_missed(place: Place) -> None:
    new = copy.deepcopy(CONTRACT)
    value = holder(new, place)[place[-1]]
    other = replaced(value)
    if other is None or random.Random(str(place)).random() < 0.3:
        del holder(new, place)[place[-1]]
    else:
        holder(new, place)[place[-1]] = other
    for pair in ((CONTRACT, new), (new, CONTRACT)):
        assert compare(*pair) != []


@pytest.mark.parametrize("seed", range(3))
def test_a_contract_is_the_same_as_itself_in_any_order_of_keys(seed: int) -> None:
    chance = random.Random(seed)

    def shuffled(node: Any) -> Any:
        if isinstance(node, list):
            return [shuffled(item) for item in node]
        if not isinstance(node, dict):
            return node
        keys = chance.sample(list(node), len(node))
        return {key: shuffled(node[key]) for key in keys}

    assert compare(CONTRACT, shuffled(CONTRACT)) == []


def changed(*path: str, **facts: Any) -> Document:
    document = small()
    found: Any = document
    for step in path:
        found = found[step]
    found.update(facts)
    return document


SCHEMAS = ("components", "schemas")
PRICE = (*SCHEMAS, "tickerPayload", "properties", "msg", "properties", "price_dollars")
CHANNELS = (*SCHEMAS, "subscribeCommandPayload", "properties", "params", "properties", "channels")


@pytest.mark.parametrize(
    ("new", "rule", "level", "location", "reached"),
    [
        (
            changed(*PRICE, type="number"),
            "response-property-type-changed",
            "breaking",
            "tickerPayload.msg.price_dollars",
            ("ticker",),
        ),
        (
            changed(*CHANNELS, maxItems=2),
            "request-property-bound-tightened",
            "breaking",
            "subscribeCommandPayload.params.channels",
            ("subscribeCommand",),
        ),
        (
            changed(*SCHEMAS, "tickerPayload", required=["type", "msg"]),
            "response-property-became-optional",
            "breaking",
            "tickerPayload.sid",
            ("ticker",),
        ),
        (
            changed(*SCHEMAS, "subscribeCommandPayload", required=["cmd"]),
            "request-property-became-optional",
            "info",
            "subscribeCommandPayload.params",
            ("subscribeCommand",),
        ),
    ],
)
def test_what_is_received_is_an_answer_and_what_is_sent_a_request(
    new: Document, rule: str, level: str, location: str, reached: tuple[str, ...]
) -> None:
    (change,) = compare(small(), new)
    assert (change.id, change.level, change.location, change.operations) == (rule, level, location, reached)


def test_the_python_surface_of_a_stream_is_compared() -> None:
    new = changed(*PRICE, type="number", format="double")
    (change,) = compare_surfaces(small(), new)
    assert (change.level, change.kind) == ("breaking", "field-type-changed")
    assert change.name == "kalshi_gen.stream.models.TickerData.price_dollars"


def test_a_stream_and_an_api_are_not_compared(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    paths = [tmp_path / "stream.yaml", tmp_path / "api.yaml"]
    for path, each in zip(paths, (small(), contract()), strict=True):
        path.write_text(dump(each), encoding="utf-8")
    assert main([*map(str, paths), "--no-surface", "--no-overlay"]) == 2
    assert "one is a contract of the API and the other of the stream" in capsys.readouterr().err


def test_the_report_names_channels_and_messages(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    document = small()
    del document["channels"]["ticker"]
    document["operations"].pop("receiveTicker")
    paths = [tmp_path / "old.yaml", tmp_path / "new.yaml"]
    for path, each in zip(paths, (small(), document), strict=True):
        path.write_text(dump(each), encoding="utf-8")
    assert main([*map(str, paths), "--no-surface", "--no-overlay"]) == 1
    printed = capsys.readouterr().out
    assert "ticker: the channel is gone  [channel-removed]" in printed
    assert main([*map(str, paths), "--no-surface", "--no-overlay", "--format", "json"]) == 1
    report = json.loads(capsys.readouterr().out)
    assert report["semver"] == "major"


def test_a_contract_is_compared_with_the_vendored_one_of_its_kind() -> None:
    comparison = run(None, str(STREAM.path), surface=False)
    assert (comparison.semver, comparison.old.source) == ("none", str(STREAM.path))
