"""Arguments and environment variables, made into one frozen object."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from typing import Any

from attrs import evolve, field, frozen

from kalshi_overlay.environments import DEMO, PRODUCTION, check_host, environment_of
from kalshi_overlay.errors import KalshiConfigError
from kalshi_overlay.keys import Passphrase, checked_access_key_id, key_bytes, read_key_file
from kalshi_overlay.sources import Setting, Sources

_BASE_URL = Setting("base_url", ("KALSHI_API_BASE_URL",), (str,))
_DEMO = Setting("demo", ("KALSHI_DEMO",), (bool,))
_ALLOW_UNKNOWN_HOST = Setting("allow_unknown_host", ("KALSHI_ALLOW_UNKNOWN_HOST",), (bool,))
_KEY_ID = Setting("access_key_id", ("KALSHI_API_KEY_ID", "KALSHI_KEY_ID"), (str,))
_KEY_PATH = Setting("private_key_path", ("KALSHI_PRIVATE_KEY_PATH",), (str, os.PathLike))
_KEY_TEXT = Setting("private_key_data", ("KALSHI_PRIVATE_KEY", "KALSHI_PY_PRIVATE_KEY_PEM"), (str, bytes))
_PASSPHRASE = Setting("passphrase", ("KALSHI_PRIVATE_KEY_PASSPHRASE",), (str, bytes, Callable))

_HOW_TO_GIVE_ID = "pass access_key_id or set KALSHI_API_KEY_ID (or KALSHI_KEY_ID)"
_HOW_TO_GIVE_KEY = (
    "pass private_key_path or private_key_data, or set KALSHI_PRIVATE_KEY_PATH or KALSHI_PRIVATE_KEY "
    "(or KALSHI_PY_PRIVATE_KEY_PEM)"
)


@frozen
class Credentials:
    """An API key, whole.

    Attributes:
        access_key_id: Its id.
        private_key: Its private key, PEM.
    """

    access_key_id: str
    private_key: bytes = field(repr=False)


@frozen
class Settings:
    """Where requests go and who signs them.

    Attributes:
        base_url: Where the contract's paths begin, without a slash at its end.
        allow_unknown_host: Whether a host that is not the exchange's is permitted.
        access_key_id: The id of the API key, or None.
        private_key: The private key of the API key, PEM, or None.
        passphrase: The passphrase of the private key, a function that gives it, or None.
    """

    base_url: str
    allow_unknown_host: bool = False
    access_key_id: str | None = None
    private_key: bytes | None = field(default=None, repr=False)
    passphrase: Passphrase | None = field(default=None, repr=False)

    @classmethod
    def from_sources(
        cls,
        *,
        base_url: str | None = None,
        access_key_id: str | None = None,
        private_key_path: str | os.PathLike[str] | None = None,
        private_key_data: str | bytes | None = None,
        passphrase: Passphrase | None = None,
        demo: bool | None = None,
        allow_unknown_host: bool | None = None,
        environ: Mapping[str, str] = os.environ,
    ) -> Settings:
        """Read arguments and, where they are left out, environment variables.

        `base_url` and `demo` stand for one thing, and so do `private_key_path` and `private_key_data`: either
        argument silences the variables of both.

        Args:
            base_url: Where the contract's paths begin (KALSHI_API_BASE_URL).
            access_key_id: The id of the API key (KALSHI_API_KEY_ID or KALSHI_KEY_ID).
            private_key_path: The path of a PEM file (KALSHI_PRIVATE_KEY_PATH).
            private_key_data: PEM text (KALSHI_PRIVATE_KEY or KALSHI_PY_PRIVATE_KEY_PEM).
            passphrase: The passphrase of an encrypted key (KALSHI_PRIVATE_KEY_PASSPHRASE).
            demo: True for the demo environment (KALSHI_DEMO).
            allow_unknown_host: Permit a host that is not the exchange's (KALSHI_ALLOW_UNKNOWN_HOST).
            environ: The environment variables; the process's own unless told.

        Returns:
            The settings; a client without a key id and a private key is public.

        Raises:
            KalshiConfigError: A value can't be used, two contradict each other, or half an API key is given.
        """
        sources = Sources(
            {
                "base_url": base_url,
                "access_key_id": access_key_id,
                "private_key_path": private_key_path,
                "private_key_data": private_key_data,
                "passphrase": passphrase,
                "demo": demo,
                "allow_unknown_host": allow_unknown_host,
            },
            environ,
        )
        # From here on no frame of a traceback that shows locals holds a secret.
        del base_url, access_key_id, private_key_path, private_key_data, passphrase, environ
        return evolve(_public(sources), **_credentials(sources))

    @classmethod
    def public_from_sources(
        cls,
        *,
        base_url: str | None = None,
        demo: bool | None = None,
        allow_unknown_host: bool | None = None,
        environ: Mapping[str, str] = os.environ,
    ) -> Settings:
        """Read where requests go, as `from_sources` does, and leave every credential unread.

        Args:
            base_url: Where the contract's paths begin (KALSHI_API_BASE_URL).
            demo: True for the demo environment (KALSHI_DEMO).
            allow_unknown_host: Permit a host that is not the exchange's (KALSHI_ALLOW_UNKNOWN_HOST).
            environ: The environment variables; the process's own unless told.

        Raises:
            KalshiConfigError: A value can't be used, or two contradict each other.
        """
        arguments = {"base_url": base_url, "demo": demo, "allow_unknown_host": allow_unknown_host}
        sources = Sources(arguments, environ)
        del base_url, arguments, environ
        return _public(sources)

    def require_credentials(self) -> Credentials:
        """Give the API key.

        Raises:
            KalshiConfigError: There is none.
        """
        if self.access_key_id is None or self.private_key is None:
            raise KalshiConfigError(f"there is no API key: {_HOW_TO_GIVE_ID}; and {_HOW_TO_GIVE_KEY}")
        return Credentials(self.access_key_id, self.private_key)


def _public(sources: Sources) -> Settings:
    given = sources.one(_ALLOW_UNKNOWN_HOST)
    allow_unknown_host = given is not None and given.value
    return Settings(_base_url(sources, allow_unknown_host), allow_unknown_host)


def _base_url(sources: Sources, allow_unknown_host: bool) -> str:
    given, demo = sources.group(_BASE_URL, _DEMO)
    if given is None:
        return DEMO.base_url if demo is not None and demo.value else PRODUCTION.base_url
    try:
        check_host(given.value.strip(), allow_unknown_host=allow_unknown_host)
    except KalshiConfigError as error:
        raise KalshiConfigError(f"{given.name}: {error}") from None
    base_url: str = given.value.strip().rstrip("/")
    if "?" in base_url or "#" in base_url:
        raise KalshiConfigError(f"{given.name}: paths are appended to it, so leave out its query and fragment")
    environment = environment_of(base_url)
    if demo is not None and environment is (PRODUCTION if demo.value else DEMO):
        raise KalshiConfigError(
            f"{demo.name} is {'true' if demo.value else 'false'}, and {given.name} is in the "
            f"{environment.name} environment; leave one of them out"
        )
    return base_url


def _credentials(sources: Sources) -> dict[str, Any]:
    access_key_id = sources.one(_KEY_ID)
    path, text = sources.group(_KEY_PATH, _KEY_TEXT)
    passphrase = sources.one(_PASSPHRASE)
    if path is not None and text is not None:
        raise KalshiConfigError(f"{path.name} and {text.name} both give a private key; keep one of them")
    key = path or text
    if access_key_id is None and key is None:
        return {}
    if access_key_id is None:
        raise KalshiConfigError(f"the private key has no access key id beside it: {_HOW_TO_GIVE_ID}")
    if key is None:
        raise KalshiConfigError(f"{access_key_id.name} has no private key beside it: {_HOW_TO_GIVE_KEY}")
    return {
        "access_key_id": checked_access_key_id(access_key_id.value),
        "private_key": read_key_file(key) if key is path else key_bytes(key.value),
        "passphrase": passphrase.value if passphrase is not None else None,
    }
