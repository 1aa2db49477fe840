"""Importing a part of the package loads only that part, and all names are still available."""

from __future__ import annotations

import json
import subprocess
import sys
from importlib import import_module

import pytest

import kalshi_gen
import kalshi_gen.client
import kalshi_gen.models
from kalshi_gen.models import Market
from tests.conftest import ROOT


def loaded_by(statement: str) -> set[str]:
    """The modules that a fresh interpreter has loaded after a statement."""
    code = f"{statement}\nimport json, sys\nprint(json.dumps(sorted(sys.modules)))"
    command = [sys.executable, "-c", code]
    return set(json.loads(subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout))


def of_package(modules: set[str], package: str) -> set[str]:
    return {name.removeprefix(f"{package}.") for name in modules if name.startswith(f"{package}.")}


def test_an_endpoint_loads_only_its_own_models() -> None:
    modules = loaded_by("from kalshi_gen.api.exchange import get_exchange_status")
    assert of_package(modules, "kalshi_gen.models") == {"exchange_status", "exchange_index_status"}
    assert of_package(modules, "kalshi_gen.api") == {"exchange", "exchange.get_exchange_status"}
    assert not {"cryptography", "dateutil", "kalshi_overlay"} & modules


def test_an_endpoint_with_many_models_loads_no_more_than_those() -> None:
    modules = loaded_by("from kalshi_gen.api.market import get_markets")
    models = of_package(modules, "kalshi_gen.models")
    assert {"market", "get_markets_response", "price_range", "mve_selected_leg"} <= models
    assert all(name.startswith(("market", "get_markets", "price_range", "mve_selected_leg")) for name in models)
    assert not {"cryptography", "dateutil", "kalshi_overlay"} & modules


def test_the_models_package_loads_no_model() -> None:
    assert of_package(loaded_by("import kalshi_gen.models"), "kalshi_gen.models") == set()


def test_the_package_loads_nothing_and_its_client_no_model() -> None:
    assert of_package(loaded_by("import kalshi_gen"), "kalshi_gen") == set()
    modules = loaded_by("from kalshi_gen import AuthenticatedClient, Client")
    assert of_package(modules, "kalshi_gen") == {"client", "runtime", "runtime.drift"}


def test_a_model_comes_with_those_that_it_holds() -> None:
    models = of_package(loaded_by("import kalshi_gen.models\nkalshi_gen.models.Market"), "kalshi_gen.models")
    assert {"market", "price_range"} <= models
    assert "order" not in models


def test_names_are_those_of_their_modules() -> None:
    assert kalshi_gen.models.Market is Market is import_module("kalshi_gen.models.market").Market
    assert kalshi_gen.Client is kalshi_gen.client.Client
    assert kalshi_gen.AuthenticatedClient is kalshi_gen.client.AuthenticatedClient


@pytest.mark.parametrize("package", [kalshi_gen, kalshi_gen.models], ids=lambda package: package.__name__)
def test_an_unknown_name_is_an_attribute_error(package: object) -> None:
    with pytest.raises(AttributeError, match=r"^module 'kalshi_gen.*' has no attribute 'Markte'$"):
        getattr(package, "Markte")  # noqa: B009 (the name is one that type checkers refuse)


def test_an_unknown_name_cannot_be_imported() -> None:
    with pytest.raises(ImportError, match="Markte"):
        from kalshi_gen.models import Markte  # noqa: F401


def test_dir_is_complete() -> None:
    for package in (kalshi_gen, kalshi_gen.models):
        assert set(package.__all__) <= set(dir(package))
        assert "__name__" in dir(package)


def test_every_name_of_the_models_can_be_had() -> None:
    for name in kalshi_gen.models.__all__:
        assert getattr(kalshi_gen.models, name) is not None
    assert len(set(kalshi_gen.models.__all__)) == len(kalshi_gen.models.__all__)
