"""The README: its code runs as it stands, and its tables are those of the code."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest

import kalshi_gen.errors
import kalshi_overlay.errors
import kalshi_overlay.orders.errors
import kalshi_overlay.rate_limits.errors
import kalshi_overlay.stream.errors
from kalshi_gen.errors import KalshiError
from kalshi_overlay import settings
from kalshi_overlay.sandbox import Sandbox
from kalshi_overlay.sources import Setting
from tests.conftest import ROOT

MODULES = (
    kalshi_gen.errors,
    kalshi_overlay.errors,
    kalshi_overlay.orders.errors,
    kalshi_overlay.rate_limits.errors,
    kalshi_overlay.stream.errors,
)
README = (ROOT / "README.md").read_text(encoding="utf-8")
BLOCKS = re.findall(r"^```python\n(.*?)^```$", README, re.MULTILINE | re.DOTALL)


def rows(heading: str) -> list[list[str]]:
    """The cells of the first table below a heading."""
    section = README.split(f"\n## {heading}\n")[1].split("\n## ")[0]
    lines = [line for line in section.splitlines() if line.startswith("|")][2:]
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in lines]


@pytest.fixture(scope="module")
def exchange() -> Iterator[Sandbox]:
    with Sandbox() as exchange:
        yield exchange


@pytest.fixture
def _variables(exchange: Sandbox, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in variables_of_settings():
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("KALSHI_API_KEY_ID", exchange.access_key_id)
    monkeypatch.setenv("KALSHI_PRIVATE_KEY", exchange.private_key_pem)
    monkeypatch.setenv("KALSHI_API_BASE_URL", exchange.base_url)
    monkeypatch.setenv("KALSHI_ALLOW_UNKNOWN_HOST", "true")


def variables_of_settings() -> set[str]:
    read = [value for value in vars(settings).values() if isinstance(value, Setting)]
    return {variable for setting in read for variable in setting.variables}


@pytest.mark.usefixtures("_variables")
@pytest.mark.parametrize("number", range(len(BLOCKS)))
def test_its_code_runs(number: int, capsys: pytest.CaptureFixture[str]) -> None:
    exec(compile(BLOCKS[number], f"README.md, block {number + 1}", "exec"), {"__name__": "__main__"})
    assert capsys.readouterr().out


def test_it_shows_both_ways_an_order_and_the_sandbox() -> None:
    assert len(BLOCKS) >= 3
    for word in ("create_order_v2.sync", "asyncio.run", "Sandbox()"):
        assert any(word in block for block in BLOCKS)


def test_its_variables_are_those_that_settings_read() -> None:
    named = {name for row in rows("Environment variables") for name in re.findall(r"KALSHI_\w+", row[0])}
    assert named == variables_of_settings()


def test_its_errors_exist() -> None:
    for row in rows("Errors"):
        for name in re.findall(r"`(\w+)`", row[0]) + re.findall(r"`(\w+Error)`", row[1]):
            assert issubclass(next(vars(module)[name] for module in MODULES if name in vars(module)), KalshiError)


def test_every_error_is_in_its_table() -> None:
    named = {name for row in rows("Errors") for cell in row for name in re.findall(r"`(\w+)`", cell)}
    errors = [thing for module in MODULES for thing in vars(module).values() if isinstance(thing, type)]
    public = {error.__name__ for error in errors if issubclass(error, KalshiError) and error.__name__[0] != "_"}
    # Roots of those named, and one that a caller never sees.
    assert public - named <= {"KalshiError", "KalshiTransportError", "KalshiStreamError", "UnusableAnswerError"} | {
        error.__name__ for error in errors if any(base.__name__ in named for base in error.__bases__)
    }


def test_its_links_lead_somewhere() -> None:
    links = re.findall(r"\]\(([^)#]+?)(?:#[^)]*)?\)", README)
    for link in links:
        assert link.startswith("https://") or (ROOT / link).is_file(), link


def test_it_has_no_count_or_version_that_the_next_contract_would_make_stale() -> None:
    assert re.findall(r"\d+ operations|\d+ schemas|contract \d\S*", " ".join(README.split())) == []


def test_the_make_commands_it_names_exist() -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    targets = set(re.findall(r"^([a-z-]+):", makefile, re.MULTILINE))
    assert set(re.findall(r"\bmake ([a-z-]+)", README.split("## Try it")[1])) - {"and"} <= targets
