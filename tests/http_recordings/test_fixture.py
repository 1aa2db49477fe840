"""The pytest fixture of recordings, in a pytest of its own."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from kalshi_overlay import KalshiConfigError, RetryPolicy
from kalshi_overlay.http_recordings import Recording
from kalshi_sandbox import Sandbox
from tests.http_recordings.conftest import go_offline
from tests.keys import KEY_ID, pem

pytest_plugins = ("pytester",)
pytestmark = pytest.mark.usefixtures("this_plugin_alone")

OPTIONS = ("-p", "kalshi_sandbox.plugin", "--strict-markers", "-W", "error")
RECORD = "--kalshi-record"

PLACING = """
import pytest
from kalshi_gen.api.portfolio import get_balance
from kalshi_gen.models import CreateOrderV2Request
from kalshi_overlay.orders import cancel, place

ORDER = CreateOrderV2Request(
    ticker="KXBTCD-26DEC31-T100000", side="bid", count=1, price="0.01",
    time_in_force="good_till_canceled", self_trade_prevention_type="taker_at_cross",
)
CANCELS = True

@pytest.mark.kalshi_recording("quote")
def test_quote(kalshi_recording):
    with kalshi_recording.client() as client:
        placed = place.sync(client=client, body=ORDER)
        assert placed.remaining_count == 1
        if CANCELS:
            assert cancel.sync(placed.order_id, client=client, market_ticker=ORDER.ticker).reduced_by == 1
