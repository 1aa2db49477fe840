"""The behaviours by name, and the page that lists what differs."""

from __future__ import annotations

import subprocess
import sys
from typing import Any

import attrs
import pytest
from attrs import evolve

from kalshi_sandbox import Sandbox
from kalshi_sandbox.__main__ import main
from kalshi_sandbox.behaviour import DOCUMENTS, MEASURED, SIMPLE, Behaviour, behaviour_of
from kalshi_sandbox.behaviour_page import page
from tests.conftest import ROOT
from tests.sandbox.shell import CommandLine

PAGE = ROOT / "docs" / "sandbox-behaviour.md"


def test_the_page_is_what_the_code_says() -> None:
    text = PAGE.read_text(encoding="utf-8")
    assert text == page(), "write it with: python -m kalshi_sandbox.behaviour_page > docs/sandbox-behaviour.md"
    for each in attrs.fields(Behaviour):
        assert text.count(f"| `{each.name}` |") == 1


def test_the_page_is_written_from_a_shell() -> None:
    command = [sys.executable, "-m", "kalshi_sandbox.behaviour_page"]
    assert subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout == page()


def test_a_sandbox_behaves_as_measured_by_default() -> None:
    assert Sandbox(live=False).behaviour == MEASURED == Behaviour()
    assert Sandbox(live=False, behaviour="documents").behaviour == DOCUMENTS
    assert Sandbox(live=False, behaviour="simple").behaviour == SIMPLE
    own = evolve(MEASURED, shards=2)
    assert Sandbox(live=False, behaviour=own).behaviour is behaviour_of(own)


@pytest.mark.parametrize(
    "wrong",
    [{"order_lag": (2.0, 1.0)}, {"market_lag": (-1.0, 1.0)}, {"shards": 0}, {"empty_shard_rejection": "gone"}],
    ids=str,
)
def test_a_behaviour_that_can_not_be_is_rejected(wrong: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match=next(iter(wrong))):
        evolve(MEASURED, **wrong)
    with pytest.raises(ValueError, match="behaviour: 'live' is none of"):
        behaviour_of("live")  # type: ignore[arg-type]


def test_the_shell_knows_the_behaviours_by_name(capfd: pytest.CaptureFixture[str]) -> None:
    look = "from kalshi_overlay import create_client; from kalshi_gen.api.exchange import get_exchange_status as get; "
    look += "print(len(get.sync(client=create_client()).exchange_index_statuses))"
    for name, shards in (("measured", "4"), ("simple", "1")):
        ran = CommandLine(capfd).run("--behaviour", name, "--", sys.executable, "-c", look)
        assert (ran.status, ran.out.strip()) == (0, shards), ran.err
    with pytest.raises(SystemExit):
        main(["--behaviour=live"])
    assert "--behaviour" in capfd.readouterr().err
