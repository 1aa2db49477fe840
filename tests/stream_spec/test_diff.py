"""The comparison of two specs of the stream: nothing is missed, and names are those of the stream."""

from __future__ import annotations

import json
import random
import re
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scripts.contract_diff.__main__ import main, run
from scripts.contract_diff.operations import compare
from scripts.contract_diff.surface import compare_surfaces
from scripts.documents import dump
from scripts.specs import STREAM
from scripts.vendoring.normalise import normalise
from tests.contract_diff.walk import REMOVED, REPLACED, Place, missed, places
from tests.vendoring import spec
from tests.walking import walked

from . import Document, small, vendored

SPEC = normalise(vendored())
PLACES = [place for place in places(SPEC) if len(place) > 1 and place[0] not in ("info", "asyncapi")]
# The keys below these are names that the exchange chose.
NAMED = ("properties", "schemas", "messages", "channels", "operations")


@settings(max_examples=8)
@given(place=st.sampled_from(PLACES), how=st.sampled_from((REMOVED, REPLACED)))
def test_no_change_of_the_spec_is_missed(place: Place, how: str) -> None:
    assert missed(SPEC, [place], compare, [how]) == []


def about(message: str) -> Document:
    """The vendored spec reduced to one message: its channel, its operation and its schemas."""
    own = {"$ref": f"#/components/messages/{message}"}
    channels = {
        name: {**channel, "messages": {message: own}}
        for name, channel in SPEC["channels"].items()
        if own in channel["messages"].values()
    }
    references = [{"$ref": f"#/channels/{name}/messages/{message}"} for name in channels]
    operations = {
        name: operation
        for name, operation in SPEC["operations"].items()
        if any(reference in operation["messages"] for reference in references)
    }
    source = SPEC["components"]
    components: dict[str, Any] = {"messages": {message: source["messages"][message]}}
    waiting: list[Any] = [source["messages"][message]]
    while waiting:
        for name in re.findall(r"#/components/schemas/(\w+)", json.dumps(waiting.pop())):
            if name not in components.get("schemas", {}):
                waiting.append(components.setdefault("schemas", {}).setdefault(name, source["schemas"][name]))
    return {**SPEC, "channels": channels, "operations": operations, "components": components}


def kind(document: Document, place: Place) -> tuple[Any, ...]:
    """The kind of a place: the keywords that lead to it, those beside it, and the type of its value."""
    holder: Any = document
    steps: list[str] = []
    for at, step in enumerate(place[:-1]):
        holder = holder[step]
        steps.append("*" if isinstance(step, int) or (at and place[at - 1] in NAMED) else step)
    is_named = place[-2] in NAMED
    beside = () if is_named or isinstance(holder, list) else tuple(sorted(holder))
    value = holder[place[-1]]
    shown = value if place[-1] == "type" and isinstance(value, str) else type(value).__name__
    return (*steps[-2:], "*" if is_named or isinstance(holder, list) else place[-1], beside, shown)


def test_no_change_of_any_kind_is_missed_wherever_the_spec_has_it() -> None:
    silent, seen = [], set()
    for message in SPEC["components"]["messages"]:
        document = about(message)
        for place in places(document):
            if len(place) > 1 and place[0] in ("channels", "operations", "components"):
                of = kind(document, place)
                silent += [] if of in seen else missed(document, [place], compare)
                seen.add(of)
    assert silent == []
    assert len(seen) > 100


@pytest.mark.parametrize("seed", range(3))
def test_a_spec_is_the_same_as_itself_in_any_order_of_keys(seed: int) -> None:
    chance = random.Random(seed)

    def shuffled(node: Any) -> Any:
        if isinstance(node, list):
            return [shuffled(item) for item in node]
        if not isinstance(node, dict):
            return node
        keys = chance.sample(list(node), len(node))
        return {key: shuffled(node[key]) for key in keys}

    assert compare(SPEC, shuffled(SPEC)) == []


def changed(*path: str, **facts: Any) -> Document:
    document = small()
    found: Any = document
    for step in path:
        found = found[step]
    found.update(facts)
    return document


