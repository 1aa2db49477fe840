"""The page for users: its commands run, and its tables are those of the program."""

from __future__ import annotations

import re
import shlex

from kalshi_cli import program
from tests.cli.conftest import Run
from tests.conftest import ROOT
from tests.walking import walk

PAGE = (ROOT / "docs" / "command-line.md").read_text(encoding="utf-8")


def test_its_commands_run(run: Run) -> None:
    (block,) = re.findall(r"```console\n(.*?)```", PAGE, re.DOTALL)
    lines = block.splitlines()
    assert len(lines) == 3

    def check(line: str) -> None:
        _, *arguments = shlex.split(line)
        ran = run(*arguments)
        assert ran.status == program.DONE, ran.err
        assert ran.out

    walk({line: line for line in lines}, check)


def test_its_tables_are_those_of_the_program() -> None:
    assert re.findall(r"^\| `(\w+)` \|", PAGE, re.MULTILINE) == list(program._COMMANDS)
    rows = [line for line in PAGE.splitlines() if re.match(r"\| \d", line)]
    assert rows == [line for line in (program.__doc__ or "").splitlines() if re.match(r"\| \d", line)]