"""


def run(pytester: pytest.Pytester, *options: str) -> pytest.RunResult:
    return pytester.runpytest_inprocess(*OPTIONS, *options)


def test_a_test_is_recorded_with_the_option_and_replayed_without_it(
    pytester: pytest.Pytester, online: pytest.MonkeyPatch, exchange: Sandbox
) -> None:
    pytester.makepyfile(PLACING)
    run(pytester, RECORD).assert_outcomes(passed=1)
    text = (pytester.path / "recordings" / "quote.jsonl").read_text()
    assert exchange.access_key_id not in text
    assert [json.loads(line)["request"]["method"] for line in text.splitlines()] == ["POST", "DELETE"]
    go_offline(online)
    run(pytester).assert_outcomes(passed=1)


def test_without_a_recording_the_test_says_how_to_make_one(pytester: pytest.Pytester) -> None:
    pytester.makepyfile(PLACING)
    outcome = run(pytester)
    outcome.assert_outcomes(errors=1)
    outcome.stdout.fnmatch_lines(["*there is no recording *quote.jsonl; record it first*--kalshi-record*"])


def test_a_test_that_sends_less_than_it_did_fails(
    pytester: pytest.Pytester, online: pytest.MonkeyPatch, exchange: Sandbox
) -> None:
    pytester.makepyfile(PLACING)
    run(pytester, RECORD).assert_outcomes(passed=1)
    pytester.makepyfile(PLACING.replace("CANCELS = True", "CANCELS = False"))
    outcome = run(pytester)
    outcome.assert_outcomes(passed=1, errors=1)
    outcome.stdout.fnmatch_lines(["*the test did not send these again:*", "*line 2: DELETE /trade-api/v2/portfolio*"])


def test_a_test_that_hides_a_request_without_an_answer_fails(pytester: pytest.Pytester, tmp_path: Path) -> None:
    pytester.makepyfile(
        """
        from kalshi_gen.api.portfolio import get_balance

        def test_balance(kalshi_recording):
            try:
                with kalshi_recording.client() as client:
                    get_balance.sync(client=client)
            except Exception:
                pass
        """
    )
    name = "test_a_test_that_hides_a_request_without_an_answer_fails.test_balance.jsonl"
    pytester.mkdir("recordings").joinpath(name).write_text("")
    outcome = run(pytester)
    outcome.assert_outcomes(passed=1, errors=1)
    outcome.stdout.fnmatch_lines(["*has no answer to this request*", "*asked: GET /trade-api/v2/portfolio/balance*"])


def test_a_test_that_fails_leaves_the_recording_as_it_was(
    pytester: pytest.Pytester, online: pytest.MonkeyPatch, exchange: Sandbox
) -> None:
    pytester.makepyfile(PLACING)
    run(pytester, RECORD).assert_outcomes(passed=1)
    before = (pytester.path / "recordings" / "quote.jsonl").read_bytes()
    pytester.makepyfile(PLACING.replace("remaining_count == 1", "remaining_count == 2"))
    run(pytester, RECORD).assert_outcomes(failed=1)
    assert (pytester.path / "recordings" / "quote.jsonl").read_bytes() == before
    # What failed when it was replayed is said once.
    run(pytester).assert_outcomes(failed=1)


def test_names_come_from_the_marker_and_else_from_the_test(
    pytester: pytest.Pytester, online: pytest.MonkeyPatch
) -> None:
    pytester.makepyfile(
        test_it="""
        import pytest
        from kalshi_gen.api.exchange import get_exchange_status

        def ask(recording):
            with recording.public_client() as client:
                assert get_exchange_status.sync(client=client).trading_active

        def test_plain(kalshi_recording):
            ask(kalshi_recording)

        @pytest.mark.kalshi_recording("given name")
        @pytest.mark.parametrize("side", ["yes", "a/b"])
        def test_sides(kalshi_recording, side):
            ask(kalshi_recording)
        """
    )
    run(pytester, RECORD).assert_outcomes(passed=3)
    names = {each.name for each in (pytester.path / "recordings").iterdir()}
    assert names == {"test_it.test_plain.jsonl", "given-name-yes.jsonl", "given-name-a-b.jsonl"}
    go_offline(online)
    run(pytester).assert_outcomes(passed=3)


def test_two_tests_can_not_record_the_same(pytester: pytest.Pytester, online: pytest.MonkeyPatch) -> None:
    pytester.makepyfile(
        """
        import pytest

        @pytest.mark.kalshi_recording("both")
        def test_one(kalshi_recording):
            pass

        @pytest.mark.kalshi_recording("both")
        def test_other(kalshi_recording):
            pass
        """
    )
    outcome = run(pytester, RECORD)
    outcome.assert_outcomes(passed=1, errors=1)
    outcome.stdout.fnmatch_lines(["*::test_one has recorded *both.jsonl; give this test another name*"])


@pytest.mark.parametrize("arguments", ["", "1", "'a', 'b'", "name='a'", "''"])
def test_a_marker_without_a_name_is_refused(pytester: pytest.Pytester, arguments: str) -> None:
    pytester.makepyfile(
        f"""
        import pytest

        @pytest.mark.kalshi_recording({arguments})
        def test_it(kalshi_recording):
            pass
        """
    )
    outcome = run(pytester)
    outcome.assert_outcomes(errors=1)
    outcome.stdout.fnmatch_lines(['*the marker kalshi_recording takes one name: such as kalshi_recording("quote")*'])


def test_a_replay_shows_the_time_of_the_recording_to_what_compares_it_with_the_exchange(
    pytester: pytest.Pytester,
) -> None:
    pytester.makepyfile(
        test_it="""
        import pytest
        from kalshi_gen.api.portfolio import get_balance
        from kalshi_gen.errors import KalshiAuthError

        def test_balance(kalshi_recording):
            with kalshi_recording.client() as client, pytest.raises(KalshiAuthError) as error:
                get_balance.sync(client=client)
            assert error.value.clock_difference is None
        """
    )
    line = {
        "at": 1735732800,
        "request": {"method": "GET", "path": "/trade-api/v2/portfolio/balance"},
        "response": {"status": 401, "headers": {"date": "Wed, 01 Jan 2025 12:00:00 GMT"}, "body": {}},
    }
    pytester.mkdir("recordings").joinpath("test_it.test_balance.jsonl").write_text(json.dumps(line))
    run(pytester).assert_outcomes(passed=1)


def test_nothing_is_recorded_on_production_unless_that_is_said(tmp_path: Path) -> None:
    recording = Recording(tmp_path / "a.jsonl", record=True)
    key = {"access_key_id": KEY_ID, "private_key_data": pem("Ed25519")}
    with pytest.raises(KalshiConfigError, match="would go to production, with your key; set KALSHI_DEMO=true"):
        recording.client(**key)
    assert "kalshi.co/" in recording.client(**key, demo=True)._base_url
    assert "kalshi.com/" in recording.client(**key, demo=False)._base_url


def test_a_replay_needs_no_settings_and_does_not_wait(tmp_path: Path) -> None:
    (tmp_path / "a.jsonl").write_text("")
    recording = Recording(tmp_path / "a.jsonl", record=False)
    client = recording.client(demo=True, rate_limit="account", retry_policy=RetryPolicy(retries=7))
    assert client.limiter is None
    assert client.retry_policy == RetryPolicy(retries=7, wait_initial=0.0, wait_max=0.0, retry_after_max=0.0)
    with pytest.raises(TypeError, match="unexpected keyword argument 'tiemout'"):
        recording.client(tiemout=1)
    with pytest.raises(TypeError, match="unexpected keyword argument 'tiemout'"):
        recording.public_client(tiemout=1)
