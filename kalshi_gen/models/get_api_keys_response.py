from __future__ import annotations

from ..runtime.model import Model
from ..types import UNSET, Unset


class GetApiKeysResponse(Model, kw_only=True):
    """API keys of the account."""

    api_keys: list[ApiKey]
    """Every API key of the user."""

    api_key_region_expiration_ts: int | None | Unset = UNSET
    """Time at which the location attestation that API requests need runs out, in Unix seconds; a time in
    the past means that it has run out. Absent when the account never made one.
    """


from ..models.api_key import ApiKey
