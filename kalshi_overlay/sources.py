"""Where the value of a setting comes from: an argument or an environment variable."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from attrs import field, frozen

from kalshi_overlay.errors import KalshiConfigError

_TRUE = ("1", "true", "yes", "on")
_FALSE = ("0", "false", "no", "off")


@frozen
class Setting:
    """A setting's names.

    Attributes:
        argument: Its argument.
        variables: Its environment variables, which all mean the same.
        kinds: What its argument may be; a setting of kind `bool` is read from a variable as a word.
    """

    argument: str
    variables: tuple[str, ...]
    kinds: tuple[Any, ...]


@frozen
class Given:
    """A value, hidden from every repr, beside the name of the argument or variable that it came from."""

    name: str
    value: Any = field(repr=False)


@frozen
class Sources:
    """Arguments and environment variables, hidden from every repr."""

    arguments: Mapping[str, Any] = field(repr=False)
    environ: Mapping[str, str] = field(repr=False)

    def one(self, setting: Setting) -> Given | None:
        """Read a setting: its argument if that is given, else its variables; None if neither is.

        Raises:
            KalshiConfigError: The value is of the wrong kind, or two variables have different values.
        """
        return self.group(setting)[0]

    def group(self, *settings: Setting) -> list[Given | None]:
        """Read settings that stand for one thing: the arguments if any is given, else the variables.

        Raises:
            KalshiConfigError: A value is of the wrong kind, or two variables have different values.
        """
        given = [self._argument(setting) for setting in settings]
        return given if any(given) else [self._variable(setting) for setting in settings]

    def _argument(self, setting: Setting) -> Given | None:
        given = Given(setting.argument, self.arguments[setting.argument])
        if given.value is None:
            return None
        if not isinstance(given.value, setting.kinds):
            kinds = " or ".join(kind.__name__ for kind in setting.kinds)
            raise KalshiConfigError(f"{given.name} must be {kinds}, not {type(given.value).__name__}")
        if isinstance(given.value, str | bytes) and not given.value.strip():
            raise KalshiConfigError(f"{given.name} is empty; leave it out or give it a value")
        return given

    def _variable(self, setting: Setting) -> Given | None:
        given = [Given(name, self.environ[name]) for name in setting.variables if self.environ.get(name, "").strip()]
        if len({variable.value.strip() for variable in given}) > 1:
            names = " and ".join(variable.name for variable in given)
            raise KalshiConfigError(f"{names} mean the same and have different values; unset one of them")
        if not given:
            return None
        return _truth(given[0]) if bool in setting.kinds else given[0]


def _truth(given: Given) -> Given:
    word = given.value.strip().lower()
    if word in _TRUE:
        return Given(given.name, True)
    if word in _FALSE:
        return Given(given.name, False)
    del word
    raise KalshiConfigError(
        f"{given.name} is neither true ({', '.join(_TRUE)}) nor false ({', '.join(_FALSE)}); set it to one of these"
    )