def test_no_change_of_a_small_spec_is_missed() -> None:
    document = normalise(small())
    at = [place for place in places(document) if len(place) > 1 and place[0] != "info"]
    assert missed(document, at, compare) == []


def scalar(payload: Any, action: str) -> Document:
    """The small spec with a payload within its message, and the direction of the message."""
    document = changed("components", "messages", "ticker", payload=payload)
    document["operations"]["receiveTicker"]["action"] = action
    return document


TEXT, EMPTY = {"type": "string"}, {"type": "string", "const": ""}


@walked(
    ("old", "new", "kind", "sent", "received"),
    [
        (TEXT, {"type": "integer"}, "type-changed", "breaking", "breaking"),
        (EMPTY, {"type": "integer", "const": ""}, "type-changed", "breaking", "breaking"),
        (TEXT, {}, "type-widened", "info", "breaking"),
        ({}, TEXT, "type-narrowed", "breaking", "info"),
        (EMPTY, {"const": ""}, "type-restated", "info", "info"),
        ({"const": ""}, EMPTY, "type-restated", "info", "info"),
        (EMPTY, TEXT, "enum-lifted", "info", "warning"),
        (TEXT, EMPTY, "became-enum", "breaking", "info"),
        (TEXT, {"type": "string", "maxLength": 9}, "bound-tightened", "breaking", "info"),
        ({"type": "string", "maxLength": 9}, TEXT, "bound-loosened", "info", "warning"),
        (TEXT, {"type": "string", "format": "uuid"}, "format-added", "breaking", "info"),
        ({"type": "array", "items": TEXT}, {"items": TEXT}, "type-widened", "info", "breaking"),
        ({"items": TEXT}, {"type": "array", "items": TEXT}, "type-narrowed", "breaking", "info"),
        (
            {"type": "object", "properties": {"a": TEXT}},
            {"properties": {"a": TEXT}},
            "type-widened",
            "info",
            "breaking",
        ),
        ({"type": "array", "items": TEXT}, {"type": "array", "items": EMPTY}, "became-enum", "breaking", "info"),
    ],
)
def test_a_change_of_a_payload_within_its_message_is_reported(
    old: Any, new: Any, kind: str, sent: str, received: str
) -> None:
    for action, subject, level in (("receive", "request", sent), ("send", "response", received)):
        (change,) = compare(scalar(old, action), scalar(new, action))
        assert (change.id, change.level) == (f"{subject}-body-{kind}", level)
        assert change.operations == ("ticker",)


@pytest.mark.parametrize(("message", "subject"), [("outgoingPong", "response"), ("incomingPing", "request")])
def test_the_type_of_a_frame_is_reported_when_it_goes_and_when_it_is_another(message: str, subject: str) -> None:
    def typed(payload: Any) -> Document:
        components = SPEC["components"]
        messages = {**components["messages"], message: {**components["messages"][message], "payload": payload}}
        return {**SPEC, "components": {**components, "messages": messages}}

    for payload, kind, level in (
        ({"type": "integer", "const": ""}, "type-changed", "breaking"),
        ({"const": ""}, "type-restated", "info"),
    ):
        (change,) = compare(SPEC, typed(payload))
        assert (change.id, change.level) == (f"{subject}-body-{kind}", level)
        assert (change.location, change.operations) == (f"message {message}", (message,))


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
    (change,) = compare_surfaces(small(), new, "stream")
    assert (change.level, change.kind) == ("breaking", "field-type-changed")
    assert change.name == "kalshi_gen.stream.models.TickerData.price_dollars"


def test_a_stream_and_an_api_are_not_compared(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    paths = [tmp_path / "stream.yaml", tmp_path / "api.yaml"]
    for path, each in zip(paths, (small(), spec()), strict=True):
        path.write_text(dump(each), encoding="utf-8")
    assert main([*map(str, paths), "--no-surface", "--no-overlay"]) == 2
    assert "one is a spec of" in capsys.readouterr().err


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


def test_a_spec_is_compared_with_the_vendored_one_of_its_kind() -> None:
    comparison = run(None, str(STREAM.path), surface=False)
    assert (comparison.semver, comparison.old.source) == ("none", str(STREAM.path))
