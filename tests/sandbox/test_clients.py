"""The clients that a sandbox makes."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey
from cryptography.hazmat.primitives.serialization import load_pem_private_key

from kalshi_gen.api.exchange import get_exchange_status
from kalshi_gen.api.portfolio import get_balance
from kalshi_gen.errors import AuthRequiredError, KalshiAuthError, WrongClientError
from kalshi_gen.klear.api.balances import get_settlement_balance
from kalshi_sandbox import Sandbox


@pytest.fixture(scope="module")
def exchange() -> Iterator[Sandbox]:
    with Sandbox(live=False) as exchange:
        yield exchange


def test_its_client_signs_with_a_usual_rsa_key(exchange: Sandbox) -> None:
    key = load_pem_private_key(exchange.private_key_pem.encode(), None)
    assert isinstance(key, RSAPrivateKey)
    assert (key.key_size, key.public_key().public_numbers().e) == (2048, 65537)
    with exchange.client() as client:
        assert "RSA-2048" in repr(client.auth)
        assert get_balance.sync(client=client).balance > 0


def test_the_client_of_another_account_signs_with_ed25519(exchange: Sandbox) -> None:
    with exchange.client(exchange.add_account()) as client:
        assert "Ed25519" in repr(client.auth)
        assert get_balance.sync(client=client).balance > 0


def test_its_public_client_signs_nothing(exchange: Sandbox) -> None:
    with exchange.public_client() as client:
        assert get_exchange_status.sync(client=client).exchange_active
        with pytest.raises(AuthRequiredError):
            get_balance.sync(client=client)  # type: ignore[arg-type]


def test_its_client_of_klear_has_the_access_token_and_is_for_no_other_api(exchange: Sandbox) -> None:
    with exchange.klear_client(strict=True) as client:
        assert get_settlement_balance.sync(client=client).balance_available_centicents > 0
        assert exchange.klear_access_token not in repr(client)
        with pytest.raises(WrongClientError):
            get_balance.sync(client=client)


@pytest.mark.parametrize("given", [{"admin_user_id": "nobody"}, {"access_token": "of-nobody"}], ids=str)
def test_a_client_of_klear_can_have_another_token(given: dict[str, str], exchange: Sandbox) -> None:
    with exchange.klear_client(**given) as client, pytest.raises(KalshiAuthError, match="unknown_token"):
        get_settlement_balance.sync(client=client)


def test_a_client_of_klear_can_send_elsewhere(exchange: Sandbox) -> None:
    address = "http://localhost:1/klear-api/v1"
    with exchange.klear_client(base_url=address) as client:
        assert str(client.get_httpx_client().base_url).rstrip("/") == address
