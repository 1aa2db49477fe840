"""The README: its code runs, twice in a row, and its tables, links and picture agree with the code."""

from __future__ import annotations

import re
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from html import unescape
from pathlib import Path

import pytest
from attrs import evolve
from packaging.requirements import Requirement

import kalshi_gen.models
import kalshi_gen.stream.models
import kalshi_overlay.errors
from kalshi_gen.errors import KalshiError
from kalshi_overlay import settings
from kalshi_overlay.environments import DEMO, KEY_APIS, Server
from kalshi_overlay.settings import Setting
from kalshi_sandbox import Sandbox
from scripts.book_picture import PICTURE, draw
from tests.conftest import ROOT

README = (ROOT / "README.md").read_text(encoding="utf-8")
BLOCKS = re.findall(r"^```python\n(.*?)^```$", README, re.MULTILINE | re.DOTALL)
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
REPOSITORY = PROJECT["urls"]["Homepage"]
# Text and pictures, as GitHub serves them.
OWN_FILES = (f"{REPOSITORY}/blob/main/", f"{REPOSITORY}/main/".replace("//github.com/", "//raw.githubusercontent.com/"))


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
    monkeypatch.setenv("KALSHI_KLEAR_BASE_URL", exchange.klear_base_url)
    monkeypatch.setenv("KALSHI_KLEAR_ADMIN_USER_ID", exchange.klear_admin_user_id)
    monkeypatch.setenv("KALSHI_KLEAR_ACCESS_TOKEN", exchange.klear_access_token)
    monkeypatch.setenv("KALSHI_ALLOW_UNKNOWN_HOST", "true")
    # The sandbox is the demo environment here, and no host beyond this machine can be reached.
    monkeypatch.setattr("kalshi_overlay.settings.DEMO", evolve(DEMO, servers=(Server(exchange.base_url, KEY_APIS),)))
    monkeypatch.setenv("HTTPS_PROXY", "http://127.0.0.1:1")
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")


def variables_of_settings() -> set[str]:
    read = [value for value in vars(settings).values() if isinstance(value, Setting)]
    return {variable for setting in read for variable in setting.variables}


def run(number: int) -> None:
    # An hour of simulated trading is six minutes here, in which there is all that there is in an hour.
    code = BLOCKS[number].replace("range(60)", "range(6)")
    exec(compile(code, f"README.md, block {number + 1}", "exec"), {"__name__": "__main__"})


@pytest.mark.usefixtures("_variables")
@pytest.mark.parametrize("number", range(len(BLOCKS)))
def test_its_code_runs_twice_in_a_row(number: int, capsys: pytest.CaptureFixture[str]) -> None:
    for _ in range(2):
        run(number)
        assert capsys.readouterr().out


