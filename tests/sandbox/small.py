"""A sandbox that starts sooner than in earnest, by as much as ten tests take."""

from __future__ import annotations

from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from kalshi_sandbox import Sandbox, trading


def small_sandbox(**arguments: Any) -> Sandbox:
    """A sandbox with the ten markets of the first event alone, whose own account has an Ed25519 key.

    Making fifty markets and quoting them takes long, and so does making an RSA key and loading it.

    Args:
        arguments: Those of `Sandbox`.
    """
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(trading, "_SERIES", 1)
        patch.setattr(trading, "new_rsa_key", Ed25519PrivateKey.generate)
        return Sandbox(**arguments)
