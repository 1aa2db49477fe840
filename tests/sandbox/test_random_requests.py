"""Random requests by five accounts over ten markets: what the soak test shows, at a size that takes no time."""

from __future__ import annotations

import pytest

from .requests_soak import SIZES, main


def test_answers_money_and_books_are_right_after_every_request(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(SIZES["small"]) == 0
    assert "answers, money and books were right after each" in capsys.readouterr().out
