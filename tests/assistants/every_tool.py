"""Calls of every tool that reads, with the least that its schema asks for."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from mcp_types import Tool

from tests.assistants.assistant import Assistant
from tests.assistants.exchanges import TICKER
from tests.walking import by_name, walk


def call_each(assistant: Assistant, tools: Iterable[Tool], max_bytes: int) -> int:
    """Call every tool that reads: it answers within its bounds, or says in one line why not.

    Args:
        assistant: Who calls.
        tools: All tools.
        max_bytes: The most bytes of an answer.

    Returns:
        How many have answered.

    Raises:
        AssertionError: One did neither.
    """
    answered = 0

    def check(tool: Tool) -> None:
        nonlocal answered
        schema = tool.input_schema
        said = assistant.call(tool.name, **{name: _least(schema["properties"][name]) for name in schema["required"]})
        assert len(said.text.encode()) <= max_bytes
        assert len(said.text.splitlines()) == 1
        assert "the server failed" not in said.text
        if not said.is_error:
            assert "data" in said.json
            answered += 1

    reads = [tool for tool in tools if not tool.name.startswith(("prepare_", "confirm_"))]
    walk(by_name(reads, lambda tool: tool.name), check)
    return answered


def _least(schema: dict[str, Any]) -> Any:
    """A value that a schema allows."""
    if "enum" in schema:
        return schema["enum"][-1]
    if schema.get("type") == "array":
        return [_least(schema["items"])]
    if schema.get("type") == "integer":
        return schema.get("minimum", 1_700_000_000)
    return "2026-11-01" if schema.get("format") == "date" else TICKER
