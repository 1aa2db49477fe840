"""The keys that may sign requests, and the account of each."""

from __future__ import annotations

from attrs import frozen
from cryptography.hazmat.primitives.asymmetric import ed25519, rsa
from cryptography.hazmat.primitives.serialization import load_pem_public_key

PublicKey = rsa.RSAPublicKey | ed25519.Ed25519PublicKey


@frozen
class Key:
    """A key that may sign.

    Args:
        account: The account for which it signs.
        scopes: What it may do.
        subaccount: The only subaccount that it may use, None for all.
    """

    access_key_id: str
    public_key: PublicKey
    account: str = ""
    name: str = ""
    scopes: tuple[str, ...] = ("read", "write")
    subaccount: int | None = None


class KeyRing:
    """Every key that may sign.

    Attributes:
        keys: The keys by their ids.
        known_ids: What recordings leave out: the ids of all keys, including deleted ones, and what opens Klear.
    """

    def __init__(self) -> None:
        self.keys: dict[str, Key] = {}
        self.known_ids: set[str] = set()

    def register(
        self,
        access_key_id: str,
        public_key_pem: str | bytes,
        *,
        account: str = "",
        name: str = "",
        scopes: tuple[str, ...] = ("read", "write"),
        subaccount: int | None = None,
    ) -> None:
        """Register a key.

        Args:
            access_key_id: The id in KALSHI-ACCESS-KEY.
            public_key_pem: The public key as PEM, RSA or Ed25519.
            account: The account for which it signs.
            name: Its name.
            scopes: What it may do.
            subaccount: The only subaccount that it may use, None for all.

        Raises:
            ValueError: If the PEM has no public key, or one of another kind.
        """
        try:
            public_key = read_public_key(public_key_pem)
        except ValueError as error:
            raise ValueError(f"public_key_pem of {access_key_id}: {error}") from None
        self.known_ids.add(access_key_id)
        self.keys[access_key_id] = Key(access_key_id, public_key, account, name, scopes, subaccount)

    def of(self, account: str) -> list[Key]:
        """The keys of an account, oldest first."""
        return [key for key in list(self.keys.values()) if key.account == account]

    def subaccount_of(self, access_key_id: str | None) -> int | None:
        """The only subaccount that a key may use, None for all."""
        key = self.keys.get(access_key_id or "")
        return key.subaccount if key else None

    def remove(self, access_key_id: str) -> None:
        """Delete a key."""
        del self.keys[access_key_id]


def read_public_key(public_key_pem: str | bytes) -> PublicKey:
    """A public key from its PEM.

    Args:
        public_key_pem: The public key as PEM, RSA or Ed25519.

    Raises:
        ValueError: If the PEM has no public key, or one of another kind.
    """
    pem = public_key_pem.encode() if isinstance(public_key_pem, str) else public_key_pem
    try:
        key = load_pem_public_key(pem)
    except ValueError:
        raise ValueError("not a public key in PEM form") from None
    if not isinstance(key, PublicKey):
        raise ValueError("neither an RSA nor an Ed25519 key")  # noqa: TRY004
    return key
