"""The admin routes: there only when asked for, and only for programs on this machine."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import httpx
import pytest

from kalshi_sandbox import Sandbox
from kalshi_sandbox.drifts import DRIFTS

from . import plain
from .shell import CommandLine, python
from .small import small_sandbox


def origin_of(exchange: Sandbox) -> str:
    parts = urlsplit(exchange.base_url)
    return f"{parts.scheme}://{parts.netloc}"


@pytest.fixture(scope="module")
def running() -> Iterator[Sandbox]:
    with small_sandbox(admin=True, clock="manual", live=False) as exchange:
        yield exchange


@pytest.fixture
def manual(running: Sandbox) -> Sandbox:
    running.faults.clear()
    return running


@pytest.fixture
def admin(manual: Sandbox) -> Iterator[httpx.Client]:
    with plain.client(base_url=f"{origin_of(manual)}/__admin", timeout=30) as client:
        yield client


def details(response: httpx.Response, status: int = 400) -> str:
    assert response.status_code == status, response.text
    assert set(response.json()) == {"code", "message", "details"}
    return str(response.json()["details"])


def test_a_sandbox_has_no_admin_routes_unless_asked(exchange: Sandbox) -> None:
    assert details(plain.get(f"{origin_of(exchange)}/__admin/faults"), 404).startswith("no spec has the path")


def test_a_fault_is_added_fires_and_is_listed(admin: httpx.Client, manual: Sandbox) -> None:
    rule = {"fault": {"kind": "status", "status": 503}, "operation": "GetExchangeStatus", "times": 1}
    added = admin.post("/faults", json=rule)
    assert added.status_code == 201
    assert plain.get(f"{manual.base_url}/exchange/status").status_code == 503
    assert plain.get(f"{manual.base_url}/exchange/status").status_code == 200

    listed = admin.get("/faults").json()
    fault = {"kind": "status", "status": 503, "acting": False, "retry_after": None}
    counts = {"nth": None, "probability": 1.0, "seed": 0, "times": 1, "calls": 2, "fired": 1}
    assert listed["rules"] == [{"fault": fault, "operation": "GetExchangeStatus", "api": None, **counts}]
    event = {
        "at": manual.clock(),
        "operation": "GetExchangeStatus",
        "api": "api",
        "call": 1,
        "fault": fault,
        "acted": False,
    }
    assert listed["fired"] == [event]


def test_faults_are_cleared(admin: httpx.Client) -> None:
    admin.post("/faults", json={"fault": {"kind": "delay", "seconds": 1}})
    assert admin.delete("/faults").status_code == 204
    assert admin.get("/faults").json() == {"rules": [], "fired": []}


def test_a_rule_can_be_for_one_api(admin: httpx.Client, manual: Sandbox) -> None:
    rule = {"fault": {"kind": "status", "status": 500}, "api": "klear"}
    assert admin.post("/faults", json=rule).json()["api"] == "klear"
    assert plain.get(f"{manual.base_url}/exchange/status").status_code == 200
    for path in ("/margin/active_obligations", "/nothing"):
        assert plain.get(f"{manual.klear_base_url}{path}").status_code == 500
    fired = admin.get("/faults").json()["fired"]
    assert [(event["operation"], event["api"]) for event in fired] == [
        ("GetActiveMarginObligations", "klear"),
        (None, "klear"),
    ]


def test_admin_requests_meet_no_fault(admin: httpx.Client) -> None:
    admin.post("/faults", json={"fault": {"kind": "status", "status": 503}})
    assert admin.get("/faults").status_code == 200


@pytest.mark.parametrize(
    ("body", "words"),
    [
        ([], "body: must be a JSON object"),
        ({}, "fault: required"),
        ({"fault": {"kind": "none"}}, "'none' is not one of refuse"),
        ({"fault": {"kind": "lag", "seconds": 1}, "op": "GetOrder"}, "op: no field of a rule; it has: fault, api, nth"),
        ({"fault": {"kind": "lag", "seconds": 1}, "api": "clearing"}, "'clearing' is not one of api, perps, klear"),
        ({"fault": {"kind": "lag", "seconds": 1}, "operation": "X"}, "no spec has an operation 'X'"),
        ({"fault": {"kind": "lag", "seconds": 1}, "nth": "1"}, "nth"),
        ({"fault": {"kind": "refuse", "seconds": 1}}, "with a manual clock nobody could connect"),
    ],
)
def test_a_rule_that_can_not_be_is_rejected(body: Any, words: str, admin: httpx.Client) -> None:
    assert words in details(admin.post("/faults", json=body))


def test_a_body_that_is_no_json_or_too_large_is_rejected(admin: httpx.Client) -> None:
    assert details(admin.post("/faults", content=b"{")) == "body: must be a JSON object"
    assert "65536 bytes" in details(admin.post("/faults", content=b" " * 70_000), 413)


def test_the_clock_is_read_and_moved(admin: httpx.Client, manual: Sandbox) -> None:
    before = manual.clock()
    assert admin.get("/clock").json() == {"kind": "manual", "now": before}
    assert admin.post("/clock", json={"advance": 60.5}).json() == {"kind": "manual", "now": before + 60.5}
    assert manual.clock() == before + 60.5


@pytest.mark.parametrize(
    "text", ['{"advance": "60"}', '{"advance": -1}', '{"advance": true}', "{}", '{"advance": NaN}']
)
def test_a_clock_is_moved_by_seconds_alone(text: str, admin: httpx.Client) -> None:
    assert details(admin.post("/clock", content=text)).startswith("advance: ")


def test_a_real_clock_is_not_moved() -> None:
    with small_sandbox(admin=True, live=False) as exchange:
        answer = plain.post(f"{origin_of(exchange)}/__admin/clock", json={"advance": 1})
        assert "start with --clock manual" in details(answer, 409)
        assert plain.get(f"{origin_of(exchange)}/__admin/clock").json()["kind"] == "real"
        with pytest.raises(RuntimeError, match="clock runs by itself"):
            _ = exchange.clock


def test_drifts_are_listed(admin: httpx.Client) -> None:
    assert admin.get("/drifts").json() == {name: drift.what for name, drift in DRIFTS.items()}


@pytest.mark.parametrize("headers", [{"Origin": "https://page.example"}, {"Host": "rebound.example"}])
def test_a_web_page_can_not_reach_the_admin_routes(headers: dict[str, str], admin: httpx.Client) -> None:
    assert details(admin.get("/faults", headers=headers), 403) == "admin routes are for programs on this machine"


def test_a_path_or_method_that_there_is_not_is_rejected(admin: httpx.Client) -> None:
    assert admin.get("/nothing").status_code == 404
    assert admin.put("/faults").status_code == 405


# What a program does that asks for something on its own: the clock, and one request more than the tier allows at once.
ASK = """
import http.client, os
host, path = os.environ["KALSHI_API_BASE_URL"].removeprefix("http://").split("/", 1)
asked = http.client.HTTPConnection(host)
asked.request("POST", "/__admin/clock", '{"advance": 60}')
print(asked.getresponse().read().decode())
for _ in range(21):
    asked.request("GET", f"/{path}/exchange/status")
    answer = asked.getresponse()
    answer.read()
    print(answer.status)
"""


def test_from_a_shell_the_options_mean_what_they_mean_in_python(
    tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    record = tmp_path / "record.jsonl"
    options = ("--admin", "--clock", "manual", "--tier", "basic", "--record", str(record))
    ran = CommandLine(capfd).run(*options, "--", *python(ASK))
    moved, *statuses = ran.out.splitlines()
    assert (ran.status, ran.err, json.loads(moved)["kind"]) == (0, "", "manual")
    assert statuses == ["200"] * 20 + ["429"]
    assert len(record.read_text(encoding="utf-8").splitlines()) == 21
