"""What becomes of the frames of an error that passes what holds a secret."""

from __future__ import annotations

import signal
import threading
import traceback
from typing import Any

import httpx
import msgspec
import pytest

from kalshi_gen.api.api_keys import generate_api_key
from kalshi_gen.errors import InvalidRequestError, KalshiDecodeError, UnexpectedStatus
from kalshi_gen.models import GenerateApiKeyRequest
from kalshi_gen.runtime.tracebacks import HiddenFrames
from kalshi_overlay import RetryPolicy, create_client
from kalshi_overlay.errors import KalshiNetworkError
from kalshi_overlay.httpx_errors import translate
from tests.interruption_soak import GENERATED, NEW_KEY, TimeLimitError, leaks, secrets_of
from tests.loopback import NO_CERTIFICATES, Received, answers, listening
from tests.test_secrets import every_signature, hidden
from tests.walking import each_of, walk


def test_a_signal_handler_that_raises_while_a_request_waits_keeps_no_signature_and_says_where_it_was() -> None:
    def limit(number: int, frame: object) -> None:
        raise TimeLimitError

    def interrupts(connection: Any, received: Received) -> None:
        signal.pthread_kill(main_thread, signal.SIGUSR1)

    main_thread = threading.get_ident()
    before = signal.signal(signal.SIGUSR1, limit)
    try:
        with listening(interrupts) as server, every_signature() as kept:
            given = hidden(base_url=server.base_url, allow_unknown_host=True, verify_ssl=NO_CERTIFICATES)
            with create_client(**given.arguments) as client, pytest.raises(TimeLimitError) as raised:
                client.get_httpx_client().get("/portfolio/balance")
    finally:
        signal.signal(signal.SIGUSR1, before)
    assert kept.arguments["signatures"]
    assert leaks(raised.value, secrets_of(kept.arguments["signatures"])) == []
    (note,) = raised.value.__notes__
    assert f"{__file__}:" in note.splitlines()[-1]
    assert note.splitlines()[-1].endswith("in limit")


def raised_in_a_transport(transport: httpx.BaseTransport, **options: Any) -> BaseException:
    given = hidden(
        base_url="https://mock.example", allow_unknown_host=True, httpx_args={"transport": transport, **options}
    )
    with (
        create_client(retry_policy=RetryPolicy(retries=0), **given.arguments) as client,
        pytest.raises(LookupError) as raised,
    ):
        client.get_httpx_client().get("/x")
    return raised.value


def test_an_exception_of_a_transport_of_the_users_own_keeps_its_type_and_says_where_it_was() -> None:
    def answer(request: httpx.Request) -> httpx.Response:
        headers = dict(request.headers)
        raise LookupError(len(headers))

    with every_signature() as kept:
        error = raised_in_a_transport(httpx.MockTransport(answer))
    assert type(error) is LookupError
    assert leaks(error, secrets_of(kept.arguments["signatures"])) == []
    assert "in answer" in error.__notes__[0]
    assert all(frame.name != "answer" for frame in traceback_of(error))


def test_an_error_that_a_transport_gives_the_signed_request_has_the_callers_own() -> None:
    def fail(request: httpx.Request) -> httpx.Response:
        raise httpx.ReadError("reset", request=request)

    given = hidden(
        base_url="https://mock.example", allow_unknown_host=True, httpx_args={"transport": httpx.MockTransport(fail)}
    )
    with (
        every_signature() as kept,
        create_client(retry_policy=RetryPolicy(retries=0), **given.arguments) as client,
        pytest.raises(KalshiNetworkError) as failed,
    ):
        client.get_httpx_client().get("/markets")
    cause = failed.value.__cause__
    assert isinstance(cause, httpx.ReadError)
    assert len(kept.arguments["signatures"]) == 1
    assert "KALSHI-ACCESS-SIGNATURE" not in cause.request.headers


def test_an_error_of_ours_from_the_transport_below_is_raised_as_it_is() -> None:
    failed = translate(httpx.ReadError("reset"), httpx.Request("GET", "https://mock.example/markets"))
    sent: list[httpx.Request] = []

    def fail(request: httpx.Request) -> httpx.Response:
        sent.append(request)
        raise failed

    given = hidden(
        base_url="https://mock.example", allow_unknown_host=True, httpx_args={"transport": httpx.MockTransport(fail)}
    )
    with create_client(**given.arguments) as client, pytest.raises(KalshiNetworkError) as raised:
        client.get_httpx_client().get("/markets")
    assert raised.value is failed
    assert len(sent) == 1


def test_an_exception_of_a_hook_keeps_its_frames() -> None:
    def hook(request: httpx.Request) -> None:
        raise LookupError

    transport = httpx.MockTransport(lambda request: httpx.Response(204))
    error = raised_in_a_transport(transport, event_hooks={"request": [hook]})
    assert traceback_of(error)[-1].name == "hook"


def traceback_of(error: BaseException) -> Any:
    return traceback.extract_tb(error.__traceback__)


