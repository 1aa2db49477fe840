"""`python -m kalshi_sandbox.behaviour_page`: prints the page of all differences."""

from __future__ import annotations

import attrs

from .behaviour import Behaviour
from .error_answers import examples

_TITLES = {
    "signature_window": "Orders, money and reads",
    "live_errors": "Answers",
    "merges_subscriptions": "The stream",
}
_HEAD = """\
# What the sandbox does where the live exchange and its documents differ

The live exchange does not always do what its spec says. By default the sandbox does what people have measured on the
live exchange. This page lists each difference, its value in each of three behaviours, and its source.

| behaviour | what it is for |
|---|---|
| `Sandbox()`, the same as `behaviour="measured"` | as people measured it: shards, reads that lag, terse errors |
| `Sandbox(behaviour="documents")` | as its documents say, with errors that explain what is wrong |
| `Sandbox(behaviour="simple")` | as `measured`, but with one shard and no lag: for the unit tests of a bot |

You can change one difference and keep the rest:

```python
from attrs import evolve

from kalshi_sandbox import Sandbox
from kalshi_sandbox.behaviour import MEASURED

with Sandbox(behaviour=evolve(MEASURED, order_lag=(0.0, 5.0), user_data_timestamp="frozen")) as exchange:
    ...
```

From a shell: `python -m kalshi_sandbox --behaviour simple`.

Captures are raw frames, answers and logs of the live exchange that their owners published between October 2025 and
October 2026. The guide is the exchange's own, as several people quote it. The spec is the one that this package is
generated from. "Otherwise" is what happens with `False`. Pairs such as `(0.3, 2.0)` bound a random duration in seconds.
"""
_COLUMNS = "| difference | `measured` | `documents` | `simple` | what it means | source |\n|---|---|---|---|---|---|\n"
_ERRORS = """
## Errors

With `live_errors`, these requests are rejected with another status, code or form. For all other errors, status and code
are the same. The `details` are those of the live exchange; what else the sandbox knows is in `message`.

If the spec doesn't list a status for an operation, the sandbox answers the nearest one that it lists: 400 for an
unknown series, for example. Only what was measured on the live exchange stays, such as 409 `trading_is_paused`.

| what is rejected | with `live_errors` | without |
|---|---|---|
"""
_FOOT = """
`python -m kalshi_sandbox.behaviour_page` prints this page, and a test compares it with the code.
"""


def page() -> str:
    """The page in Markdown."""
    text = _HEAD
    for each in attrs.fields(Behaviour):
        if each.name in _TITLES:
            text += f"\n## {_TITLES[each.name]}\n\n{_COLUMNS}"
        about = each.metadata
        values = " | ".join(f"`{_value(about[name])}`" for name in ("measured", "documents", "simple"))
        text += f"| `{each.name}` | {values} | {about['what']} | {_sentence(about['source'])} |\n"
    text += _ERRORS
    for what, live, documented in examples():
        text += f"| {what} | {live} | {documented} |\n"
    return text + _FOOT


def _value(value: object) -> str:
    return f'"{value}"' if isinstance(value, str) else str(value)


def _sentence(text: str) -> str:
    return f"{text[0].upper()}{text[1:]}."


if __name__ == "__main__":
    print(page(), end="")
