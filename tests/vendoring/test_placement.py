from __future__ import annotations

import copy
import shutil
import sys
from pathlib import Path
from typing import Any

import pytest
from attrs import evolve

from scripts import documents, specs, vendor
from scripts.contract_diff.__main__ import main as contract_diff
from scripts.specs import Spec
from scripts.vendoring.placement import spec_of
from scripts.vendoring.published import SpecError, operations

NAMES = [spec.name for spec in specs.REGISTER]


@pytest.fixture(scope="module")
def vendored() -> dict[str, dict[str, Any]]:
    """Every vendored spec by its name."""
    return {spec.name: documents.load(spec.path.read_bytes()) for spec in specs.REGISTER}


@pytest.fixture
def copies(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> dict[str, Spec]:
    """A register of copies, which may be overwritten."""
    register = tuple(evolve(spec, path=tmp_path / spec.path.name) for spec in specs.REGISTER)
    for ours, copied in zip(specs.REGISTER, register, strict=True):
        shutil.copy(ours.path, copied.path)
    monkeypatch.setattr(specs, "REGISTER", register)
    return {spec.name: spec for spec in register}


def run(monkeypatch: pytest.MonkeyPatch, *arguments: str) -> int:
    monkeypatch.setattr(sys, "argv", ["vendor", *arguments])
    return vendor.main()


def aged(document: dict[str, Any], kept: int) -> dict[str, Any]:
    """An older version: of its operations, or schemas, one in so many is left, and the others had other names."""
    older = copy.deepcopy(document)
    if "asyncapi" in older:
        schemas = older["components"]["schemas"]
        older["components"]["schemas"] = {
            name if number % kept == 0 else f"{name}Old": schema
            for number, (name, schema) in enumerate(schemas.items())
        }
    else:
        for number, (_, _, operation) in enumerate(operations(older)):
            if number % kept:
                operation["operationId"] += "Old"
    return older


def test_the_names_and_files_and_packages_of_the_register_are_unique() -> None:
    for values in (
        NAMES,
        *([getattr(spec, name) for spec in specs.REGISTER] for name in ("path", "overlay", "url", "package", "title")),
    ):
        assert len(set(values)) == len(specs.REGISTER)


@pytest.mark.parametrize("name", NAMES)
def test_a_document_is_known_by_its_content_whatever_it_calls_itself(
    vendored: dict[str, dict[str, Any]], name: str
) -> None:
    document = {**vendored[name], "info": {"title": "Kalshi", "version": "9"}, "servers": [{"url": "/"}]}
    assert spec_of(document).name == name


@pytest.mark.parametrize("name", NAMES)
def test_a_version_that_has_half_of_the_present_names_is_known(vendored: dict[str, dict[str, Any]], name: str) -> None:
    assert spec_of(aged(vendored[name], 2)).name == name


@pytest.mark.parametrize("name", ["api", "perps", "klear"])
def test_a_version_that_has_hardly_any_of_the_present_names_is_refused_until_it_is_named(
    vendored: dict[str, dict[str, Any]], name: str
) -> None:
    document = aged(vendored[name], 9)
    with pytest.raises(
        SpecError, match=r"too little in common .* --spec-name or CONTRACT=: api, stream, perps, .*klear"
    ):
        spec_of(document)
    assert spec_of(document, name).name == name


@pytest.mark.parametrize(("one", "other"), [("api", "perps"), ("perps", "klear"), ("klear", "api")])
def test_a_document_that_mixes_two_specs_is_refused_until_one_is_named(
    vendored: dict[str, dict[str, Any]], one: str, other: str
) -> None:
    mixed = {**vendored[one], "paths": {**vendored[other]["paths"], **vendored[one]["paths"]}}
    with pytest.raises(SpecError, match=r"it has what \w+, \w+ have; .*--spec-name or CONTRACT=$") as refused:
        spec_of(mixed)
    assert {one, other} <= set(str(refused.value).replace(",", "").split())
    assert spec_of(mixed, one).name == one
    (third,) = {"api", "perps", "klear"} - {one, other}
    with pytest.raises(SpecError, match=rf"no version of {third}: it is a version of \w+ and \w+"):
        spec_of(mixed, third)


def test_a_stream_that_has_nothing_but_what_streams_share_is_refused(vendored: dict[str, dict[str, Any]]) -> None:
    document = copy.deepcopy(vendored["perps-stream"])
    for part in ("channels", "schemas"):
        holder = document if part == "channels" else document["components"]
        others = vendored["stream"] if part == "channels" else vendored["stream"]["components"]
        holder[part] = {name: value for name, value in holder[part].items() if name in others[part]}
    with pytest.raises(SpecError, match="too little in common"):
        spec_of(document)


@pytest.mark.parametrize(
    ("name", "contract", "reason"),
    [
        ("perps", "api", "no version of api: it is a version of perps"),
        ("api", "klear", "no version of klear: it is a version of api"),
        ("stream", "perps-stream", "no version of perps-stream: it is a version of stream"),
        ("stream", "api", "no version of api: it has an 'asyncapi' field"),
        ("klear", "stream", "no version of stream: it has no 'asyncapi' field"),
        ("klear", "clearing", "no spec 'clearing'; the names are api, stream, perps, perps-stream, klear"),
    ],
)
def test_no_spec_is_overwritten_with_another(
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    copies: dict[str, Spec],
    name: str,
    contract: str,
    reason: str,
) -> None:
    before = {spec.name: spec.path.read_bytes() for spec in copies.values()}
    assert run(monkeypatch, "--spec-name", contract, str(specs.ROOT / copies[name].path)) == 1
    assert reason in capsys.readouterr().err
    assert {spec.name: spec.path.read_bytes() for spec in copies.values()} == before


def test_several_documents_go_each_into_its_own_file(
    monkeypatch: pytest.MonkeyPatch, copies: dict[str, Spec], tmp_path: Path
) -> None:
    sources = []
    for name in ("klear", "perps"):
        sources.append(tmp_path / f"published-{name}.yaml")
        document = documents.load(copies[name].path.read_bytes())
        del document["x-upstream"]
        sources[-1].write_text(documents.dump({**document, "info": {"title": "t", "version": "7"}}), encoding="utf-8")
    before = {spec.name: spec.path.read_bytes() for spec in copies.values()}
    assert run(monkeypatch, *map(str, sources)) == 0
    for spec in copies.values():
        document = documents.load(spec.path.read_bytes())
        if spec.name in ("klear", "perps"):
            assert (document["x-upstream"]["version"], document["x-upstream"]["url"]) == ("7", spec.url)
        else:
            assert spec.path.read_bytes() == before[spec.name]


def test_two_versions_of_one_spec_at_once_are_refused(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], copies: dict[str, Spec]
) -> None:
    source = str(copies["klear"].path)
    assert run(monkeypatch, source, source) == 1
    assert "a second version of klear: give one of each spec" in capsys.readouterr().err


def test_the_first_version_of_a_spec_is_vendored_by_its_name(
    monkeypatch: pytest.MonkeyPatch, copies: dict[str, Spec], tmp_path: Path
) -> None:
    source = copies["perps-stream"].path.rename(tmp_path / "published.yaml")
    assert run(monkeypatch, "--spec-name", "perps-stream", str(source)) == 0
    assert documents.load(copies["perps-stream"].path.read_bytes())["asyncapi"] == "3.0.0"


@pytest.mark.parametrize("more", [[], ["--no-overlay"]])
def test_two_different_specs_are_not_compared(capsys: pytest.CaptureFixture[str], more: list[str]) -> None:
    assert contract_diff([str(specs.API.path), str(specs.PERPS.path), "--no-surface", *more]) == 2
    error = capsys.readouterr().err
    assert "one is a spec of the API and the other of the API of perpetual futures" in error
