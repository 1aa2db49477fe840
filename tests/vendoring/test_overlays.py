from __future__ import annotations

import copy
from pathlib import Path
from typing import Any

import jsonpath
import pytest
from ruamel.yaml import YAML

from scripts import documents
from scripts.vendoring.overlays import OverlayError, apply, load_actions, stale_targets
from tests.walking import walked

from . import spec

OURS = Path(__file__).parents[2] / "specs" / "overlays" / "openapi.overlay.yaml"
GET = "$.paths['/markets'].get"
LIMIT = f"{GET}.parameters[?@.name=='limit']"
MARKET = "$.components.schemas.Market"


def update(target: str, change: Any) -> dict[str, Any]:
    return {"target": target, "update": change}


def removal(target: str) -> dict[str, Any]:
    return {"target": target, "remove": True}


def applied(*actions: dict[str, Any], document: dict[str, Any] | None = None) -> dict[str, Any]:
    changed, unmatched = apply(list(actions), spec() if document is None else document)
    assert unmatched == []
    return changed


def overlay_file(folder: Path, text: str) -> Path:
    path = folder / "small.overlay.yaml"
    path.write_text(text, encoding="utf-8")
    return path


def overlay_of(folder: Path, *actions: Any) -> Path:
    overlay = {"overlay": "1.0.0", "info": {"title": "t", "version": "1"}, "actions": list(actions)}
    return overlay_file(folder, documents.dump(overlay))


def test_the_actions_of_a_file_are_read_in_order(tmp_path: Path) -> None:
    actions = [update("$.info", {"title": "T"}), removal("$.servers"), {**update(GET, {}), "remove": False}]
    assert load_actions(overlay_of(tmp_path, *actions)) == actions


@pytest.mark.parametrize(
    "text",
    [
        "",
        "- a",
        "just words",
        "actions: [{target: $.info, remove: true}]",
        "overlay: 1.0\nactions: [{target: $.info, remove: true}]",
        "overlay: 2.0.0\nactions: [{target: $.info, remove: true}]",
        "overlay: 1.0.0",
        "overlay: 1.0.0\nactions: []",
        "overlay: 1.0.0\nactions: {target: $.info, remove: true}",
        "overlay: 1.0.0\nactions: target",
        "overlay: 1.0.0\nactions: [",
        "overlay: 1.0.0\noverlay: 1.0.0",
    ],
)
def test_a_file_that_is_not_an_overlay_is_refused_by_name(tmp_path: Path, text: str) -> None:
    with pytest.raises(OverlayError, match=r"^small\.overlay\.yaml: ") as caught:
        load_actions(overlay_file(tmp_path, text))
    assert "\n" not in str(caught.value)


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(OverlayError, match=r"^absent\.yaml: can't be read"):
        load_actions(tmp_path / "absent.yaml")


@pytest.mark.parametrize(
    "action",
    [
        "$.info",
        {"update": {"title": "T"}},
        {"target": ["$.info"], "remove": True},
        {"target": "$.info"},
        {"target": "$.info", "remove": False},
        {"target": "$.info", "remove": "yes"},
        {"target": "$.info", "update": {}, "remove": True},
    ],
)
def test_an_action_needs_a_target_and_one_of_update_and_remove(tmp_path: Path, action: Any) -> None:
    with pytest.raises(OverlayError, match="an action needs a target and either 'update' or 'remove: true'"):
        load_actions(overlay_of(tmp_path, action))


@pytest.mark.parametrize("target", ["$.a[", "$.a b", "$[?@.name==]"])
def test_a_target_that_is_not_a_json_path_is_refused_on_one_line(tmp_path: Path, target: str) -> None:
    with pytest.raises(OverlayError, match="is not a JSONPath") as caught:
        load_actions(overlay_of(tmp_path, removal(target)))
    assert target in str(caught.value)
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize("second", ["$.info", "$['info']", '$["info"]'])
def test_two_actions_with_one_target_are_refused_however_they_spell_it(tmp_path: Path, second: str) -> None:
    with pytest.raises(OverlayError, match="more than one action for"):
        load_actions(overlay_of(tmp_path, update("$.info", {"title": "T"}), removal(second)))


