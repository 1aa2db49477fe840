"""Two revisions are measured in turn, and only what lies apart is said to have moved."""

from __future__ import annotations

import re
import shutil
import subprocess
from collections.abc import Mapping
from pathlib import Path

import pytest
from attrs import evolve

from scripts.bench import compare
from scripts.bench.compare import checked_out, main, verdict
from scripts.bench.measuring import Figure, Side
from scripts.bench.rows import ROWS
from tests.conftest import ROOT

ANY = next(row for row in ROWS if row.name == "markets")


@pytest.mark.parametrize(
    ("now", "said"),
    [
        ((7.5, 8.0, 8.5), "better"),
        ((7.5, 8.0, 11.0), "no change beyond noise"),
        ((9.0, 12.0, 13.0), "no change beyond noise"),
        ((11.5, 12.0, 13.0), "worse"),
    ],
)
def test_what_moved_is_what_lies_apart_from_what_was_before(now: tuple[float, ...], said: str) -> None:
    before, after = Figure((9.0, 10.0, 11.0)), Figure(now)
    assert verdict(ANY, before, after) == said
    other = {"better": "worse", "worse": "better"}
    assert verdict(evolve(ANY, lower_is_better=False), before, after) == other.get(said, said)


@pytest.fixture
def checkout(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """A repository whose one revision has an old package and no benchmark."""
    root = tmp_path / "checkout"
    for name, text in {"kalshi_gen/__init__.py": "OLD = True\n", "scripts/old.py": ""}.items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(text)
    git = ["git", "-C", str(root), "-c", "user.name=test", "-c", "user.email=test@test.invalid"]
    for command in (["init", "--quiet"], ["add", "."], ["commit", "--quiet", "--message", "one"]):
        subprocess.run([*git, *command], check=True)
    shutil.copytree(ROOT / "scripts" / "bench", root / "scripts" / "bench")
    (root / "kalshi_gen" / "__init__.py").write_text("OLD = False\n")
    monkeypatch.setattr(compare, "ROOT", root)
    return root


def test_a_revision_is_checked_out_with_the_benchmarks_of_this_one_and_taken_away(checkout: Path) -> None:
    with checked_out("HEAD") as folder:
        assert (folder / "kalshi_gen" / "__init__.py").read_text() == "OLD = True\n"
        assert (folder / "scripts" / "bench" / "rows.py").exists()
    assert not folder.exists()
    listed = subprocess.run(
        ["git", "-C", str(checkout), "worktree", "list"], capture_output=True, text=True, check=True
    )
    assert len(listed.stdout.splitlines()) == 1
    assert (checkout / "kalshi_gen" / "__init__.py").read_text() == "OLD = False\n"


def test_the_two_checkouts_are_measured_in_turn_and_each_row_has_a_line(
    checkout: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def in_turn(sides: Mapping[str, Side], rounds: int) -> dict[str, list[float] | str]:
        before, now = sides.values()
        assert before.root != now.root
        assert before.function == now.function
        if "perps" in now.function:
            return {"before": "no such module", "ours": [1.0] * rounds}
        return {"before": [0.2] * rounds, "ours": [0.1] * rounds}

    monkeypatch.setattr(compare, "in_turn", in_turn)
    assert main(["HEAD", "import", "--rounds", "3"]) == 0
    _, *lines = capsys.readouterr().out.splitlines()
    assert re.fullmatch(r"import +200 \( 0%\) +100 \( 0%\) ms +-50.0%  better", lines[0])
    assert re.fullmatch(r"import-perps +can't be measured before: no such module", lines[1])


def test_a_revision_that_does_not_exist_is_an_error(checkout: Path) -> None:
    with pytest.raises(subprocess.CalledProcessError), checked_out("nothing-of-this-name"):
        pass
