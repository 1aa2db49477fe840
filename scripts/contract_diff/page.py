"""Write the list of rules into `docs/contract-diff.md`, between its two markers.

python -m scripts.contract_diff.page
"""

from __future__ import annotations

from scripts.contract_diff.rules import LEVELS, RULES
from scripts.specs import ROOT

PAGE = ROOT / "docs" / "contract-diff.md"
BEGIN, END = "<!-- rules: begin -->", "<!-- rules: end -->"


def with_rules(page: str) -> str:
    """The page with the current rules between its markers."""
    before, _, rest = page.partition(BEGIN)
    _, _, after = rest.partition(END)
    return f"{before}{BEGIN}\n\n{_rules()}\n{END}{after}"


def _rules() -> str:
    lines = []
    for level in LEVELS:
        lines += [f"### {level.capitalize()}", "", "| rule | what it means |", "|---|---|"]
        lines += [f"| `{rule.id}` | {rule.explanation} |" for rule in RULES.values() if rule.level == level]
        lines.append("")
    return "\n".join(lines)


if __name__ == "__main__":
    PAGE.write_text(with_rules(PAGE.read_text(encoding="utf-8")), encoding="utf-8")
