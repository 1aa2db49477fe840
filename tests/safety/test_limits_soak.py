"""The soak test of the limits: that nothing is wrong in a few thousand orders, and that it notices what is."""

from __future__ import annotations

from decimal import Decimal
from typing import Any
from unittest.mock import patch

import pytest

from kalshi_overlay.safety import Exposures, LimitChecker
from tests.safety import limits_soak


def test_random_orders_pass_where_the_model_says_so(capsys: pytest.CaptureFixture[str]) -> None:
    assert limits_soak.main(limits_soak.SIZES["small"]) == 0
    assert capsys.readouterr().out.splitlines()[-1].startswith("0 wrong of 800 orders, of which ")


@pytest.mark.parametrize(
    ("owner", "name", "wrong", "found"),
    [
        (LimitChecker, "_check_rate", lambda *_: None, "passed and must not"),
        (LimitChecker, "_check_exposures", lambda *_: None, "passed and must not"),
        (Exposures, "reduces", lambda *_, **__: False, "refused and must pass"),
        (Exposures, "market", lambda *_: Decimal(-1), "another exposure"),
    ],
)
def test_the_soak_test_notices_what_is_wrong(owner: type, name: str, wrong: Any, found: str) -> None:
    soak = limits_soak.Soak(1)
    with patch.object(owner, name, wrong):
        soak.run(150)
    assert soak.found[found]
