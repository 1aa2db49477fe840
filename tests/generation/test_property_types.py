"""The functions that we replace in openapi-python-client exist, are called as we expect, and are restored."""

from __future__ import annotations

import ast
import importlib.metadata
import inspect
import textwrap
import tomllib
from collections.abc import Callable
from typing import Any

import pytest
from openapi_python_client import schema, strings
from openapi_python_client.config import Config, ConfigFile, MetaType
from openapi_python_client.parser import properties
from openapi_python_client.parser.properties.list_property import ListProperty
from openapi_python_client.parser.properties.model_property import ModelProperty
from openapi_python_client.parser.properties.string import StringProperty

from scripts.generation import property_types
from tests.conftest import ROOT
from tests.walking import walked

BUILD = ["data", "name", "schemas", "required", "parent_name", "config", "process_properties", "roots"]
BY_REFERENCE = ["name", "required", "parent", "data", "schemas", "config", "roots"]
BY_FORMAT = ["name", "required", "data", "config"]


def replaced() -> dict[str, Any]:
    """The current state of what `patched_types` replaces."""
    return {
        "RESERVED_WORDS": strings.RESERVED_WORDS,
        "_string_based_property": properties._string_based_property,
        "_property_from_ref": properties._property_from_ref,
        "ListProperty.build": inspect.getattr_static(ListProperty, "build"),
        "ModelProperty.build": inspect.getattr_static(ModelProperty, "build"),
    }


def calls(function: Callable[..., Any], called: str) -> list[ast.Call]:
    """The calls of a name, such as `ListProperty.build`, within a function's source."""
    tree = ast.parse(textwrap.dedent(inspect.getsource(function)))
    return [node for node in ast.walk(tree) if isinstance(node, ast.Call) and ast.unparse(node.func) == called]


def test_the_installed_generator_is_the_pinned_one() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    pins = [line for line in project["optional-dependencies"]["dev"] if line.startswith("openapi-python-client")]
    assert pins == [f"openapi-python-client=={importlib.metadata.version('openapi-python-client')}"]


@pytest.mark.parametrize(
    ("function", "names"),
    [
        (properties._string_based_property, BY_FORMAT),
        (properties._property_from_ref, BY_REFERENCE),
        (ListProperty.build, BUILD),
        (ModelProperty.build, BUILD),
    ],
    ids=["_string_based_property", "_property_from_ref", "ListProperty.build", "ModelProperty.build"],
)
def test_a_function_that_we_replace_takes_what_ours_takes(function: Callable[..., Any], names: list[str]) -> None:
    parameters = inspect.signature(function).parameters
    assert sorted(parameters) == sorted(names)
    assert all(parameter.default is parameter.empty for parameter in parameters.values())


@pytest.mark.parametrize("owner", [ListProperty, ModelProperty])
def test_the_builders_that_we_replace_are_class_methods_taking_keywords(owner: type) -> None:
    assert isinstance(inspect.getattr_static(owner, "build"), classmethod)
    parameters = inspect.signature(owner.build).parameters.values()  # type: ignore[attr-defined]
    assert {parameter.kind for parameter in parameters} == {inspect.Parameter.KEYWORD_ONLY}


@pytest.mark.parametrize(
    ("called", "names", "times"),
    [
        ("_string_based_property", BY_FORMAT, 1),
        ("_property_from_ref", BY_REFERENCE, 2),
        ("ListProperty.build", BUILD, 1),
        ("ModelProperty.build", BUILD, 1),
    ],
)
def test_the_generator_calls_what_we_replace_by_name_and_with_keywords(
    called: str, names: list[str], times: int
) -> None:
    found = calls(properties.property_from_data, called)
    assert len(found) == times
    for call in found:
        assert call.args == []
        assert sorted(str(keyword.arg) for keyword in call.keywords) == sorted(names)


def test_reserved_words_are_looked_up_where_we_replace_them() -> None:
    assert "RESERVED_WORDS" in strings.fix_reserved_words.__code__.co_names
    with property_types.patched_types():
        assert [strings.fix_reserved_words(name) for name in ("type", "min", "id", "format")] == [
            "type",
            "min",
            "id",
            "format",
        ]
        assert [strings.fix_reserved_words(name) for name in ("class", "from", "client", "str")] == [
            "class_",
            "from_",
            "client_",
            "str_",
        ]


def test_a_string_property_is_built_from_what_ours_hand_it() -> None:
    names = {"name", "default", "required", "python_name", "description", "example"}
    assert names <= set(inspect.signature(StringProperty.build).parameters)


def test_a_list_property_has_the_fields_that_ours_copy() -> None:
    copied = {"name", "required", "default", "python_name", "description", "example", "inner_property"}
    assert set(inspect.signature(ListProperty).parameters) == copied


def test_everything_is_put_back_after_a_generation() -> None:
    before = replaced()
    with property_types.patched_types():
        during = replaced()
    assert all(during[name] is not before[name] for name in before)
    assert all(replaced()[name] is before[name] for name in before)


def test_everything_is_put_back_after_a_failing_generation() -> None:
    before = replaced()
    with pytest.raises(RuntimeError, match="half way"), property_types.patched_types():
        raise RuntimeError("half way")
    assert all(replaced()[name] is before[name] for name in before)


@walked(
    ("text_format", "type_string"),
    [
        ("decimal", "Decimal"),
        ("date-time", "AwareDatetime"),
        ("password", "Secret"),
        ("uuid", "UUID"),
        ("email", "str"),
        (None, "str"),
    ],
)
def test_a_format_becomes_its_type(text_format: str | None, type_string: str) -> None:
    facts = {"type": "string", **({"format": text_format} if text_format else {})}
    with property_types.patched_types():
        prop, _ = properties.property_from_data(
            name=schema.UntrustedString("value"),
            required=True,
            data=schema.Schema.model_validate(facts),
            schemas=properties.Schemas(),
            parent_name="Parent",
            config=configuration(),
        )
    assert prop.get_type_string().as_unembedded_code() == type_string  # type: ignore[union-attr]


def configuration() -> Config:
    """Any settings of the generator."""
    return Config.from_sources(
        ConfigFile(),
        meta_type=MetaType.NONE,
        document_source=ROOT / "openapi.yaml",
        file_encoding="utf-8",
        overwrite=True,
        output_path=None,
    )