@pytest.mark.usefixtures("_variables")
def test_its_first_program_needs_no_key(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.delenv("KALSHI_API_KEY_ID")
    monkeypatch.delenv("KALSHI_PRIVATE_KEY")
    run(0)
    assert "contracts are bid for at $" in capsys.readouterr().out


@pytest.mark.usefixtures("_variables")
def test_its_order_example_leaves_no_order_behind(exchange: Sandbox, capsys: pytest.CaptureFixture[str]) -> None:
    before = len(exchange.engine.orders.of(exchange.account))
    for number, block in enumerate(BLOCKS):
        if "place.sync" in block:
            run(number)
    assert len(exchange.engine.orders.of(exchange.account)) == before + 1
    assert exchange.engine.orders.of(exchange.account, status="resting") == []
    assert "canceled: 10" in capsys.readouterr().out


def test_code_that_changes_orders_says_in_its_first_line_where_it_runs() -> None:
    changing = [block for block in BLOCKS if re.search(r"\b(place|cancel|amend|decrease|create_order)\w*\.", block)]
    assert changing
    for block in changing:
        assert re.match(r"# .*\b(demo environment|sandbox)\b", block)
        assert "create_client(demo=True)" in block or "Sandbox(" in block
        assert "client_order_id" not in block


def test_it_shows_both_ways_an_order_and_the_sandbox() -> None:
    assert len(BLOCKS) >= 3
    for word in ("place.sync", "asyncio.run", "Sandbox("):
        assert any(word in block for block in BLOCKS)


def test_its_code_is_formatted(tmp_path: Path) -> None:
    for number, block in enumerate(BLOCKS):
        (tmp_path / f"block_{number}.py").write_text(block, encoding="utf-8")
    command = [sys.executable, "-m", "ruff", "format", "--check", "--no-cache", "--line-length", "120", str(tmp_path)]
    ran = subprocess.run(command, capture_output=True, text=True, check=False)
    assert ran.returncode == 0, ran.stdout


def test_its_variables_are_those_that_settings_read() -> None:
    named = {name for row in rows("Environment variables") for name in re.findall(r"KALSHI_\w+", row[0])}
    assert named == variables_of_settings()


def test_its_errors_exist() -> None:
    for row in rows("Errors"):
        for name in re.findall(r"`(\w+)`", row[0]) + re.findall(r"`(\w+Error)`", row[1]):
            assert issubclass(getattr(kalshi_overlay.errors, name), KalshiError)


def test_it_explains_each_error_once() -> None:
    named = [name for row in rows("Errors") for name in re.findall(r"`(\w+)`", row[0])]
    assert len(named) == len(set(named))


def test_every_error_is_in_its_table() -> None:
    named = {name for row in rows("Errors") for cell in row for name in re.findall(r"`(\w+)`", cell)}
    things = [getattr(kalshi_overlay.errors, name) for name in dir(kalshi_overlay.errors)]
    errors = [thing for thing in things if isinstance(thing, type)]
    public = {error.__name__ for error in errors if issubclass(error, KalshiError) and error.__name__[0] != "_"}
    # Roots of those named, and two that a caller of the overlay never sees.
    unseen = {"UnusableAnswerError", "KalshiFrameError"}
    assert public - named <= {"KalshiError", "KalshiTransportError", "KalshiStreamError"} | unseen | {
        error.__name__ for error in errors if any(base.__name__ in named for base in error.__bases__)
    }


def test_its_numbers_that_are_no_decimals_have_the_types_that_it_names() -> None:
    table = rows("Contracts and numbers")
    assert {row[1] for row in table} == {"`int`", "`float`"}
    for row in table:
        for model, field in re.findall(r"`(\w+)\.(\w+)`", row[2]):
            models = kalshi_gen.stream.models if "stream" in row[2] else kalshi_gen.models
            annotation = getattr(models, model).__annotations__[field]
            assert re.findall(r"\b(?:int|float|Decimal)\b", annotation) == [row[1].strip("`")], field


def test_it_names_every_package_and_python_that_it_requires() -> None:
    section = README.split("\n## Requirements\n")[1].split("\n## ")[0]
    extras = PROJECT["optional-dependencies"]
    required = [*PROJECT["dependencies"], *extras["stream"], *extras["sandbox"], *extras["redis"], *extras["fast"]]
    names = {Requirement(each).name for each in required} - {PROJECT["name"]}
    assert names - set(re.findall(r"[a-z]\w*(?:-\w+)*", section)) == set()
    pythons = [each.rpartition(" ")[2] for each in PROJECT["classifiers"] if re.search(r":: 3\.\d+$", each)]
    assert f"CPython {pythons[0]} to {pythons[-1]}" in section
    assert PROJECT["requires-python"] == f">={pythons[0]}"


def test_its_links_work_outside_the_repository_too() -> None:
    links = re.findall(r"\]\(([^)]+)\)", README) + re.findall(r"^\[[^]]+\]: (\S+)$", README, re.MULTILINE)
    own = [link.removeprefix(start) for link in links for start in OWN_FILES if link.startswith(start)]
    assert [link for link in links if not link.startswith("https://")] == []
    assert len(own) == sum(link.split("/", 3)[-1].startswith(REPOSITORY.split("/", 3)[-1]) for link in links)
    # Tracked, or to be added: a file that is ignored would not be there.
    command = ["git", "ls-files", "--cached", "--others", "--exclude-standard", "--", *own]
    listed = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout.splitlines()
    assert PICTURE.relative_to(ROOT).as_posix() in own
    assert set(own) - set(listed) == set()
    assert [name for name in own if not (ROOT / name).is_file()] == []


def test_every_link_by_name_has_an_address() -> None:
    assert set(re.findall(r"\]\[([^]]+)\]", README)) == set(re.findall(r"^\[([^]]+)\]: ", README, re.MULTILINE))


def test_its_picture_shows_what_the_example_prints_and_fetches_nothing() -> None:
    def texts(svg: str) -> list[str]:
        return [unescape(text).replace("\N{NO-BREAK SPACE}", " ") for text in re.findall(r"<text[^>]*>([^<]*)<", svg)]

    picture = PICTURE.read_text(encoding="utf-8")
    assert texts(picture) == texts(draw())
    assert "python examples/stream_book.py" in texts(picture)
    assert any("█" in text for text in texts(picture))
    assert re.findall(r"@import|@font-face|href|url\((?!#)", picture) == []


def test_it_has_no_count_or_version_that_the_next_contract_would_make_stale() -> None:
    assert re.findall(r"\d+ operations|\d+ schemas|contract \d\S*", " ".join(README.split())) == []


def test_the_make_commands_it_names_exist() -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    targets = set(re.findall(r"^([a-z-]+):", makefile, re.MULTILINE))
    named = set(re.findall(r"(?:`|^)make ([a-z-]+)", README, re.MULTILINE))
    assert {"demo", "test"} <= named <= targets
