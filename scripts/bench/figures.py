"""Write the page of figures: `python -m scripts.bench.figures FILE`.

FILE is what `python -m scripts.bench --json FILE` wrote. It is kept as docs/figures.json; docs/figures.md and its plots
in docs/images are made of it and of nothing else.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Mapping, Sequence
from html import escape
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent.parent
KEPT = "docs/figures.json"

# Names of rows begin so. Each group has a table, and a plot of those of its rows that were measured beside others.
GROUPS = {
    "Requests": ("request", "async", "burst", "orders"),
    "Import and decoding": ("import", "markets", "frame", "change"),
    "Stream": ("subscription", "order-books", "every-change", "late"),
    "Memory": ("memory",),
}
_INTRODUCTION = """\
`make bench` measures all of it on your machine. This page is not edited: `python -m scripts.bench.figures FILE` makes
it of what `python -m scripts.bench --json FILE` wrote.

A floor is the least that the work can cost, measured in the same run. The rounds of the floor, of this client and of
others alternate. A figure is the median of the rounds, with the range of their middle half. The ratio is how many
times the floor's cost ours is: the median of what each round of ours has beside the floor's of the same moment.
Servers run on the same machine."""
_WIDTH, _LEFT, _BAR, _GAP = 760, 200, 18, 6
_COLORS = {"floor": "#9aa4b2", "ours": "#1f6feb"}
_OTHER = "#d0a24c"


def group_of(name: str) -> str:
    """The heading that a row is under.

    Args:
        name: The name of the row. `change-rate` is read from a socket, as the rows of the stream are.
    """
    if name == "change-rate":
        return "Stream"
    return next(heading for heading, starts in GROUPS.items() if name.startswith(starts))


def number(value: float) -> str:
    """A figure with three digits that count, and thousands set apart."""
    return f"{value:,.0f}" if value >= 100 else f"{value:.3g}"


def middle(figure: Mapping[str, float]) -> str:
    """The median, with the range of the middle half of the rounds."""
    return f"{number(figure['median'])} ({number(figure['low'])} to {number(figure['high'])})"


def picture_of(row: Mapping[str, Any]) -> str:
    """The name of the plot of a row."""
    return f"figures-{row['name']}.svg"


def measured_peers(row: Mapping[str, Any]) -> dict[str, Any]:
    """The figures of those packages that were measured."""
    return {name: figure for name, figure in row["peers"].items() if isinstance(figure, dict)}


def plot(row: Mapping[str, Any]) -> str:
    """Draw a row: a bar for each side, and a line from the lower to the upper quarter of its rounds.

    Args:
        row: The row, as JSON has it.

    Returns:
        An SVG document.
    """
    sides = {"floor": row["floor"], "ours": row["ours"], **measured_peers(row)}
    # One that is far longer than the others would make theirs too short to see, so it ends at the edge.
    largest = min(max(figure["high"] for figure in sides.values()), 4 * row["ours"]["high"])
    per_unit = (_WIDTH - _LEFT - 130) / max(largest, row["ours"]["high"], row["floor"]["high"])
    title = f"{row['what']}, {row['unit']}; {'less' if row['lower_is_better'] else 'more'} is better"
    height = 40 + len(sides) * (_BAR + _GAP)
    lines = [
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{_WIDTH}" height="{height}" viewBox="0 0 {_WIDTH} {height}" '
        'font-family="system-ui, sans-serif" font-size="13">',
        f"<title>{escape(title)}</title>",
        f'<rect width="{_WIDTH}" height="{height}" fill="#ffffff"/>',
        f'<text x="10" y="20" fill="#1f2328" font-weight="bold">{escape(title)}</text>',
    ]
    for at, (name, figure) in enumerate(sides.items()):
        top = 34 + at * (_BAR + _GAP)
        longest = largest * per_unit
        low, end, high = (min(figure[each] * per_unit, longest) for each in ("low", "median", "high"))
        is_cut = figure["median"] * per_unit > longest
        middle_of_bar, text = top + _BAR / 2, top + _BAR - 5
        lines += [
            f'<text x="{_LEFT - 8}" y="{text}" text-anchor="end" fill="#1f2328">{escape(name)}</text>',
            f'<rect x="{_LEFT}" y="{top}" width="{end:.1f}" height="{_BAR}" fill="{_COLORS.get(name, _OTHER)}"/>',
            f'<line x1="{_LEFT + low:.1f}" y1="{middle_of_bar}" x2="{_LEFT + high:.1f}" y2="{middle_of_bar}" '
            'stroke="#1f2328"/>',
            f'<text x="{_LEFT + max(end, high) + 6:.1f}" y="{text}" fill="#1f2328">'
            f"{number(figure['median'])}{' (cut off)' if is_cut else ''}</text>",
        ]
    return "\n".join([*lines, "</svg>"]) + "\n"


def table(rows: Sequence[Mapping[str, Any]]) -> list[str]:
    """The lines of a table of rows."""
    lines = ["| what | unit | floor | the floor's | ours | ratio |", "|---|---|---|---|---|---|"]
    for row in rows:
        more = "" if row["lower_is_better"] else "; more is better"
        cells = (
            *(f"{row['what']}{more}", row["unit"], row["floor"]["what"]),
            *(middle(row["floor"]), middle(row["ours"]), f"{row['ratio']:.2f}"),
        )
        lines.append(f"| {' | '.join(cells)} |")
    return lines


def peer_table(rows: Sequence[Mapping[str, Any]]) -> list[str]:
    """The lines of a table of rows beside other people's clients."""
    packages = sorted({name for row in rows for name in row["peers"]})
    lines = [f"| what | unit | ours | {' | '.join(packages)} |", f"|---|---|---|{'---|' * len(packages)}"]
    for row in rows:
        cells = [row["what"], row["unit"], number(row["ours"]["median"])]
        for name in packages:
            figure = row["peers"].get(name, "-")
            cells.append(figure.partition(":")[0] if isinstance(figure, str) else number(figure["median"]))
        lines.append(f"| {' | '.join(cells)} |")
    return lines


