"""The vendoring of the stream's spec: it is read, normalised, overlaid, and checked for descriptions."""

from __future__ import annotations

import copy
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from attrs import evolve
from hypothesis import given, settings
from hypothesis import strategies as st

from scripts import documents, specs, vendor
from scripts.generation.stream_facts import stream_facts
from scripts.vendor import vendored as vendored_of
from scripts.vendoring import descriptions, overlays, published
from scripts.vendoring.normalise import is_text, normalise
from tests.walking import walked

from . import WORDS, Document, small, vendored

Break = Callable[[Any], object]
OURS = vendored()


def keywords(node: Any, path: tuple[str, ...] = ()) -> Iterator[tuple[str, ...]]:
    """Every key of a document that is a keyword, not a name that an author chose."""
    named = path and path[-1] in ("properties", "schemas", "messages", "channels", "operations", "servers")
    for key, value in node.items() if isinstance(node, dict) else enumerate(node) if isinstance(node, list) else ():
        if isinstance(node, dict) and not named:
            yield (*path, key)
        yield from keywords(value, (*path, str(key)) if not named else (*path, f"<{key}>"))


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> specs.Spec:
    """The small spec, published, and where it is vendored to."""
    ours = evolve(specs.STREAM, path=tmp_path / "asyncapi.yaml", overlays=(tmp_path / "overlay.yaml",))
    overlay = {"overlay": "1.0.0", "info": {"title": "t", "version": "1"}, "actions": WORDS}
    ours.overlay.write_text(documents.dump(overlay), encoding="utf-8")
    (tmp_path / "published.yaml").write_text(documents.dump(small()), encoding="utf-8")
    monkeypatch.setattr(specs, "REGISTER", (ours,))
    return ours


def run(monkeypatch: pytest.MonkeyPatch, *specs: Path) -> int:
    monkeypatch.setattr(sys, "argv", ["vendor", "--spec-name", "stream", *map(str, specs)])
    return vendor.main()


def test_facts_alone_are_kept() -> None:
    document = small()
    document["components"]["schemas"]["tickerPayload"]["properties"]["title"] = {"type": "string", "title": "A title"}
    facts = normalise(document)
    assert [path for path in keywords(facts) if is_text(path[-1]) and path not in ALLOWED] == []
    assert facts["info"] == {"title": "Kalshi stream", "version": "2.0.0"}
    assert facts["components"]["schemas"]["tickerPayload"]["properties"]["title"] == {"type": "string"}
    assert facts["channels"].keys() == document["channels"].keys()
    assert facts["operations"]["receiveTicker"]["action"] == "send"
    assert facts["x-error-codes"] == {"codes": [{"code": 1}]}


ALLOWED = {("info", "title"), ("x-error-codes",)}


def test_facts_are_their_own_facts() -> None:
    facts = normalise(small())
    assert normalise(facts) == facts
    ours = normalise(OURS)
    assert normalise(ours) == ours


def test_the_vendored_spec_has_no_words_but_the_overlays() -> None:
    actions = [action for overlay in specs.STREAM.overlays for action in overlays.load_actions(overlay)]
    said = {text for action in actions for text in texts(action.get("update"))}
    assert set(texts(OURS)) <= said


def texts(node: Any) -> Iterator[str]:
    """Every description and summary below a node."""
    for key, value in node.items() if isinstance(node, dict) else ():
        if key in ("description", "summary") and isinstance(value, str):
            yield value
    for value in node.values() if isinstance(node, dict) else node if isinstance(node, list) else ():
        yield from texts(value)


