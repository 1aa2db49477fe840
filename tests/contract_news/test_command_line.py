from __future__ import annotations

import json
import runpy
import socket
from collections.abc import Callable
from functools import partial
from pathlib import Path

import httpx
import pytest
from attrs import evolve

from scripts import documents, specs
from scripts.contract_news import __main__ as command
from scripts.contract_news.__main__ import main
from scripts.vendoring import published

from .. import stream_spec
from ..loopback import NO_CERTIFICATES, Received, answers, listening, refused_port, stays_silent
from . import INDEX, item, rss, small_api

Run = Callable[..., int]
FEED = rss(
    item("`rebate` in GET /markets", guid="urn:2", pubDate="Wed, 07 Oct 2026 00:00:00 GMT"),
    item("Old news of `no_such_name`", guid="urn:1", pubDate="Mon, 05 Jan 2026 00:00:00 GMT"),
)


@pytest.fixture(autouse=True)
def _small_specs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(httpx, "AsyncClient", partial(httpx.AsyncClient, verify=NO_CERTIFICATES))
    register = []
    for ours, document in ((specs.API, small_api()), (specs.STREAM, stream_spec.small())):
        path = tmp_path / ours.path.name
        path.write_text(documents.dump(document), encoding="utf-8")
        register.append(evolve(ours, path=path))
    absent = [evolve(ours, path=tmp_path / "absent.yaml") for ours in specs.REGISTER[2:]]
    monkeypatch.setattr(specs, "REGISTER", (*register, *absent))


@pytest.fixture
def run(tmp_path: Path) -> Run:
    """Run the command on a feed and an index."""

    def run(*options: str, feed: bytes = FEED, index: bytes = INDEX.encode()) -> int:
        (tmp_path / "rss.xml").write_bytes(feed)
        (tmp_path / "llms.txt").write_bytes(index)
        sources = [f"--feed={tmp_path / 'rss.xml'}", f"--index={tmp_path / 'llms.txt'}"]
        return main([*sources, "--since", "2026-10-05", *options])

    return run


def serves(connection: socket.socket, received: Received) -> None:
    """Answer with the feed or the index, by the path."""
    bodies = {"/changelog/rss.xml": FEED, "/llms.txt": INDEX.encode() + b"[a](/fix_openapi.yaml)\n"}
    body = bodies.get(received.target)
    answers(body or b"", "200 OK" if body else "404 Not Found")(connection, received)


def test_both_are_read_where_they_are_published(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    with listening(serves) as server:
        monkeypatch.setattr(command, "FEED_URL", f"{server.origin}/changelog/rss.xml")
        monkeypatch.setattr(command, "INDEX_URL", f"{server.origin}/llms.txt")
        assert main(["--format", "json", "--since", "2026-10-05"]) == 0
        assert [request.target for request in server.received] == ["/changelog/rss.xml", "/llms.txt"]
    report = json.loads(capsys.readouterr().out)
    assert report["unfollowed"] == [f"{server.origin}/fix_openapi.yaml"]
    assert [(entry["status"], entry["new"]) for entry in report["entries"]] == [
        ("announced", True),
        ("announced", False),
    ]


def test_links_are_relative_to_the_index_or_to_the_published_one_if_that_is_a_file(
    run: Run, capsys: pytest.CaptureFixture[str]
) -> None:
    index = INDEX.encode() + b"[a](/fix_openapi.yaml)\n"
    assert run("--format", "json", index=index) == 0
    report = json.loads(capsys.readouterr().out)
    assert (report["followed"], report["unfollowed"]) == ("2026-10-05", ["https://docs.kalshi.com/fix_openapi.yaml"])
    with listening(serves) as server:
        assert run("--format", "json", "--index", f"{server.origin}/llms.txt") == 0
        assert json.loads(capsys.readouterr().out)["unfollowed"] == [f"{server.origin}/fix_openapi.yaml"]


def test_the_published_addresses_are_those_of_the_documentation() -> None:
    assert command.FEED_URL == "https://docs.kalshi.com/changelog/rss.xml"
    assert command.INDEX_URL == "https://docs.kalshi.com/llms.txt"


@pytest.mark.parametrize(("form", "start"), [("text", "2 announcements, 1 new"), ("markdown", "# "), ("json", "{")])
def test_the_status_is_0_in_every_format_whether_there_is_news_or_not(
    run: Run, form: str, start: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run("--format", form) == 0
    assert run("--format", form, feed=rss()) == 0
    captured = capsys.readouterr()
    assert captured.out.startswith(start)
    assert captured.err == ""


def test_a_summary_is_added_to_its_file(run: Run, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    summary = tmp_path / "summary.md"
    summary.write_text("Before.\n", encoding="utf-8")
    assert run("--format", "json", "--summary", str(summary)) == 0
    assert json.loads(capsys.readouterr().out)["entries"]
    assert summary.read_text(encoding="utf-8").startswith("Before.\n# Announced by the exchange\n")


def error(capsys: pytest.CaptureFixture[str]) -> str:
    """The one line of an error, with nothing printed beside it."""
    captured = capsys.readouterr()
    assert captured.out == ""
    assert captured.err.startswith("contract_news: ")
    assert captured.err.count("\n") == 1
    assert len(captured.err) < 750
    return captured.err


def test_what_is_no_feed_or_no_index_is_status_2_and_one_line(
    run: Run, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(feed=b"<!DOCTYPE html><html/>") == 2
    assert error(capsys).startswith(f"contract_news: {tmp_path / 'rss.xml'}: not a feed: it has a document type")
    assert run(index=b"Gone.") == 2
    assert error(capsys).startswith(f"contract_news: {tmp_path / 'llms.txt'}: not an index of pages")


def test_an_error_is_cut(run: Run, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("--feed", "a" * 2_000) == 2
    assert error(capsys) == f"contract_news: {'a' * 687}...\n"


def test_the_module_runs_the_command(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setattr("sys.argv", ["contract_news", "--help"])
    with pytest.raises(SystemExit) as caught:
        runpy.run_path(command.__file__, run_name="__main__")
    assert caught.value.code == 0
    shown = capsys.readouterr().out
    assert shown.startswith("usage: python -m scripts.contract_news")
    assert "Say what the exchange has announced" in shown


def test_what_is_out_of_reach_is_status_2_and_one_line(run: Run, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("--feed", "absent.xml") == 2
    assert error(capsys).startswith("contract_news: absent.xml: can't be read")
    with refused_port() as port:
        assert run("--index", f"http://127.0.0.1:{port}/llms.txt") == 2
    assert "can't be read" in error(capsys)
    with listening(serves) as server:
        assert run("--feed", f"{server.origin}/moved.xml") == 2
    assert error(capsys).endswith("it was answered with status 404\n")
    assert run("--summary", "absent/summary.md") == 2
    assert "absent/summary.md" in error(capsys)


def test_a_download_has_the_limits_of_a_spec(
    run: Run, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(published, "MAXIMUM_BYTES", 1024 * 1024)
    with listening(answers(b" " * (1024 * 1024 + 1))) as server:
        assert run("--feed", server.base_url) == 2
    assert "larger than 1 MB" in error(capsys)
    monkeypatch.setattr(published, "TOTAL_TIMEOUT", 0.1)
    with listening(stays_silent) as server:
        assert run("--index", server.base_url) == 2
    assert "not downloaded within 0.1 seconds" in error(capsys)


@pytest.mark.parametrize("options", [["--format", "xml"], ["--since", "yesterday"], ["--feed"], ["more"]])
def test_options_that_are_none_are_status_2(options: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as caught:
        main(options)
    assert caught.value.code == 2
