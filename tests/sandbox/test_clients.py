"""The clients that a sandbox makes."""

from __future__ import annotations

import pytest

from kalshi_gen.api.exchange import get_exchange_status
from kalshi_gen.api.portfolio import get_balance
from kalshi_gen.errors import AuthRequiredError
from kalshi_overlay.sandbox import Sandbox


def test_its_client_signs(exchange: Sandbox) -> None:
    with exchange.client() as client:
        assert get_balance.sync(client=client).balance > 0


def test_its_public_client_signs_nothing(exchange: Sandbox) -> None:
    with exchange.public_client() as client:
        assert get_exchange_status.sync(client=client).exchange_active
        with pytest.raises(AuthRequiredError):
            get_balance.sync(client=client)  # type: ignore[arg-type]
