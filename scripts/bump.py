"""Move to a new version of the specs: compare, vendor, generate, test, and draft the changelog's entry.

    python -m scripts.bump [SPEC ...] [--spec-name NAME] [--draft-descriptions]

SPEC is a path, a URL or a git revision; which spec it is a version of is known by what is in it. If a step fails or is
interrupted, every file is restored to what it was before the bump, uncommitted changes included. So two bumps can
follow each other, and descriptions that you are still writing are safe.
"""

from __future__ import annotations

import argparse
import contextlib
import signal
import subprocess
import sys
import time
from collections.abc import Iterator

from scripts import changelog, documents, specs
from scripts.contract_diff.__main__ import run as compare
from scripts.contract_diff.reports import as_text
from scripts.contract_diff.verdict import Comparison
from scripts.documents import Document
from scripts.generate import PACKAGE, GenerationError
from scripts.generation.operations import PaginationError
from scripts.snapshot import Snapshot
from scripts.specs import ROOT, Spec
from scripts.vendor import default_sources, vendor
from scripts.vendoring import descriptions, overlays
from scripts.vendoring.draft_descriptions import write_drafts
from scripts.vendoring.published import SpecError

CHANGELOG = ROOT / "CHANGELOG.md"
_OURS = (SpecError, overlays.OverlayError, GenerationError, PaginationError, OSError)


class StepError(Exception):
    """A step of the bump failed; the message names the step and says why."""


def bump(sources: list[str], *, spec_name: str | None = None, draft_descriptions: bool = False) -> None:
    """Do every step of a bump, and print what each does and how long it took.

    Args:
        sources: Paths, URLs or git revisions, at most one of each spec.
        spec_name: The name of the spec in the register, if someone has said it.
        draft_descriptions: Whether to write placeholders into the overlay for missing descriptions.

    Raises:
        StepError: A step failed or was interrupted; the files are restored.
    """
    ours = [place for spec in specs.REGISTER for place in (spec.path, *spec.overlays)]
    before = Snapshot.of(*ours, CHANGELOG, PACKAGE)
    try:
        _steps(sources, spec_name, draft_descriptions)
    except BaseException:
        with _undisturbed():
            before.restore()
        raise


def _steps(sources: list[str], spec_name: str | None, draft_descriptions: bool) -> None:
    with _step("diff"):
        comparisons = [_compared(source, spec_name) for source in sources]
    comparisons = [comparison for comparison in comparisons if not _same(comparison)]
    if not comparisons:
        print("bump: this content is vendored already; nothing changed")
        return
    with _step("vendor"):
        for comparison in comparisons:
            _write(_ours(comparison), comparison.new.spec)
    if draft_descriptions:
        with _step("draft descriptions"):
            for comparison in comparisons:
                _draft(_ours(comparison), comparison.new.spec)
    with _step("generate"):
        _python("scripts.generate")
    with _step("test"):
        _python("pytest", shown=True)
    with _step("changelog"):
        for comparison in comparisons:
            _write_entry(comparison)
    for comparison in comparisons:
        _report(_ours(comparison))


def _compared(source: str, spec_name: str | None) -> Comparison:
    comparison = compare(None, source, spec_name=spec_name)
    print(as_text(comparison), end="")
    return comparison


def _ours(comparison: Comparison) -> Spec:
    ours = comparison.new.ours
    assert ours is not None, "a spec that is none of ours has no vendored one to be compared with"
    return ours


def _same(comparison: Comparison) -> bool:
    old, new = comparison.old, comparison.new
    return (old.source_sha256, old.normal_sha256) == (new.source_sha256, new.normal_sha256)


@contextlib.contextmanager
def _step(name: str) -> Iterator[None]:
    print(f"bump: {name} ...", flush=True)
    start = time.monotonic()
    try:
        yield
    except KeyboardInterrupt:
        raise StepError(f"the step '{name}' was interrupted") from None
    except Exception as error:
        reason = documents.one_line(error if isinstance(error, (*_OURS, StepError)) else repr(error), 690)
        raise StepError(f"the step '{name}' failed: {reason}") from error
    print(f"bump: {name} took {time.monotonic() - start:.1f} s", flush=True)


@contextlib.contextmanager
def _undisturbed() -> Iterator[None]:
    """Ignore a second Ctrl-C, which would stop the restoring half-way."""
    previous = {number: signal.signal(number, signal.SIG_IGN) for number in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield
    finally:
        for number, handler in previous.items():
            signal.signal(number, handler)


def _write(ours: Spec, spec: Document) -> None:
    ours.path.write_text(documents.dump(spec), encoding="utf-8")


def _draft(ours: Spec, spec: Document) -> None:
    print(f"{ours.overlay.name}: {write_drafts(spec, ours.overlay)} drafts appended")
    _write(ours, vendor(str(ours.path), ours)[0])


def _write_entry(comparison: Comparison) -> None:
    text = CHANGELOG.read_text(encoding="utf-8")
    CHANGELOG.write_text(changelog.with_entry(text, comparison), encoding="utf-8")


def _python(module: str, *, shown: bool = False) -> None:
    """Run a module in a new interpreter, which sees the files as they are now."""
    finished = subprocess.run([sys.executable, "-m", module], cwd=ROOT, capture_output=not shown, text=True)
    if finished.returncode:
        raise StepError(f"{module} ended with status {finished.returncode}; {finished.stderr or 'see above'}")
    print(finished.stdout or "", end="")


def _report(ours: Spec) -> None:
    spec, stale = vendor(str(ours.path), ours)
    print(f"{ours.path.name}:")
    found = {"Missing descriptions": descriptions.missing(spec), "Overlay targets that match nothing": stale}
    for heading, places in found.items():
        print(f"{heading}: {len(places) or 'none'}")
        for place in places:
            print(documents.printable(f"  {place}"))


def main(arguments: list[str] | None = None) -> int:
    """Run the command line: 0 if every step is done, 1 with one line if a step failed and everything is restored."""
    parser = argparse.ArgumentParser(prog="python -m scripts.bump", description=__doc__.split("\n")[0])
    parser.add_argument("sources", nargs="*", metavar="SPEC", help="path, URL or git revision (default: as published)")
    parser.add_argument("--spec-name", metavar="NAME", help="the spec of the register that SPEC is a version of")
    parser.add_argument("--draft-descriptions", action="store_true", help="write placeholders for missing descriptions")
    options = parser.parse_args(arguments)
    for number in (signal.SIGINT, signal.SIGTERM):  # a shell may have set the first to be ignored
        signal.signal(number, signal.default_int_handler)
    try:
        bump(
            options.sources or default_sources(options.spec_name),
            spec_name=options.spec_name,
            draft_descriptions=options.draft_descriptions,
        )
    except (StepError, SpecError) as error:
        print(documents.printable(f"bump: {error}; every file is restored"), file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print("bump: interrupted between two steps; every file is restored", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
