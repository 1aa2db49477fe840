from __future__ import annotations

from ...runtime.model import Model


class CreateMarginFcmApiKeyRequest(Model, kw_only=True):
    """A new API key of a subtrader, with a public key of yours."""

    name: str
    """Name that tells what the key is for, such as the institution that gets it."""

    public_key: str
    """Public key in PEM form, RSA or Ed25519, with which the exchange checks signatures."""

    fcm_subtrader_id: str
    """Id of an existing subtrader of yours, spelled `{your_account_id}_{suffix}`; the suffix has 1 to 16
    lowercase letters and digits.
    """
