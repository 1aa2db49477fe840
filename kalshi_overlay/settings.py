"""What arguments and environment variables say: which value counts, and what contradicts what."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from typing import Any

from attrs import field, frozen

from kalshi_overlay.environments import (
    DEMO,
    KEY_APIS,
    KLEAR_APIS,
    PRODUCTION,
    check_base_url,
    check_host,
    environment_of,
)
from kalshi_overlay.errors import KalshiConfigError
from kalshi_overlay.keys import Passphrase, SecretValue, checked_access_key_id, key_bytes, read_key_file, unquoted

_TRUE = ("1", "true", "yes", "on")
_FALSE = ("0", "false", "no", "off")


@frozen
class Setting:
    """The names of a setting.

    Attributes:
        argument: Its argument.
        variables: Its environment variables, which all mean the same.
        kinds: What its argument may be; a setting of kind `bool` is read from a variable as a word.
    """

    argument: str
    variables: tuple[str, ...]
    kinds: tuple[Any, ...]


@frozen
class SourcedValue:
    """A value, hidden from every repr, beside the name of the argument or variable that it came from."""

    name: str
    value: Any = field(repr=False)


@frozen
class Sources:
    """Arguments of a function that makes a client, and environment variables, hidden from every repr."""

    arguments: Mapping[str, Any] = field(repr=False)
    environ: Mapping[str, str] = field(default=os.environ, repr=False)

    def one(self, setting: Setting) -> SourcedValue | None:
        """Read a setting: its argument if that is given, else its variables; None if neither is."""
        return self.group(setting)[0]

    def group(self, *settings: Setting) -> list[SourcedValue | None]:
        """Read settings that exclude each other: the arguments if any is given, else the variables.

        Raises:
            KalshiConfigError: A value is of the wrong kind, or two variables have different values.
        """
        given = [self._argument(setting) for setting in settings]
        return given if any(given) else [self._variable(setting) for setting in settings]

    def _argument(self, setting: Setting) -> SourcedValue | None:
        given = SourcedValue(setting.argument, self.arguments.get(setting.argument))
        if given.value is None:
            return None
        if not isinstance(given.value, setting.kinds):
            kinds = " or ".join(kind.__name__ for kind in setting.kinds)
            raise KalshiConfigError(f"{given.name} must be {kinds}, not {type(given.value).__name__}")
        if isinstance(given.value, str | bytes) and not given.value.strip():
            raise KalshiConfigError(f"{given.name} is empty; leave it out or give it a value")
        return given

    def _variable(self, setting: Setting) -> SourcedValue | None:
        names = [name for name in setting.variables if unquoted(self.environ.get(name, ""))]
        given = [SourcedValue(name, self.environ[name]) for name in names]
        if len({unquoted(variable.value) for variable in given}) > 1:
            raise KalshiConfigError(f"{' and '.join(names)} mean the same and have different values; unset one of them")
        if not given:
            return None
        return _parse_bool(given[0]) if bool in setting.kinds else given[0]


def _parse_bool(given: SourcedValue) -> SourcedValue:
    for words, value in ((_TRUE, True), (_FALSE, False)):
        if unquoted(given.value).lower() in words:
            return SourcedValue(given.name, value)
    raise KalshiConfigError(
        f"{given.name} is neither true ({', '.join(_TRUE)}) nor false ({', '.join(_FALSE)}); set it to one of these"
    )


_BASE_URL = Setting("base_url", ("KALSHI_API_BASE_URL",), (str,))
_KLEAR_BASE_URL = Setting("base_url", ("KALSHI_KLEAR_BASE_URL",), (str,))
_DEMO = Setting("demo", ("KALSHI_DEMO",), (bool,))
_ALLOW_UNKNOWN_HOST = Setting("allow_unknown_host", ("KALSHI_ALLOW_UNKNOWN_HOST",), (bool,))
_KEY_ID = Setting("access_key_id", ("KALSHI_API_KEY_ID", "KALSHI_KEY_ID"), (str,))
_KEY_PATH = Setting("private_key_path", ("KALSHI_PRIVATE_KEY_PATH",), (str, os.PathLike))
_KEY_TEXT = Setting("private_key_data", ("KALSHI_PRIVATE_KEY", "KALSHI_PY_PRIVATE_KEY_PEM"), (str, bytes))
_PASSPHRASE = Setting("passphrase", ("KALSHI_PRIVATE_KEY_PASSPHRASE",), (str, bytes, Callable))

_ADMIN_USER_ID = Setting("admin_user_id", ("KALSHI_KLEAR_ADMIN_USER_ID",), (str,))
_ACCESS_TOKEN = Setting("access_token", ("KALSHI_KLEAR_ACCESS_TOKEN",), (str,))

_HOW_TO_GIVE_ID = "pass access_key_id or set KALSHI_API_KEY_ID (or KALSHI_KEY_ID)"
_HOW_TO_GIVE_KEY = (
    "pass private_key_path or private_key_data, or set KALSHI_PRIVATE_KEY_PATH or KALSHI_PRIVATE_KEY "
    "(or KALSHI_PY_PRIVATE_KEY_PEM)"
)


@frozen
class Address:
    """Where requests go.

    Attributes:
        base_url: The URL that the paths of the spec are appended to, without a slash at its end.
        allow_unknown_host: Whether a host that is not the exchange's is permitted.
    """

    base_url: str
    allow_unknown_host: bool = False


@frozen
class ApiKey:
    """What requests are signed with.

    Attributes:
        access_key_id: The id of the API key.
        private_key: Its private key, PEM.
        passphrase: The passphrase of the private key, a function that returns it, or None.
    """

    access_key_id: str
    private_key: bytes = field(repr=False)
    passphrase: Passphrase | None = field(default=None, repr=False)


@frozen
class AccessToken:
    """What requests to Klear are authenticated with, as it was given.

    Attributes:
        admin_user_id: The id of the admin user.
        access_token: The user's access token.
    """

    # The token may have been pasted here.
    admin_user_id: str = field(repr=False)
    access_token: str = field(repr=False)


def read_address(sources: Sources, apis: tuple[str, ...] = KEY_APIS) -> Address:
    """Read where requests go; `base_url` and `demo` exclude each other, so either overrides the variables of both.

    Args:
        sources: Where it is read from.
        apis: The APIs that the requests are for.

    Raises:
        KalshiConfigError: A value can't be used, or two contradict each other.
    """
    allowed = sources.one(_ALLOW_UNKNOWN_HOST)
    allow_unknown_host = allowed is not None and allowed.value
    given, demo = sources.group(_KLEAR_BASE_URL if apis == KLEAR_APIS else _BASE_URL, _DEMO)
    if given is None:
        environment = DEMO if demo is not None and demo.value else PRODUCTION
        return Address(environment.base_url_of(apis), allow_unknown_host)
    given = SourcedValue(given.name, unquoted(given.value).rstrip("/"))
    try:
        check_host(given.value, apis, allow_unknown_host=allow_unknown_host)
        if "?" in given.value or "#" in given.value:
            raise KalshiConfigError("paths are appended to it, so leave out its query and fragment")
        check_base_url(given.value, apis)
    except KalshiConfigError as error:
        raise KalshiConfigError(f"{given.name}: {error}") from None
    base_url: str = given.value
    named = environment_of(base_url)
    if demo is not None and named is (PRODUCTION if demo.value else DEMO):
        raise KalshiConfigError(
            f"{demo.name} is {'true' if demo.value else 'false'}, and {given.name} is in the "
            f"{named.name} environment; leave one of them out"
        )
    return Address(base_url, allow_unknown_host)


def read_api_key(sources: Sources) -> ApiKey:
    """Read the API key; the path and the text of the private key exclude each other, as `base_url` and `demo` do.

    Raises:
        KalshiConfigError: There is no key or half of one, a value can't be used, or two contradict each other.
    """
    access_key_id = sources.one(_KEY_ID)
    path, text = sources.group(_KEY_PATH, _KEY_TEXT)
    passphrase = sources.one(_PASSPHRASE)
    if path is not None and text is not None:
        raise KalshiConfigError(f"{path.name} and {text.name} both give a private key; keep one of them")
    key = path or text
    if access_key_id is None and key is None:
        raise KalshiConfigError(f"there is no API key: {_HOW_TO_GIVE_ID}; and {_HOW_TO_GIVE_KEY}")
    if access_key_id is None:
        raise KalshiConfigError(f"there is a private key but no access key id: {_HOW_TO_GIVE_ID}")
    if key is None:
        raise KalshiConfigError(f"{access_key_id.name} is given without a private key: {_HOW_TO_GIVE_KEY}")
    return ApiKey(
        checked_access_key_id(SecretValue((access_key_id.value,))),
        read_key_file(key.name, SecretValue((key.value,))) if key is path else key_bytes(key.value),
        passphrase.value if passphrase is not None else None,
    )


def read_access_token(sources: Sources) -> AccessToken:
    """Read the access token of Klear, and the user whose it is; `KlearAuth` checks both.

    Raises:
        KalshiConfigError: One of them is missing, or of the wrong kind.
    """
    given = [sources.one(_ADMIN_USER_ID), sources.one(_ACCESS_TOKEN)]
    missing = [
        f"pass {setting.argument} or set {setting.variables[0]}"
        for setting, value in zip((_ADMIN_USER_ID, _ACCESS_TOKEN), given, strict=True)
        if value is None
    ]
    if missing:
        raise KalshiConfigError(f"Klear needs an admin user id and an access token: {'; and '.join(missing)}")
    return AccessToken(*(each.value for each in given if each is not None))
