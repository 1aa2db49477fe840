"""How property tests draw their examples: the same ones in every run, or other ones in every round of `make fuzz`.

`make test` draws the same examples as the continuous integration does, so that a test that fails there fails here. A
test's own `@settings` come on top of the profile: its `max_examples` wins, and a round of `make fuzz` searches on by
another seed. `--hypothesis-seed` works with `--hypothesis-profile=fuzz` alone: without it, the seed of a test is its
own text.
"""

from __future__ import annotations

from typing import Any

from hypothesis import HealthCheck, settings
from hypothesis.database import DirectoryBasedExampleDatabase
from hypothesis.internal.conjecture import providers

SAME, FUZZ = "same", "fuzz"


def load() -> None:
    """Register both profiles and load the one that draws the same examples, whatever the environment says."""
    common: dict[str, Any] = {
        "parent": settings.get_profile("default"),
        # How long an example takes says more about the machine than about the code.
        "deadline": None,
        "suppress_health_check": [HealthCheck.too_slow],
        "print_blob": True,
    }
    settings.register_profile(SAME, derandomize=True, database=None, **common)
    # For a search by hand, which tries first what the last one found; with a seed, Hypothesis leaves it alone.
    database = DirectoryBasedExampleDatabase(".hypothesis/examples")
    settings.register_profile(FUZZ, derandomize=False, max_examples=500, database=database, **common)
    settings.load_profile(SAME)
    _draw_no_constants_of_modules()


def _draw_no_constants_of_modules() -> None:
    """Hypothesis also draws constants of whatever modules are loaded, and these depend on which tests ran before."""
    if hasattr(providers, "is_local_module_file"):
        providers.is_local_module_file = _is_never_local


def _is_never_local(path: str) -> bool:
    return False
