from __future__ import annotations

from ...runtime.model import Model


class GenerateMarginFcmApiKeyRequest(Model, kw_only=True):
    """A new API key of a subtrader, with a key pair that Klear makes."""

    name: str
    """Name that tells what the key is for, such as the institution that gets it."""

    fcm_subtrader_id: str
    """Id of an existing subtrader of yours, spelled `{your_account_id}_{suffix}`; the suffix has 1 to 16
    lowercase letters and digits.
    """