def raised_through(error: BaseException) -> BaseException:
    def below() -> None:
        raise error

    def hide() -> None:
        with HiddenFrames(), HiddenFrames():
            below()

    with pytest.raises(type(error)) as caught:
        hide()
    return caught.value


@pytest.mark.parametrize(
    ("error", "is_ours"),
    [
        (LookupError(), False),
        (KeyboardInterrupt(), True),
        (httpx.ReadError("reset"), True),
        (InvalidRequestError("body", "is wrong"), True),
    ],
    ids=repr,
)
def test_the_frame_of_the_statement_stays_and_a_foreign_exception_says_what_was_below(
    error: BaseException, is_ours: bool
) -> None:
    assert traceback_of(raised_through(error))[-1].name == "hide"
    notes = getattr(error, "__notes__", [])
    assert [note.splitlines()[-1].rpartition(" ")[2] for note in notes] == ([] if is_ours else ["below"])


def raised() -> LookupError:
    try:
        raise LookupError
    except LookupError as error:
        return error


def test_causes_contexts_and_members_lose_their_frames_even_in_a_circle() -> None:
    member, cause, context = raised(), raised(), raised()
    group = BaseExceptionGroup("both", [member, KeyboardInterrupt()])
    group.__cause__, cause.__context__, context.__cause__ = cause, context, cause
    assert raised_through(group) is group
    assert [each.__traceback__ for each in (member, cause, context)] == [None] * 3


def test_what_was_being_handled_keeps_its_frames() -> None:
    def fail(request: httpx.Request) -> httpx.Response:
        raise httpx.ReadError("reset") from OSError("reset")

    caught: list[BaseException] = []

    def get_while_handling(http: httpx.Client) -> None:
        try:
            raise LookupError
        except LookupError as error:
            caught.append(error)
            http.get("https://mock.example/markets")

    given = hidden(
        base_url="https://mock.example", allow_unknown_host=True, httpx_args={"transport": httpx.MockTransport(fail)}
    )
    with (
        create_client(retry_policy=RetryPolicy(retries=0), **given.arguments) as client,
        pytest.raises(KalshiNetworkError) as failed,
    ):
        get_while_handling(client.get_httpx_client())
    cause = failed.value.__cause__
    assert isinstance(cause, httpx.ReadError)
    assert isinstance(cause.__cause__, OSError)
    assert "fail" not in [frame.name for frame in traceback_of(cause)]
    assert [frame.name for frame in traceback_of(caught[0])] == ["get_while_handling"]


ANSWERS = {
    "cut off": GENERATED[:-10],
    "no text": GENERATED.replace(b'"new"', b"5"),
    "no UTF-8": GENERATED.replace(b"new", b"\xff", 1),
    "a list": b"[" + GENERATED + b"]",
}


def test_an_answer_with_a_new_key_that_cannot_be_decoded_is_kept_by_no_error() -> None:
    def check(case: tuple[bytes, bool]) -> None:
        content, strict = case
        server.answer = answers(content, "201 Created")
        given = hidden(base_url=server.base_url, allow_unknown_host=True, verify_ssl=NO_CERTIFICATES, strict=strict)
        with create_client(**given.arguments) as client, pytest.raises(KalshiDecodeError) as failed:
            generate_api_key.sync(client=client, body=GenerateApiKeyRequest(name="a-name"))
        assert failed.value.content == b""
        assert failed.value.response.parsed is None
        assert "don't send it again" in str(failed.value)
        assert failed.value.__cause__ is failed.value.__context__ is None
        assert leaks(failed.value, [NEW_KEY]) == []

    with listening() as server:
        walk(each_of({name: ANSWERS[name] for name in ANSWERS if name != "no text"}, [False, True]), check)
        walk(each_of({"no text": ANSWERS["no text"]}, [True]), check)


def test_an_answer_with_a_new_key_of_another_status_is_kept_by_no_error() -> None:
    with listening(answers(GENERATED, "299 Odd")) as server:
        given = hidden(base_url=server.base_url, allow_unknown_host=True, verify_ssl=NO_CERTIFICATES)
        client = create_client(raise_on_unexpected_status=True, **given.arguments)
        with client, pytest.raises(UnexpectedStatus) as failed:
            generate_api_key.sync_detailed(client=client, body=GenerateApiKeyRequest(name="a-name"))
    assert failed.value.content == b""
    assert leaks(failed.value, [NEW_KEY]) == []


def test_an_answer_with_a_new_key_is_returned_as_it_is() -> None:
    with listening(answers(GENERATED, "201 Created")) as server:
        given = hidden(base_url=server.base_url, allow_unknown_host=True, verify_ssl=NO_CERTIFICATES)
        with create_client(**given.arguments) as client:
            answer = generate_api_key.sync_detailed(client=client, body=GenerateApiKeyRequest(name="a-name"))
    assert answer.content == GENERATED
    assert answer.parsed is not None
    assert answer.parsed.private_key == msgspec.json.decode(GENERATED)["private_key"]
