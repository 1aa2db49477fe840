"""API keys: created, generated, listed and deleted."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from cryptography.hazmat.primitives.asymmetric import ed25519, rsa
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat, PublicFormat

from ..engine import EngineRejection
from ..refusals import Refusal, invalid_parameters
from ..validation import CheckedRequest
from .desk import Desk, LiveHandler

_ALL_SCOPES = ("read", "write")


def get_keys(desk: Desk, request: CheckedRequest, account: str) -> dict[str, Any]:
    """GetApiKeys: oldest first."""
    if request.query.get("fcm_subtrader_id"):
        return {"api_keys": []}
    return {
        "api_keys": [
            {
                "api_key_id": key.access_key_id,
                "name": key.name,
                "scopes": list(key.scopes),
                "subaccount": key.subaccount,
            }
            for key in desk.keys.of(account)
        ]
    }


def create_key(desk: Desk, request: CheckedRequest, account: str) -> dict[str, Any]:
    """CreateApiKey: the key signs at once."""
    return {"api_key_id": _register(desk, request, account, request.body["public_key"])}


def generate_key(desk: Desk, request: CheckedRequest, account: str) -> dict[str, Any]:
    """GenerateApiKey: the private key is in this answer alone, and signs at once."""
    kind = request.body.get("key_type", "rsa")
    private: rsa.RSAPrivateKey | ed25519.Ed25519PrivateKey
    if kind == "rsa":
        private, form = rsa.generate_private_key(public_exponent=65537, key_size=2048), PrivateFormat.TraditionalOpenSSL
    else:
        private, form = ed25519.Ed25519PrivateKey.generate(), PrivateFormat.PKCS8
    public = private.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)
    return {
        "api_key_id": _register(desk, request, account, public),
        "key_type": kind,
        "private_key": private.private_bytes(Encoding.PEM, form, NoEncryption()).decode(),
    }


def delete_key(desk: Desk, request: CheckedRequest, account: str) -> None:
    """DeleteApiKey: the key never signs again."""
    access_key_id = request.path["api_key"]
    if all(key.access_key_id != access_key_id for key in desk.keys.of(account)):
        _check_uuid(access_key_id)
        raise EngineRejection(404, "api_key_not_found", "api key not found", f"{access_key_id}: no key of this account")
    desk.keys.remove(access_key_id)


def _register(desk: Desk, request: CheckedRequest, account: str, public_key_pem: str | bytes) -> str:
    body = request.body
    if "fcm_subtrader_id" in body:
        raise Refusal(403, "forbidden", "forbidden", "fcm_subtrader_id: the account is no FCM member's")
    subaccount, scopes = body.get("subaccount"), tuple(body.get("scopes") or _ALL_SCOPES)
    desk.check_unlocked(request)
    if subaccount is not None:
        desk.exchange.portfolio.balance(account, subaccount=subaccount)
    if "write" in scopes and "read" not in scopes:
        raise invalid_parameters("scopes", "write requires read beside it")
    access_key_id = desk.new_id()
    try:
        desk.keys.register(
            access_key_id, public_key_pem, account=account, name=body["name"], scopes=scopes, subaccount=subaccount
        )
    except ValueError:
        raise invalid_parameters("public_key", "is no RSA or Ed25519 public key in PEM form") from None
    return access_key_id


def _check_uuid(access_key_id: str) -> None:
    try:
        UUID(access_key_id)
    except ValueError:
        raise invalid_parameters("api_key", "is not the id of a key: not a UUID") from None


HANDLERS: dict[str, LiveHandler] = {
    "CreateApiKey": create_key,
    "DeleteApiKey": delete_key,
    "GenerateApiKey": generate_key,
    "GetApiKeys": get_keys,
}