def test_an_update_merges_into_a_mapping() -> None:
    changed = applied(update(GET, {"summary": "List markets", "description": "All of them."}))
    expected = spec()
    expected["paths"]["/markets"]["get"] |= {"summary": "List markets", "description": "All of them."}
    assert changed == expected


def test_an_update_reaches_into_what_is_there() -> None:
    changed = applied(update(MARKET, {"properties": {"ticker": {"nullable": True, "type": "integer"}}}))
    properties = changed["components"]["schemas"]["Market"]["properties"]
    assert properties["ticker"] == {"type": "integer", "nullable": True}
    assert list(properties) == ["ticker", "side", "price"]


def test_the_document_and_the_actions_stay_as_they_were() -> None:
    document, actions = spec(), [update(MARKET, {"x-a": {"b": [1]}}), removal(LIMIT)]
    before = copy.deepcopy((document, actions))
    changed, _ = apply(actions, document)
    changed["components"]["schemas"]["Market"]["x-a"]["b"].append(2)
    assert (document, actions) == before


def test_a_filter_selects_one_parameter() -> None:
    changed = applied(update(LIMIT, {"description": "At most so many."}))
    limit, status, _ = changed["paths"]["/markets"]["get"]["parameters"]
    assert limit["description"] == "At most so many."
    assert "description" not in status


def test_a_removal_takes_a_key_or_an_item_away() -> None:
    changed = applied(removal(f"{MARKET}.properties.price"), removal(LIMIT))
    assert list(changed["components"]["schemas"]["Market"]["properties"]) == ["ticker", "side"]
    assert [p.get("name") for p in changed["paths"]["/markets"]["get"]["parameters"]] == ["status", None]


def test_a_removal_of_several_items_takes_exactly_those() -> None:
    document = spec()
    document["paths"]["/markets"]["get"]["parameters"] = [
        {"name": name, "in": place}
        for name, place in zip("abcde", ("query", "path", "query", "path", "query"), strict=True)
    ]
    changed = applied(removal(f"{GET}.parameters[?@.in=='query']"), document=document)
    assert [p["name"] for p in changed["paths"]["/markets"]["get"]["parameters"]] == ["b", "d"]


def test_an_item_of_required_can_be_removed_by_value() -> None:
    changed = applied(removal(f"{MARKET}.required[?@=='side']"))
    assert changed["components"]["schemas"]["Market"]["required"] == ["ticker"]


def test_the_document_itself_can_not_be_removed() -> None:
    with pytest.raises(OverlayError, match="document itself"):
        apply([removal("$")], spec())


def test_targets_that_match_nothing_are_reported_and_change_nothing() -> None:
    targets = ["$.paths['/gone'].get", f"{GET}.parameters[?@.name=='gone']", f"{MARKET}.properties.gone"]
    actions = [
        update(targets[0], {"summary": "x"}),
        update(targets[1], {"description": "x"}),
        removal(targets[2]),
    ]
    assert apply(actions, spec()) == (spec(), targets)


@walked(
    ("target", "change"),
    [
        ("$", {"paths": {"/new": {"get": {}}}}),
        ("$.paths", {"/new": {}}),
        ("$.paths['/markets']", {"post": {"operationId": "New"}}),
        ("$.paths['/markets']", {"options": {"operationId": "New"}}),
        ("$.paths['/markets']", {"parameters": [{"name": "new", "in": "query"}]}),
        (GET, {"parameters": [{"name": "new", "in": "query"}]}),
        (GET, {"responses": {"404": {"description": "New"}}}),
        (f"{GET}.parameters", {"name": "new", "in": "query"}),
        ("$.components", {"parameters": {"New": {"name": "new", "in": "query"}}}),
        ("$.components.schemas", {"New": {"type": "string"}}),
        (MARKET, {"properties": {"new": {"type": "string"}}}),
        (f"{MARKET}.properties", {"new": {"type": "string"}}),
        (f"{MARKET}.properties.ticker", {"properties": {"new": {"type": "string"}}}),
        (f"{MARKET}.properties.ticker", {"items": {"properties": {"new": {"type": "string"}}}}),
        (MARKET, {"allOf": [{"properties": {"new": {"type": "string"}}}]}),
    ],
)
def test_an_update_creates_no_path_operation_parameter_or_property(target: str, change: Any) -> None:
    with pytest.raises(OverlayError, match=r"can't create|neither"):
        apply([update(target, change)], spec())


