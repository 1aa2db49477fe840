"""docs/rate-limits.md: its examples run, and its tables are those of the code."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from attrs import NOTHING, fields

from kalshi_overlay import errors
from kalshi_overlay.rate_limits import BucketSize, RateLimit, RateLimiterError, SharedLimit
from kalshi_sandbox import Sandbox
from tests.conftest import ROOT
from tests.fake_clock import FakeClock
from tests.rate_limits.redis_server import RedisServer
from tests.sandbox.small import small_sandbox

TEXT = (ROOT / "docs" / "rate-limits.md").read_text(encoding="utf-8")
EXAMPLES = re.findall(r"```python\n(.*?)```", TEXT, re.DOTALL)
REDIS = "redis://localhost:6379/0"


@pytest.fixture
def account(monkeypatch: pytest.MonkeyPatch) -> Iterator[Sandbox]:
    with small_sandbox() as exchange:
        monkeypatch.setenv("KALSHI_API_BASE_URL", exchange.base_url)
        monkeypatch.setenv("KALSHI_API_KEY_ID", exchange.access_key_id)
        monkeypatch.setenv("KALSHI_PRIVATE_KEY", exchange.private_key_pem)
        monkeypatch.setenv("KALSHI_ALLOW_UNKNOWN_HOST", "true")
        yield exchange


@pytest.mark.parametrize("example", [example for example in EXAMPLES if REDIS not in example])
@pytest.mark.usefixtures("account", "time")
def test_an_example_runs(example: str) -> None:
    exec(compile(example, "docs/rate-limits.md", "exec"), {})


@pytest.mark.parametrize("example", [example for example in EXAMPLES if REDIS in example])
@pytest.mark.usefixtures("account")
def test_an_example_with_redis_runs(example: str, lasting_redis: RedisServer, time: FakeClock) -> None:
    exec(compile(example.replace(REDIS, lasting_redis.url), "docs/rate-limits.md", "exec"), {})


def test_there_are_examples_of_both_kinds() -> None:
    assert len(EXAMPLES) > 1
    assert [example for example in EXAMPLES if REDIS in example]


def test_the_table_has_every_setting_and_its_default() -> None:
    rows = re.findall(r"^\| (`[A-Z]\w+\.\w+`.*?) \| (.*?) \|", TEXT, re.MULTILINE)
    documented = {name: default for names, default in rows for name in re.findall(r"`(.*?)`", names)}
    real = {
        f"{kind.__name__}.{field.name}": "required" if field.default is NOTHING else f"`{field.default!r}`"
        for kind in (RateLimit, BucketSize, SharedLimit)
        for field in fields(kind)
    }
    assert documented == real


def test_the_table_has_every_error() -> None:
    documented = set(re.findall(r"^\| `(\w+Error)` \|", TEXT, re.MULTILINE))
    assert documented == {
        name for name, kind in vars(errors).items() if isinstance(kind, type) and issubclass(kind, RateLimiterError)
    }
