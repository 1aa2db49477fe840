"""The accounts of a sandbox, each with a key of its own."""

from __future__ import annotations

from decimal import Decimal
from uuid import uuid4

from attrs import field, frozen
from cryptography.hazmat.primitives.asymmetric import ed25519, rsa
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat, PublicFormat

from .live.account import open_account
from .live.context import HandlerContext
from .perps.engine import PerpsExchange

PrivateKey = rsa.RSAPrivateKey | ed25519.Ed25519PrivateKey


@frozen
class Credentials:
    """What a client signs with.

    Args:
        access_key_id: Id of the key.
        private_key_pem: The private key as PKCS#8 PEM; it only exists as long as the sandbox.
    """

    access_key_id: str
    private_key_pem: str = field(repr=False)


def new_rsa_key() -> rsa.RSAPrivateKey:
    """A new key of the kind that most accounts of the exchange have."""
    return rsa.generate_private_key(public_exponent=65537, key_size=2048)


class Accounts:
    """Opens accounts, and stores their credentials.

    Args:
        context: What handlers share.
        perps: The exchange of perpetual futures, on which each account has another balance.
    """

    def __init__(self, context: HandlerContext, perps: PerpsExchange) -> None:
        self._context = context
        self._perps = perps
        self._credentials: dict[str, Credentials] = {}

    def open(self, balance: Decimal, account: str | None = None, key: PrivateKey | None = None) -> str:
        """Open an account with a key of its own.

        Args:
            balance: US dollars on each of the two exchanges.
            account: Its id; None for a new UUID.
            key: Its private key; None for a new Ed25519 key.

        Returns:
            The id.

        Raises:
            EngineRejection: With 409 if the id is taken, 400 for a balance below zero.
        """
        opened = open_account(self._context, balance, account)
        self._perps.accounts.add(opened, balance)
        private = key or ed25519.Ed25519PrivateKey.generate()
        pem = private.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()).decode()
        public = private.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)
        # Keys and their ids are random: two sandboxes with one seed have different ones.
        access_key_id = str(uuid4())
        self._context.keys.register(access_key_id, public, account=opened, name="sandbox")
        self._credentials[opened] = Credentials(access_key_id, pem)
        return opened

    def exempt_from_lag(self, *accounts: str) -> None:
        """Let the reads of some accounts never lag, such as those of the simulated traders."""
        self._context.without_lag.update(accounts)

    def credentials(self, account: str) -> Credentials:
        """The credentials of an account.

        Raises:
            KeyError: If no such account was opened here.
        """
        if account not in self._credentials:
            raise KeyError(f"no account {account}; add_account opens one, exchange.account is the sandbox's own")
        return self._credentials[account]
