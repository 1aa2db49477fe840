from __future__ import annotations

import html
import json
import os
import re
import subprocess
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from attrs import evolve

from scripts import specs
from scripts.contract_news import vendored
from scripts.contract_news.feed import Entry
from scripts.contract_news.news import AHEAD, News, Report, compare, from_json
from scripts.contract_news.reports import as_json, as_markdown, as_text, entry_as_markdown
from tests.walking import walked

from . import names

NAMES = names()
FOLLOWED = datetime(2026, 10, 5, 12, tzinfo=UTC)
HOUR = timedelta(hours=1)
CARRIED, ANNOUNCED, UNNAMED = "`fee_cost` in `Fill`", "`fee_cost` and `rebate`", "Maintenance on Thursday"
HOSTILE = "</details><script>alert(1)</script>|`x`|[a](javascript:b)![c](d)# Heading @everyone"


def compared(title: str, date: datetime | None = FOLLOWED + HOUR, followed: datetime | None = FOLLOWED) -> News:
    return compare(Entry("urn:1", date, title, "https://a.example/b", "Some words."), NAMES, followed)


@pytest.mark.parametrize(
    ("title", "status"),
    [
        (CARRIED, "carried"),
        (ANNOUNCED, "announced"),
        (UNNAMED, "unnamed"),
        ("GET /markets answers `fee_cost`", "announced"),
        ("GET /markets answers `price`", "carried"),
    ],
)
def test_an_entry_is_carried_if_the_specs_have_all_that_it_names_where_it_says(title: str, status: str) -> None:
    assert compared(title).status == status


@walked(
    ("title", "before", "new"),
    [
        (CARRIED, -HOUR, True),
        (CARRIED, 0 * HOUR, False),
        (CARRIED, HOUR, False),
        (ANNOUNCED, -HOUR, True),
        (ANNOUNCED, AHEAD - HOUR, True),
        (ANNOUNCED, AHEAD + HOUR, False),
        (UNNAMED, AHEAD - HOUR, True),
        (UNNAMED, AHEAD + HOUR, False),
        (UNNAMED, timedelta(days=60) - HOUR, True),
        (UNNAMED, timedelta(days=60), False),
    ],
)
def test_what_came_after_the_specs_is_new_and_for_a_while_what_they_lack(
    title: str, before: timedelta, new: bool
) -> None:
    assert compared(title, FOLLOWED - before).new is new


@pytest.mark.parametrize("title", [CARRIED, ANNOUNCED, UNNAMED])
def test_an_entry_is_new_if_a_date_is_not_known(title: str) -> None:
    assert compared(title, None).new
    assert compared(title, FOLLOWED - 9 * AHEAD, None).new


def report(*entries: News, unfollowed: tuple[str, ...] = (), unlisted: tuple[str, ...] = ()) -> Report:
    return Report("feed.xml", "llms.txt", "2026-10-05", entries, unfollowed, unlisted)


FULL = report(
    evolve(compared("GET /markets answers `fee_cost` and `rebate`"), categories=("New Feature", "Upcoming")),
    compared(UNNAMED, None),
    compared(CARRIED, FOLLOWED - HOUR),
    unfollowed=("https://a.example/fix_openapi.yaml",),
    unlisted=("klear", "perps"),
)


def test_the_text_shows_what_is_new_and_counts_the_rest() -> None:
    assert as_text(FULL).splitlines() == [
        "3 announcements, 2 new since the specs of 2026-10-05: 1 announced, 1 unnamed.",
        "",
        f"2026-10-05  GET /markets answers `fee_cost` and `rebate`  [{FULL.entries[0].fingerprint}]",
        "  https://a.example/b",
        "  not in any vendored spec: rebate",
        "  in a vendored spec, but not where the announcement says: fee_cost",
        "  in the vendored specs: GET /markets",
        "",
        f"undated  {UNNAMED}  [{FULL.entries[1].fingerprint}]",
        "  https://a.example/b",
        "  it names nothing that could be looked up",
        "",
        "The index lists 1 spec that scripts/specs.py doesn't follow.",
        "  https://a.example/fix_openapi.yaml",
        "Not listed there: klear, perps",
    ]


def test_the_markdown_shows_the_same() -> None:
    page = as_markdown(FULL)
    shown = html.unescape(re.sub(r"</?code>", "", page))
    for text in (
        "rebate",
        "fee_cost",
        "GET /markets",
        UNNAMED,
        "Some words.",
        "New Feature, Upcoming",
        "fix_openapi.yaml",
        "klear, perps",
    ):
        assert text in shown
    assert FULL.entries[2].title not in shown
    assert page.count("\n## ") == 3
    assert page.count("Labels: ") == page.count("It names nothing") == page.count("It has no date") == 1