def page(figures: Mapping[str, Any]) -> str:
    """The page of figures.

    Args:
        figures: What a run of the benchmarks has found.

    Returns:
        Markdown.
    """
    libraries = ", ".join(f"{name} {version}" for name, version in figures["libraries"].items())
    lines = [
        "# Figures",
        "",
        f"Measured on {figures['date']} at commit {figures['commit']}, with {figures['python']} on "
        f"{figures['cpus']} processors ({figures['machine']}), at a load of {figures['load']}.",
        f"Libraries: {libraries}.",
        "",
        _INTRODUCTION,
    ]
    for heading in GROUPS:
        rows = [row for row in figures["rows"] if group_of(row["name"]) == heading]
        if not rows:
            continue
        lines += ["", f"## {heading}", "", *table(rows)]
        beside = [row for row in rows if row["peers"]]
        if beside:
            lines += ["", "Beside other people's clients:", "", *peer_table(beside)]
        for row in rows:
            if measured_peers(row):
                lines += ["", f"![{row['what']}, in {row['unit']}, of each client.](images/{picture_of(row)})"]
    missed = [
        f"| {row['what']} | {bar['said'].removesuffix(' MISSED')} |"
        for row in figures["rows"]
        for bar in row["bars"]
        if bar["is_missed"]
    ]
    if missed:
        lines += ["", "## Goals that were missed", "", "| what | beside |", "|---|---|", *missed]
    if figures["peers"]:
        lines += ["", "## Versions of other people's clients", "", "| package | version |", "|---|---|"]
        lines += [f"| {name} | {version} |" for name, version in figures["peers"].items()]
    return "\n".join(lines) + "\n"


def files_of(figures: Mapping[str, Any]) -> dict[str, str]:
    """The page and its plots, by their paths in the repository.

    Args:
        figures: What a run of the benchmarks has found.
    """
    plots = {f"docs/images/{picture_of(row)}": plot(row) for row in figures["rows"] if measured_peers(row)}
    return {"docs/figures.md": page(figures), **plots}


def main(source: str) -> None:
    """Write the page and its plots, and keep the JSON beside them.

    Args:
        source: The path of the JSON.
    """
    kept = Path(source).read_text(encoding="utf-8")
    files = {KEPT: kept, **files_of(json.loads(kept))}
    for old in (ROOT / "docs" / "images").glob("figures-*.svg"):
        old.unlink()
    for name, text in files.items():
        (ROOT / name).write_text(text, encoding="utf-8", newline="\n")
        print(name)


if __name__ == "__main__":
    main(*sys.argv[1:])
