"""The page for users: the server takes the commands that it shows, and its tables are those of the program."""

from __future__ import annotations

import json
import re

import pytest

from tests.conftest import ROOT
from tests.walking import walk

PAGE = (ROOT / "docs" / "assistants.md").read_text(encoding="utf-8")
BLOCKS = re.findall(r"```json\n(.*?)```", PAGE, re.DOTALL)


def section(heading: str) -> str:
    return PAGE.split(f"\n## {heading}\n")[1].split("\n## ")[0]


def test_the_server_takes_the_commands_of_the_page() -> None:
    from kalshi_mcp.__main__ import _limits, _parsed

    def check(block: str) -> None:
        (server,) = json.loads(block)["mcpServers"].values()
        assert server["command"] == "python"
        arguments = server["args"]
        options = _parsed(arguments[arguments.index("kalshi_mcp") + 1 :])
        assert bool(_limits(options.limit).total_exposure) == options.allow_trading
        assert server.get("env", {}).keys() <= {"KALSHI_API_KEY_ID", "KALSHI_PRIVATE_KEY_PATH"}

    assert len(BLOCKS) == 3
    walk(dict(zip("abc", BLOCKS, strict=True)), check)


def test_the_table_of_options_is_that_of_the_program(capsys: pytest.CaptureFixture[str]) -> None:
    from kalshi_mcp.__main__ import _parsed
    from kalshi_mcp.reading import USUAL_TAGS

    with pytest.raises(SystemExit):
        _parsed(["--help"])
    offered = set(re.findall(r"^  (--[a-z-]+)", capsys.readouterr().out, re.MULTILINE))
    table = section("Options")
    assert {*re.findall(r"`(--[a-z-]+)", table.replace("| `", "\n`"))} == offered
    options = _parsed([])
    assert f"`--max-rows {options.max_rows}`, `--max-bytes {options.max_bytes}`" in table
    assert f"`--confirm-within {options.confirm_within:g}`" in table
    assert ", ".join(f"`{tag}`" for tag in USUAL_TAGS) in table


def test_the_table_of_tools_is_that_of_the_server() -> None:
    from kalshi_mcp.trading import TOOLS

    assert re.findall(r"^\| `(\w+)` \|", section("Orders in two steps"), re.MULTILINE) == [tool.name for tool in TOOLS]
