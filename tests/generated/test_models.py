"""Every model: an encoded value decodes to the same value, and the repr hides secrets."""

from __future__ import annotations

import copy
import pickle
from random import Random
from typing import Any

import msgspec
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import kalshi_gen.models
from kalshi_gen.models import GenerateApiKeyResponse, Market, PriceRange
from scripts import specs
from tests import vendored
from tests.walking import by_name, walk

from .models_soak import MODELS, VALUES, check
from .random_values import random_value
from .values import models


def test_what_is_encoded_decodes_to_the_same_value() -> None:
    def check_values(name: str) -> None:
        chance = Random(name)
        for _ in range(VALUES):
            check(random_value(MODELS[name], chance))

    walk(by_name(MODELS, str), check_values)


@settings(suppress_health_check=list(HealthCheck))
@given(data=st.data(), name=st.sampled_from(list(MODELS)))
def test_any_value_of_any_model_is_encoded_and_decoded_to_the_same(data: st.DataObject, name: str) -> None:
    check(data.draw(models(MODELS[name])))


def test_there_is_a_model_for_every_object_of_every_spec() -> None:
    names = {name.upper() for name in MODELS}
    for ours in specs.REGISTER:
        if ours.kind == "openapi":
            schemas = vendored.document(ours)["components"]["schemas"]
            objects = {name for name, schema in schemas.items() if schema.get("type") == "object"}
            assert {f"{ours.package} {name}".lstrip().upper() for name in objects} <= names


def test_a_repr_leaves_out_what_is_unset() -> None:
    (start, *_), text = (
        PriceRange.from_dict({"start": "0", "end": "1", "step": "0.01"}).__rich_repr__(),
        repr(msgspec.convert({}, kalshi_gen.models.ErrorResponse)),
    )
    assert start[0] == "start"
    assert text == "ErrorResponse()"


def test_a_private_key_is_in_no_repr() -> None:
    answer = GenerateApiKeyResponse(api_key_id="an-id", private_key="-----BEGIN SECRET-----")
    assert "SECRET" not in repr(answer)
    assert "an-id" in repr(answer)
    assert "SECRET" not in str(answer.__rich_repr__())


def test_a_misspelt_field_is_refused_when_it_is_set() -> None:
    band = PriceRange.from_dict({"start": "0", "end": "1", "step": "0.01"})
    with pytest.raises(AttributeError):
        band.stpe = band.step  # type: ignore[attr-defined]


def test_models_copy_and_pickle() -> None:
    band = PriceRange.from_dict({"start": "0", "end": "1", "step": "0.01"})
    assert copy.deepcopy(band) == band
    assert pickle.loads(pickle.dumps(band)) == band


def test_fields_are_in_the_order_of_the_spec(spec: dict[str, Any]) -> None:
    assert list(Market.__struct_fields__) == list(spec["components"]["schemas"]["Market"]["properties"])