def test_the_markdown_of_an_announcement_has_its_words_its_date_its_page_its_labels_and_its_names() -> None:
    assert entry_as_markdown(FULL.entries[0]).splitlines() == [
        "> Some words.",
        "",
        "Published 2026-10-05.",
        "",
        "Page: https://a.example/b",
        "",
        "Labels: New Feature, Upcoming.",
        "",
        "- Not in any vendored spec: <code>rebate</code>",
        "- In a vendored spec, but not where the announcement says: <code>fee_cost</code>",
        "- In the vendored specs: <code>GET /markets</code>",
    ]
    assert entry_as_markdown(evolve(FULL.entries[1], words="", link="")).splitlines() == [
        "It has no date.",
        "",
        "It names nothing that could be looked up in the specs.",
    ]


def test_nothing_of_a_feed_is_read_as_markdown() -> None:
    entry = evolve(compared(ANNOUNCED), title=HOSTILE, words=HOSTILE, categories=(HOSTILE,), missing=(HOSTILE,))
    page = as_markdown(report(entry, unfollowed=(f"https://a/{HOSTILE}",)))
    assert re.findall(r"<(?!/?code>)", page) == []
    assert not re.search(r"@\w|[|`\[\]!]", page)


def test_long_words_are_cut() -> None:
    def page(length: int) -> str:
        return as_markdown(report(evolve(compared(ANNOUNCED), words="w" * length)))

    assert f"> {'w' * 3_000}\n" in page(3_000)
    for length in (3_001, 10_000):
        assert f"> {'w' * 3_000} ...\n" in page(length)


def test_a_report_is_the_same_after_it_was_json() -> None:
    assert from_json(as_json(FULL)) == FULL
    fields = json.loads(as_json(FULL))
    assert list(fields) == ["feed", "index", "followed", "entries", "unfollowed", "unlisted"]
    assert fields["entries"][0]["missing"] == ["rebate"]


class Repository:
    """A repository with a spec, whose commits have dates."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.spec = folder / "openapi.yaml"
        self._git("init", "--quiet", "--template=")

    def commit(self, sha256: str, words: str, date: str) -> None:
        self.spec.write_text(f"openapi: 3.0.0\nx-upstream:\n  sha256: {sha256 * 64}\n# {words}\n", encoding="utf-8")
        self._git("add", "openapi.yaml")
        self._git("commit", "--quiet", "--message", "a", GIT_AUTHOR_DATE=date, GIT_COMMITTER_DATE=date)

    def shallow(self, folder: Path) -> None:
        """Clone only the newest commit."""
        self._git("clone", "--quiet", "--depth=1", self.folder.as_uri(), str(folder))

    def _git(self, *arguments: str, **environment: str) -> None:
        command = ["git", "-c", "user.name=a", "-c", "user.email=a@example.invalid", "-c", "commit.gpgsign=false"]
        subprocess.run([*command, *arguments], cwd=self.folder, check=True, env={**os.environ, **environment})


@pytest.fixture
def repository(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Repository:
    (tmp_path / "a").mkdir()
    made = Repository(tmp_path / "a")
    vendored_in(made.folder, monkeypatch)
    return made


def vendored_in(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(vendored, "ROOT", folder)
    monkeypatch.setattr(specs, "REGISTER", (evolve(specs.API, path=folder / "openapi.yaml"),))


def test_the_specs_were_vendored_when_a_fingerprint_of_a_source_changed_last(repository: Repository) -> None:
    repository.commit("a", "words", "2026-09-01T12:00:00Z")
    assert vendored.followed() == datetime(2026, 9, 1, 12, tzinfo=UTC)
    repository.commit("b", "words", "2026-10-05T14:00:00+02:00")
    repository.commit("b", "other words", "2026-11-01T12:00:00Z")
    assert vendored.followed() == FOLLOWED


def test_a_history_that_does_not_say_when_they_were_vendored_says_nothing(
    repository: Repository, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert vendored.followed() is None
    repository.commit("a", "words", "2026-09-01T12:00:00Z")
    repository.commit("a", "other words", "2026-10-01T12:00:00Z")
    assert vendored.followed() is not None
    repository.shallow(tmp_path / "b")
    for folder in (tmp_path / "b", tmp_path):
        vendored_in(folder, monkeypatch)
        assert vendored.followed() is None
    vendored_in(repository.folder, monkeypatch)
    monkeypatch.setenv("PATH", "")
    assert vendored.followed() is None
