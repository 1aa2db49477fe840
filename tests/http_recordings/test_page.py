"""The page for users: its examples run, and the fields that it names are redacted."""

from __future__ import annotations

import re

import pytest

import kalshi_sandbox
from kalshi_overlay.redaction import identifies, specified
from tests.conftest import ROOT
from tests.http_recordings.conftest import go_offline
from tests.http_recordings.test_fixture import OPTIONS, RECORD
from tests.page_examples import examples_of
from tests.sandbox.small import small_sandbox

pytest_plugins = ("pytester",)

PAGE = (ROOT / "docs" / "http-recordings.md").read_text(encoding="utf-8")
IN_PYTEST, WITHOUT_PYTEST = examples_of("http-recordings.md")


@pytest.mark.usefixtures("this_plugin_alone")
def test_the_test_is_recorded_and_replayed(pytester: pytest.Pytester, online: pytest.MonkeyPatch) -> None:
    pytester.makepyfile(IN_PYTEST)
    pytester.runpytest_inprocess(*OPTIONS, RECORD).assert_outcomes(passed=1)
    go_offline(online)
    pytester.runpytest_inprocess(*OPTIONS).assert_outcomes(passed=1)
    assert [each.name for each in (pytester.path / "recordings").iterdir()] == ["quote.jsonl"]


def test_the_program_runs_and_shows_what_there_is_in_place_of_what_was_asked(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(kalshi_sandbox, "Sandbox", small_sandbox)
    exec(compile(WITHOUT_PYTEST, "docs/http-recordings.md", "exec"), {})
    first, asked, there = capsys.readouterr().out.splitlines()
    assert "market.jsonl has no answer to this request, and nothing was sent; if the request is as it" in first
    assert first.split("market.jsonl")[1] in PAGE
    assert asked == "  asked: GET /trade-api/v2/markets/KXBTCD-26DEC31-T101000"
    assert there == "  there is: GET /trade-api/v2/markets/KXBTCD-26DEC31-T100000 (1)"


def test_the_fields_that_the_page_names_are_of_the_specs_and_redacted() -> None:
    table = PAGE.partition("| what it identifies |")[2].partition("\n\n")[0]
    names = re.findall(r"`(\w+)`", table)
    assert len(names) > 10
    assert [name for name in names if not identifies(name) or name not in specified()[0]] == []
