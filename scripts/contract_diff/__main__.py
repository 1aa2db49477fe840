"""Compare two versions of a spec.

    python -m scripts.contract_diff [OLD] [NEW] [--format text|markdown|json] [--fail-on breaking|any|never]
    python -m scripts.contract_diff --vendored [NEW ...]

Each side is a path, a URL, or a git revision such as `HEAD~1:openapi.yaml`. With `--vendored`, each is compared with
the vendored spec that it is a version of. Without any, every vendored spec is compared with the published one.
"""

from __future__ import annotations

import argparse
import sys

from scripts import specs
from scripts.contract_diff.markdown import as_markdown
from scripts.contract_diff.operations import compare, compare_descriptions
from scripts.contract_diff.reports import as_json, as_text
from scripts.contract_diff.sources import Side, read_side
from scripts.contract_diff.surface import compare_surfaces
from scripts.contract_diff.verdict import Comparison
from scripts.documents import one_line
from scripts.generate import GenerationError
from scripts.generation.operations import PaginationError
from scripts.specs import is_stream
from scripts.vendor import default_sources
from scripts.vendoring import published
from scripts.vendoring.overlays import OverlayError
from scripts.vendoring.placement import spec_of
from scripts.vendoring.published import SpecError

_FORMATS = {"text": as_text, "markdown": as_markdown, "json": as_json}


def run(
    old: str | None,
    new: str,
    *,
    spec_name: str | None = None,
    descriptions: bool = False,
    surface: bool = True,
    overlay: bool = True,
) -> Comparison:
    """Compare two specs.

    Args:
        old: A path, a URL, or a git revision; None for the vendored spec that the new one is a version of.
        new: Another one.
        spec_name: The name of the spec in the register, if someone has said it.
        descriptions: Whether changes of the published descriptions are reported.
        surface: Whether the Python surface is compared, which takes some seconds.
        overlay: Whether our overlay is applied to both sides.

    Raises:
        SpecError: A side can't be read or is not a spec, or the two are versions of different specs.
        OverlayError: The overlay breaks its rules.
        GenerationError, PaginationError: A side can't be generated.
    """
    after = read_side(new, spec_name=spec_name, overlay=overlay)
    if old is None:
        if after.ours is None:
            raise SpecError(f"{new}: it is a version of none of the vendored specs")
        old = str(after.ours.path)
    before = read_side(old, spec_name=spec_name, overlay=overlay)
    sides = before.spec, after.spec
    kinds = ["a stream" if is_stream(side) else "an API" for side in sides]
    if kinds[0] != kinds[1]:
        raise SpecError(f"{old} and {new}: one is a spec of {kinds[0]} and the other of {kinds[1]}")
    if before.ours and after.ours and before.ours != after.ours:
        raise SpecError(f"{old} and {new}: one is a spec of {before.ours.title} and the other of {after.ours.title}")
    try:
        changes = compare(*sides) + (compare_descriptions(before.wording, after.wording) if descriptions else [])
    except RecursionError:
        raise
    except Exception as error:  # anything in a foreign spec can break the comparison
        reason = f"{type(error).__name__}: {one_line(error)}"
        raise SpecError(f"{old} and {new}: they can't be compared: {reason}") from error
    return Comparison(before, after, changes, compare_surfaces(*sides, _package(after)) if surface else None)


def _package(side: Side) -> str:
    if side.ours is not None:
        return side.ours.package
    return specs.STREAM.package if is_stream(side.spec) else specs.API.package


def main(arguments: list[str] | None = None) -> int:
    """Run the command line: 0 if nothing that `--fail-on` names changed, 1 if something did, 2 on an error."""
    parser = argparse.ArgumentParser(prog="python -m scripts.contract_diff", description="Compare versions of a spec.")
    parser.add_argument("sources", nargs="*", metavar="SPEC", help="OLD and NEW: path, URL or git revision")
    parser.add_argument("--vendored", action="store_true", help="compare each SPEC with the vendored one")
    parser.add_argument("--spec-name", metavar="NAME", help="the spec of the register that they are versions of")
    parser.add_argument("--format", choices=_FORMATS, default="text")
    parser.add_argument("--fail-on", choices=("breaking", "any", "never"), default="breaking")
    parser.add_argument("--descriptions", action="store_true", help="report changes of descriptions too")
    parser.add_argument("--no-surface", action="store_true", help="don't compare the Python surface, which is faster")
    parser.add_argument("--no-overlay", action="store_true", help="apply no overlay, for specs that aren't ours")
    options = parser.parse_args(arguments)
    status = 0
    try:
        for old, new in _pairs(options.sources, options.vendored, options.spec_name):
            comparison = run(
                old,
                new,
                spec_name=options.spec_name,
                descriptions=options.descriptions,
                surface=not options.no_surface,
                overlay=not options.no_overlay,
            )
            sys.stdout.write(_FORMATS[options.format](comparison))
            status = max(status, _fails(comparison, options.fail_on))
    except (SpecError, OverlayError, GenerationError, PaginationError) as error:
        print(f"contract_diff: {one_line(error, 690)}", file=sys.stderr)
        return 2
    except RecursionError:
        print("contract_diff: a side is nested too deeply to be a spec", file=sys.stderr)
        return 2
    return status


def _pairs(sources: list[str], vendored: bool, spec_name: str | None) -> list[tuple[str | None, str]]:
    """What to compare; None stands for the vendored spec."""
    if vendored or not sources:
        return [(None, source) for source in sources or default_sources(spec_name)]
    if len(sources) == 1:
        return [(sources[0], spec_of(published.read(sources[0]).document, spec_name).url)]
    if len(sources) == 2:
        return [(sources[0], sources[1])]
    raise SpecError(f"OLD and NEW are two specs, not {len(sources)}; --vendored takes any number")


def _fails(comparison: Comparison, fail_on: str) -> int:
    if fail_on == "any":
        return int(bool(comparison.changes or comparison.surface))
    return int(fail_on == "breaking" and comparison.semver == "major")


if __name__ == "__main__":
    sys.exit(main())
