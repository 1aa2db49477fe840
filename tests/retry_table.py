"""The table of docs/transport.md: which request is sent how often, as the policy has it.

    python -m tests.retry_table

writes it into the document.
"""

from __future__ import annotations

from pathlib import Path

from kalshi_overlay.httpx_errors import may_have_reached_exchange
from kalshi_overlay.retries import REJECTED_STATUSES, RetryPolicy, retries_failure, retries_status
from tests.retry_cases import CASES

DOCUMENT = Path(__file__).resolve().parent.parent / "docs" / "transport.md"
BEGIN, END = "<!-- retries: begin -->\n", "<!-- retries: end -->"
METHODS = ("GET", "POST", "PUT", "PATCH", "DELETE")
STATUSES = range(200, 600)

Attempts = tuple[int, ...]


def attempts_at_failures(policy: RetryPolicy) -> dict[str, Attempts]:
    """For each failure the attempts of each method."""
    return {
        case.name: tuple(
            _attempts(policy, [retries_failure(method, kind) for kind in case.kinds]) for method in METHODS
        )
        for case in CASES
    }


def attempts_at_statuses(policy: RetryPolicy) -> dict[int, Attempts]:
    """For each status the attempts of each method."""
    return {
        status: tuple(_attempts(policy, [retries_status(method, status)]) for method in METHODS) for status in STATUSES
    }


def _attempts(policy: RetryPolicy, retried: list[bool]) -> int:
    (again,) = set(retried)
    return 1 + policy.retries if again else 1


def table(policy: RetryPolicy) -> str:
    """Render the table of a policy in Markdown."""
    rows = [
        f"what happens | may the exchange have acted? | {' | '.join(METHODS)}",
        " | ".join(["---", "---", *["---:"] * len(METHODS)]),
    ]
    for case in CASES:
        reached = "yes" if any(may_have_reached_exchange(kind) for kind in case.kinds) else "no"
        rows.append(_row(case.name, reached, attempts_at_failures(policy)[case.name]))
    groups: dict[Attempts, list[int]] = {}
    for status, attempts in attempts_at_statuses(policy).items():
        groups.setdefault(attempts, []).append(status)
    for attempts, statuses in sorted(groups.items(), key=lambda group: -sum(group[0])):
        name = "any other status" if set(attempts) == {1} else ", ".join(map(str, statuses))
        reached = (
            "no" if REJECTED_STATUSES.issuperset(statuses) else "the status says" if set(attempts) == {1} else "yes"
        )
        rows.append(_row(name, reached, attempts))
    return "".join(f"| {row} |\n" for row in rows)


def _row(name: str, reached: str, attempts: Attempts) -> str:
    return " | ".join([name, reached, *map(str, attempts)])


def written() -> str:
    """The table that the document has."""
    return DOCUMENT.read_text(encoding="utf-8").partition(BEGIN)[2].partition(END)[0]


def main() -> None:
    """Write the table into the document."""
    before, _, rest = DOCUMENT.read_text(encoding="utf-8").partition(BEGIN)
    DOCUMENT.write_text(before + BEGIN + table(RetryPolicy()) + END + rest.partition(END)[2], encoding="utf-8")


if __name__ == "__main__":
    main()
