"""Rules over several fields, as the overlay writes them and generation reads them."""

from __future__ import annotations

from typing import Any

import pytest

from scripts.generation import field_rules
from scripts.generation.field_rules import FieldRule, FieldRuleError
from tests.walking import walked


def test_a_rule_is_read_with_its_words() -> None:
    (rule,) = field_rules.rules({"x-field-rules": [{"exactly_one_of": ["a", "b", "c"]}]}, ["a", "b", "c", "d"])
    assert rule == FieldRule("exactly_one_of", ("a", "b", "c"))
    assert rule.sentence == "Give exactly one of `a`, `b` and `c`."


def test_a_rule_of_a_field_that_another_version_has_is_left_out() -> None:
    holder = {"x-field-rules": [{"at_most_one_of": ["a", "gone"]}, {"at_least_one_of": ["a", "b"]}]}
    assert field_rules.rules(holder, ["a", "b"]) == [FieldRule("at_least_one_of", ("a", "b"))]
    assert len(field_rules.stated(holder)) == 2


@walked(
    "rule",
    [{"one_of": ["a", "b"]}, {"equal": ["a"]}, {"equal": "ab"}, "equal", {}, {"equal": ["a", "b"], "x": ["a", "b"]}],
)
def test_what_is_no_rule_is_refused_with_the_kinds(rule: Any) -> None:
    with pytest.raises(FieldRuleError, match=r"is not a rule: write one of exactly_one_of, at_most_one_of"):
        field_rules.stated({"x-field-rules": [rule]})
