"""Compare the Python surface: modules, functions with their arguments, models with their fields, enums."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from attrs import frozen

from scripts.contract_diff.rules import BREAKING, INFO, WARNING
from scripts.contract_diff.surface_reading import Function, Surface, read_surface
from scripts.documents import Document


@frozen
class SurfaceChange:
    """A change of the Python surface.

    Attributes:
        level: `breaking`, `warning` or `info`.
        kind: What happened, in kebab-case.
        name: The module, function, argument, model, field or enum.
        before: The old call or declaration, or None.
        after: The new one, or None.
    """

    level: str
    kind: str
    name: str
    before: str | None
    after: str | None


def compare_surfaces(old: Document, new: Document, package: str) -> list[SurfaceChange]:
    """Generate both specs and compare their Python surfaces.

    Args:
        old: A vendored spec.
        new: Another version of it.
        package: The folder of its package within `kalshi_gen`.

    Returns:
        The changes, breaking ones first.

    Raises:
        GenerationError: A spec can't be generated.
    """
    if old == new:
        return []
    before, after = read_surface(old, package), read_surface(new, package)
    changes = [*_modules(before, after), *_models(before, after), *_enums(before, after)]
    order = (BREAKING, WARNING, INFO)
    return sorted(changes, key=lambda change: (order.index(change.level), change.kind, change.name))


def _modules(old: Surface, new: Surface) -> Iterator[SurfaceChange]:
    moved = _moved(old, new)
    for module in sorted(old.functions.keys() - new.functions.keys()):
        call = old.functions[module]["sync"].call(module)
        if module in moved:
            after = new.functions[moved[module]]["sync"].call(moved[module])
            yield SurfaceChange(BREAKING, "module-moved", module, f"{module}: {call}", f"{moved[module]}: {after}")
            yield from _module((module, moved[module]), old.functions[module], new.functions[moved[module]])
        else:
            yield SurfaceChange(BREAKING, "module-removed", module, call, None)
    for module in sorted(new.functions.keys() - old.functions.keys() - set(moved.values())):
        yield SurfaceChange(INFO, "module-added", module, None, new.functions[module]["sync"].call(module))
    for module in sorted(old.functions.keys() & new.functions.keys()):
        yield from _module((module, module), old.functions[module], new.functions[module])


def _moved(old: Surface, new: Surface) -> dict[str, str]:
    """The modules that moved: another tag or operationId, but the same operationId or path."""
    moved: dict[str, str] = {}
    for part in (0, 1):
        come = {new.identities[module][part]: module for module in new.functions.keys() - old.functions.keys()}
        for module in sorted(old.functions.keys() - new.functions.keys() - moved.keys()):
            successor = come.get(old.identities[module][part])
            if successor is not None and successor not in moved.values():
                moved[module] = successor
    return moved


def _module(modules: tuple[str, str], old: dict[str, Function], new: dict[str, Function]) -> Iterator[SurfaceChange]:
    before, after = modules
    for name in sorted(old.keys() - new.keys()):
        yield SurfaceChange(BREAKING, "function-removed", f"{after}.{name}", old[name].call(before, name), None)
    for name in sorted(new.keys() - old.keys()):
        yield SurfaceChange(INFO, "function-added", f"{after}.{name}", None, new[name].call(after, name))
    # The functions of a module have the same signature, and only differ in what they return.
    yield from _arguments(modules, old["sync"], new["sync"])
    for name in sorted(old.keys() & new.keys()):
        if old[name].returns != new[name].returns:
            calls = (
                f"{side[name].call(module, name)} -> {side[name].returns}"
                for module, side in ((before, old), (after, new))
            )
            yield SurfaceChange(BREAKING, "return-type-changed", f"{after}.{name}", *calls)


def _arguments(modules: tuple[str, str], old: Function, new: Function) -> Iterator[SurfaceChange]:
    module = modules[1]
    calls = old.call(modules[0]), new.call(module)
    for name in old.arguments.keys() - new.arguments.keys():
        given = old.call(modules[0], also=name)
        yield SurfaceChange(BREAKING, "argument-removed", f"{module}({name})", given, calls[1])
    for name in new.arguments.keys() - old.arguments.keys():
        if new.arguments[name].required:
            yield SurfaceChange(BREAKING, "required-argument-added", f"{module}({name})", *calls)
        else:
            yield SurfaceChange(INFO, "argument-added", f"{module}({name})", None, _declared(new, name))
    for name in old.arguments.keys() & new.arguments.keys():
        before, after = old.arguments[name], new.arguments[name]
        if before.keyword_only != after.keyword_only:
            yield SurfaceChange(BREAKING, "argument-moved", f"{module}({name})", *calls)
        if after.required and not before.required:
            yield SurfaceChange(BREAKING, "argument-became-required", f"{module}({name})", *calls)
        elif before.required and not after.required:
            yield SurfaceChange(INFO, "argument-became-optional", f"{module}({name})", *calls)
        left_out = {"Unset", "None"}
        types = _members(before.type) - left_out, _members(after.type) - left_out
        if types[0] != types[1]:
            level = INFO if types[0] < types[1] or (name == "client" and "Client" in types[1]) else BREAKING
            yield SurfaceChange(
                level, "argument-type-changed", f"{module}({name})", _declared(old, name), _declared(new, name)
            )
    positional = [
        [each.name for each in function.arguments.values() if not each.keyword_only] for function in (old, new)
    ]
    if set(positional[0]) == set(positional[1]) and positional[0] != positional[1]:
        yield SurfaceChange(BREAKING, "arguments-reordered", module, *calls)


def _declared(function: Function, name: str) -> str:
    argument = function.arguments[name]
    return f"{name}: {argument.type}" + ("" if argument.required else " = UNSET")


def _members(declared: str) -> set[str]:
    return {member.strip() for member in declared.removesuffix(" = UNSET").split("|")}


def _models(old: Surface, new: Surface) -> Iterator[SurfaceChange]:
    sent, read = old.sent() | new.sent(), old.read() | new.read()
    for model in sorted(old.fields.keys() | new.fields.keys()):
        name = f"{new.package}.{model}"
        if model not in new.fields:
            yield SurfaceChange(BREAKING, "model-removed", name, _made(model, old.fields[model]), None)
        elif model not in old.fields:
            yield SurfaceChange(INFO, "model-added", name, None, _made(model, new.fields[model]))
        else:
            yield from _fields(name, old.fields[model], new.fields[model], model in sent, model in read)


def _fields(model: str, old: dict[str, str], new: dict[str, str], sent: bool, read: bool) -> Iterator[SurfaceChange]:
    for name in old.keys() - new.keys():
        yield SurfaceChange(BREAKING, "field-removed", f"{model}.{name}", f"{name}: {old[name]}", None)
    for name in new.keys() - old.keys():
        required = not new[name].endswith(" = UNSET")
        # Only callers who create a model must give its required fields.
        level = BREAKING if required and sent else INFO
        if level == BREAKING:
            calls = _made(model, old), _made(model, new)
            yield SurfaceChange(level, "required-field-added", f"{model}.{name}", *calls)
        else:
            yield SurfaceChange(level, "field-added", f"{model}.{name}", None, f"{name}: {new[name]}")
    for name in old.keys() & new.keys():
        before, after = _members(old[name]), _members(new[name])
        if before != after:
            breaks = (sent and not before <= after) or (read and not after <= before)
            declared = f"{name}: {old[name]}", f"{name}: {new[name]}"
            yield SurfaceChange(BREAKING if breaks else INFO, "field-type-changed", f"{model}.{name}", *declared)


def _made(model: str, fields: dict[str, str]) -> str:
    """How a model is created with its required fields."""
    required = [f"{name}=..." for name, declared in fields.items() if not declared.endswith(" = UNSET")]
    return f"{model.rpartition('.')[2]}({', '.join(required)})"


def _enums(old: Surface, new: Surface) -> Iterator[SurfaceChange]:
    read = old.read() | new.read()
    for enum in sorted(old.literals.keys() | new.literals.keys()):
        name = f"{new.package}.{enum}"
        before, after = old.literals.get(enum), new.literals.get(enum)
        if before is None or after is None:
            kind, level = ("enum-added", INFO) if before is None else ("enum-removed", BREAKING)
            yield SurfaceChange(level, kind, name, _listed(before), _listed(after))
            continue
        for value in before:
            if value not in after:
                yield SurfaceChange(BREAKING, "literal-removed", name, repr(value), None)
        for value in after:
            if value not in before:
                level = WARNING if enum in read else INFO
                yield SurfaceChange(level, "literal-added", name, None, repr(value))


def _listed(values: list[Any] | None) -> str | None:
    return None if values is None else f"Literal[{', '.join(map(repr, values))}]"