@pytest.mark.parametrize(
    ("target", "change"), [(f"{GET}.operationId", {"a": 1}), (GET, ["a"]), (GET, None), ("$.info.title", "T")]
)
def test_an_update_of_anything_but_a_mapping_or_a_list_is_refused(target: str, change: Any) -> None:
    with pytest.raises(OverlayError, match="changes a mapping or adds to a list"):
        apply([update(target, change)], spec())


@walked("name", ["properties", "parameters", "responses", "get", "delete", "schemas"])
def test_a_field_named_like_a_keyword_is_updated_as_any_other(name: str) -> None:
    document = spec()
    document["components"]["schemas"]["Market"]["properties"][name] = {"type": "string"}
    for target, change in (
        (f"{MARKET}.properties['{name}']", {"description": "x"}),
        (MARKET, {"properties": {name: {"description": "x"}}}),
    ):
        changed = applied(update(target, change), document=document)
        field = changed["components"]["schemas"]["Market"]["properties"][name]
        assert field == {"type": "string", "description": "x"}


@pytest.mark.parametrize(
    "action",
    [
        update("$.components.schemas.Side.enum", "maybe"),
        update("$.components.schemas.Side", {"enum": ["yes", "maybe", "maybe"]}),
    ],
)
def test_an_addition_to_a_list_is_made_once(action: dict[str, Any]) -> None:
    once = applied(action)
    assert once["components"]["schemas"]["Side"]["enum"] == ["yes", "no", "maybe"]
    assert applied(action, document=once) == once


def test_facts_are_before_texts_whatever_the_order_of_an_update() -> None:
    target = "$.components.schemas.Dollars"
    changed = applied(update(target, {"description": "Dollars.", "x-a": 1, "format": "decimal"}))
    assert list(changed["components"]["schemas"]["Dollars"]) == ["type", "format", "description", "x-a"]


def test_a_vendored_document_has_every_target_of_its_overlay() -> None:
    actions = [
        update(LIMIT, {"description": "x"}),
        removal(f"{GET}.parameters[?@.name=='status']"),
        removal(f"{MARKET}.required[?@=='side']"),
        removal(f"{MARKET}.properties.price"),
        removal("$.components.schemas['Side'].enum"),
        removal(f"{LIMIT}.schema.default"),
        removal("$.paths['/markets']['get'].tags[0]"),
    ]
    assert stale_targets(actions, applied(*actions)) == []


def test_targets_that_are_gone_from_a_vendored_document_are_stale() -> None:
    actions = [
        update("$.paths['/gone'].get", {"summary": "x"}),
        update(f"{GET}.parameters[?@.name=='gone']", {"description": "x"}),
        removal(f"{GET}.parameters[?@.name=='gone'].schema.default"),
        removal("$.components.schemas.Gone.required[?@=='side']"),
        removal("$.components.schemas.Gone.properties.price"),
        removal("$.paths['/v2.0/gone'].get"),
    ]
    still_right = removal("$.paths['/v2.0/old']")
    assert stale_targets([*actions, still_right], spec()) == [action["target"] for action in actions]


def test_our_overlay_is_one_by_the_specification_for_other_readers_too() -> None:
    overlay = YAML(typ="safe", pure=True).load(OURS.read_text(encoding="utf-8"))
    assert overlay == documents.load(OURS.read_bytes())
    assert overlay["overlay"] == "1.0.0"
    assert {key for key in overlay if not key.startswith("x-")} <= {"overlay", "info", "extends", "actions"}
    assert {key for key in overlay["info"] if not key.startswith("x-")} == {"title", "version"}
    assert all(isinstance(text, str) for text in overlay["info"].values())
    strict = jsonpath.JSONPathEnvironment(strict=True)
    for action in overlay["actions"]:
        keys = {key for key in action if not key.startswith("x-")}
        assert "target" in keys
        assert keys <= {"target", "description", "update", "remove"}, action["target"]
        assert action["target"].startswith("$")
        strict.compile(action["target"])
        assert isinstance(action.get("description", ""), str)
        assert isinstance(action.get("remove", False), bool)


def test_our_overlay_keeps_the_rules_of_this_project() -> None:
    assert load_actions(OURS)
