"""Compare two specs.

    python -m scripts.contract_diff [OLD] [NEW] [--format text|markdown|json] [--fail-on breaking|any|never]

Each side is a path, a URL, or a git revision such as `HEAD~1:openapi.yaml`. Both are specs of the REST API, or both
are specs of the stream.
"""

from __future__ import annotations

import argparse
import sys

from scripts.contract_diff.markdown import as_markdown
from scripts.contract_diff.operations import compare, compare_descriptions
from scripts.contract_diff.reports import as_json, as_text
from scripts.contract_diff.sources import read_side
from scripts.contract_diff.surface import compare_surfaces
from scripts.contract_diff.verdict import Comparison
from scripts.documents import one_line
from scripts.generate import GenerationError
from scripts.generation.operations import PaginationError
from scripts.specs import API, is_stream, spec_of
from scripts.vendoring import published
from scripts.vendoring.overlays import OverlayError
from scripts.vendoring.published import SpecError

_FORMATS = {"text": as_text, "markdown": as_markdown, "json": as_json}


def run(
    old: str | None, new: str, *, descriptions: bool = False, surface: bool = True, overlay: bool = True
) -> Comparison:
    """Compare two specs.

    Args:
        old: A path, a URL, or a git revision; None for the vendored spec that the new one is a version of.
        new: Another one.
        descriptions: Whether changes of the published descriptions are reported.
        surface: Whether the Python surface is compared, which takes some seconds.
        overlay: Whether our overlay is applied to both sides.

    Raises:
        SpecError: A side can't be read or is not a spec, or one is of the REST API and the other of the stream.
        OverlayError: The overlay breaks its rules.
        GenerationError, PaginationError: A side can't be generated.
    """
    after = read_side(new, overlay=overlay)
    before = read_side(str(spec_of(after.spec).path) if old is None else old, overlay=overlay)
    specs = before.spec, after.spec
    if is_stream(specs[0]) != is_stream(specs[1]):
        raise SpecError(f"{old} and {new}: one is a spec of the API and the other of the stream")
    try:
        changes = compare(*specs) + (compare_descriptions(before.wording, after.wording) if descriptions else [])
    except RecursionError:
        raise
    except Exception as error:  # anything in a foreign spec can break the comparison
        reason = f"{type(error).__name__}: {one_line(error)}"
        raise SpecError(f"{old} and {new}: they can't be compared: {reason}") from error
    return Comparison(before, after, changes, compare_surfaces(*specs) if surface else None)


def main(arguments: list[str] | None = None) -> int:
    """Run the command line: 0 if nothing that `--fail-on` names changed, 1 if something did, 2 on an error."""
    parser = argparse.ArgumentParser(prog="python -m scripts.contract_diff", description="Compare two specs.")
    parser.add_argument(
        "old", nargs="?", default=str(API.path), help="path, URL or git revision (default: the vendored API)"
    )
    parser.add_argument("new", nargs="?", help="path, URL or git revision (default: where OLD is published)")
    parser.add_argument("--format", choices=_FORMATS, default="text")
    parser.add_argument("--fail-on", choices=("breaking", "any", "never"), default="breaking")
    parser.add_argument("--descriptions", action="store_true", help="report changes of descriptions too")
    parser.add_argument("--no-surface", action="store_true", help="don't compare the Python surface, which is faster")
    parser.add_argument("--no-overlay", action="store_true", help="apply no overlay, for specs that aren't ours")
    options = parser.parse_args(arguments)
    try:
        comparison = run(
            options.old,
            options.new or _published(options.old),
            descriptions=options.descriptions,
            surface=not options.no_surface,
            overlay=not options.no_overlay,
        )
    except (SpecError, OverlayError, GenerationError, PaginationError) as error:
        print(f"contract_diff: {one_line(error, 690)}", file=sys.stderr)
        return 2
    except RecursionError:
        print("contract_diff: a side is nested too deeply to be a spec", file=sys.stderr)
        return 2
    sys.stdout.write(_FORMATS[options.format](comparison))
    return _fails(comparison, options.fail_on)


def _published(old: str) -> str:
    """The URL at which the spec of a side is published."""
    return spec_of(published.read(old).document).url


def _fails(comparison: Comparison, fail_on: str) -> int:
    if fail_on == "any":
        return int(bool(comparison.changes or comparison.surface))
    return int(fail_on == "breaking" and comparison.semver == "major")


if __name__ == "__main__":
    sys.exit(main())
