"""docs/pricing.md: its examples run."""

from __future__ import annotations

import re

import pytest

from tests.conftest import ROOT
from tests.sandbox.small import small_sandbox

EXAMPLES = re.findall(r"```python\n(.*?)```", (ROOT / "docs" / "pricing.md").read_text(encoding="utf-8"), re.DOTALL)


def test_every_example_runs(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    assert len(EXAMPLES) > 4
    with small_sandbox() as exchange:
        monkeypatch.setenv("KALSHI_API_BASE_URL", exchange.base_url)
        monkeypatch.setenv("KALSHI_API_KEY_ID", exchange.access_key_id)
        monkeypatch.setenv("KALSHI_PRIVATE_KEY", exchange.private_key_pem)
        monkeypatch.setenv("KALSHI_ALLOW_UNKNOWN_HOST", "true")
        for example in EXAMPLES:
            exec(compile(example, "docs/pricing.md", "exec"), {})
    assert capsys.readouterr().out == "ask 0.98\n2.1289\n"