def test_a_published_stream_is_vendored_where_streams_are(
    project: specs.Spec, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    source = project.path.with_name("published.yaml")
    assert run(monkeypatch, source) == 0
    assert capsys.readouterr().out.splitlines() == [
        "asyncapi.yaml: version 2.0.0, 2 channels, 3 messages, 4 schemas",
        "Missing descriptions: none",
        "Overlay targets that match nothing: none",
    ]
    spec = documents.load(project.path.read_bytes())
    assert list(spec)[:3] == ["asyncapi", "info", "x-upstream"]
    assert spec["x-upstream"]["url"] == specs.STREAM.url
    sid = spec["components"]["schemas"]["tickerPayload"]["properties"]["sid"]
    assert sid == {"$ref": "#/components/schemas/subscriptionId"}


def test_vendoring_twice_and_vendoring_the_vendored_give_the_same_bytes(
    project: specs.Spec, monkeypatch: pytest.MonkeyPatch
) -> None:
    source = project.path.with_name("published.yaml")
    assert run(monkeypatch, source) == 0
    first = project.path.read_bytes()
    for again in (source, project.path):
        assert run(monkeypatch, again) == 0
        assert project.path.read_bytes() == first


def test_if_one_of_two_cannot_be_vendored_neither_is(
    project: specs.Spec, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(monkeypatch, project.path.with_name("published.yaml"), project.path.with_name("absent.yaml")) == 1
    assert not project.path.exists()
    assert capsys.readouterr().err.endswith("; the vendored specs are unchanged\n")


def ticker(document: Any) -> Any:
    return document["components"]["schemas"]["tickerPayload"]


BROKEN: dict[str, tuple[Break, str]] = {
    "another version": (lambda it: it.update(asyncapi="2.6.0"), "'asyncapi' field says '2.6.0'"),
    "no version of its own": (lambda it: it["info"].pop("version"), "no version"),
    "no channels": (lambda it: it.update(channels={}), "no channels"),
    "a channel without messages": (lambda it: it["channels"]["ticker"].pop("messages"), "ticker carries no messages"),
    "a message without a payload": (
        lambda it: it["components"]["messages"]["ticker"].pop("payload"),
        "the message ticker of the channel ticker has no payload",
    ),
    "a reference to nothing": (lambda it: it["components"]["schemas"].pop("subscriptionId"), "leads nowhere"),
    "a reference in a circle": (
        lambda it: it["components"]["schemas"].update(subscriptionId={"$ref": "#/components/schemas/subscriptionId"}),
        "leads nowhere",
    ),
    "a reference out of it": (
        lambda it: ticker(it).update({"$ref": "http://127.0.0.1:1/x.yaml"}),
        "leads outside the document",
    ),
    "no JSON Schema": (lambda it: ticker(it).update(type="money"), "tickerPayload is not a JSON Schema"),
    "no direction": (lambda it: it["operations"]["receiveTicker"].pop("action"), "receiveTicker"),
    "codes without numbers": (lambda it: it["x-error-codes"]["codes"][0].pop("code"), "a number of their own"),
    "a code twice": (lambda it: it["x-error-codes"]["codes"].append({"code": 1}), "a number of their own"),
    "no list of codes": (lambda it: it.update({"x-error-codes": {"codes": 3}}), "no list of codes"),
}


@pytest.mark.parametrize(("change", "reason"), BROKEN.values(), ids=BROKEN)
def test_what_is_no_stream_is_refused_with_the_reason(tmp_path: Path, change: Break, reason: str) -> None:
    document = small()
    change(document)
    path = tmp_path / "broken.yaml"
    path.write_text(documents.dump(document), encoding="utf-8")
    with pytest.raises(published.SpecError, match=r"broken\.yaml") as caught:
        published.read(str(path))
    assert reason in str(caught.value)


def overlaid(actions: list[dict[str, Any]]) -> Document:
    spec, unmatched = overlays.apply(actions, normalise(small()))
    assert unmatched == []
    return spec


def test_a_stream_with_all_its_words_owes_none() -> None:
    assert descriptions.missing(overlaid(WORDS)) == []


@walked("gone", range(len(WORDS)))
def test_every_description_of_a_stream_is_required(gone: int) -> None:
    found = descriptions.missing(overlaid([action for index, action in enumerate(WORDS) if index != gone]))
    assert found
    for line in found:
        assert line.startswith("$")


def test_an_overlay_changes_a_stream_and_brings_nothing_into_being() -> None:
    for target in ("$.channels", "$.components.messages", "$.components.schemas", "$.operations"):
        with pytest.raises(overlays.OverlayError, match="can't create"):
            overlays.apply([{"target": target, "update": {"new": {"x": 1}}}], small())


@settings(max_examples=4, deadline=None)
@given(data=st.data())
def test_descriptions_never_prevent_the_vendoring_of_a_spec_that_has_lost_something(data: st.DataObject) -> None:
    facts = normalise(OURS)
    node = facts["components"]["schemas"]
    while True:
        key = data.draw(st.sampled_from(sorted(node)))
        if not (isinstance(node[key], dict) and node[key] and data.draw(st.booleans())):
            break
        node = node[key]
    del node[key]
    actions = overlays.load_actions(specs.STREAM.overlay)
    assert overlays.apply(actions, facts)[0] != facts


def test_a_field_that_shares_a_schema_has_words_of_its_own() -> None:
    action = {"target": "$.components.schemas.tickerPayload.properties.sid", "update": {"description": "Its own."}}
    upstream = published.Published(small(), "0" * 64)
    spec, _ = vendored_of(upstream, "x", None)
    changed, _ = overlays.apply([action], spec)
    sid = changed["components"]["schemas"]["tickerPayload"]["properties"]["sid"]
    assert sid == {"$ref": "#/components/schemas/subscriptionId", "description": "Its own."}


def test_a_parameter_that_no_command_has_is_refused() -> None:
    spec = copy.deepcopy(overlaid(WORDS))
    spec["channels"]["ticker"]["x-subscription"] = {"takes": ["seats"], "actions": ["dance"]}
    with pytest.raises(Exception, match=r"the channel ticker \['dance', 'seats'\]"):
        stream_facts(spec)
