"""The parts of generated code that are easier to write in Python than in a template: signatures and docstrings."""

from __future__ import annotations

import ast
import keyword
import math
import textwrap
from collections.abc import Callable, Iterable, Iterator
from typing import Any

from openapi_python_client.parser.openapi import Endpoint
from openapi_python_client.parser.properties import ModelProperty, Property
from openapi_python_client.schema.untrusted_string import UntrustedString

from scripts.generation import field_rules
from scripts.generation.bounds import alias_of, as_argument, without_bounds
from scripts.generation.field_rules import FieldRule
from scripts.generation.operations import OperationFacts
from scripts.generation.unsupported import GenerationError

_WIDTH = 100
# So that a call fits into a line.
_LONGEST_ARGUMENTS = 60
_ERRORS = {
    400: "KalshiValidationError",
    401: "KalshiAuthError",
    403: "KalshiAuthError",
    404: "KalshiNotFoundError",
    409: "KalshiConflictError",
    422: "KalshiValidationError",
    429: "KalshiRateLimitError",
}


def literal(value: Any) -> str:
    """A value of the spec as Python spells it. Every value that a template writes into code goes through here.

    Raises:
        GenerationError: The value is of no kind that has a literal here, such as a number that is not finite.
    """
    if isinstance(value, UntrustedString):
        value = value.get_untrusted_value()
    if isinstance(value, str):
        return f'"{"".join(map(_escaped, value))}"'
    if value is None or isinstance(value, bool | int) or (isinstance(value, float) and math.isfinite(value)):
        return repr(value)
    if isinstance(value, tuple):
        return f"({', '.join(map(literal, value))}{',' if len(value) == 1 else ''})"
    if isinstance(value, dict):
        return "{" + ", ".join(f"{literal(key)}: {literal(each)}" for key, each in value.items()) + "}"
    raise GenerationError(f"{ascii(value)[:80]} can't be written into code as a literal; see {__name__}")


def _escaped(character: str) -> str:
    if character in '"\\':
        return f"\\{character}"
    return character if character.isascii() and character.isprintable() else ascii(character)[1:-1]


def identifier(name: str) -> str:
    """A name, to be written into code.

    Raises:
        GenerationError: It is not a name that code can have.
    """
    if not name.isascii() or not name.isidentifier() or keyword.iskeyword(name):
        raise GenerationError(f"{ascii(name)[:80]} can't be a name in Python; see {__name__}")
    return str(name)


def words(text: Any) -> str:
    """A text of the spec, or several lines, within a docstring, which it can't end or change."""
    return _clean(text).replace("\\", "\\\\").replace('"""', r"\"\"\"")


def _clean(text: Any) -> str:
    """A text without control characters and without other separators of lines than line feeds."""
    given: str = text.get_untrusted_value() if isinstance(text, UntrustedString) else str(text or "")
    if given.isprintable():
        return given
    return "".join(character if character == "\n" or character.isprintable() else " " for character in given)


def docstring(*texts: Any) -> str:
    """A docstring that joins some texts, wrapped."""
    body = " ".join(_clean(text).strip() for text in texts)
    if len(body) <= _WIDTH and "\n" not in body:
        return _quoted(body)
    return _quoted(textwrap.fill(body, _WIDTH, break_long_words=False, break_on_hyphens=False) + "\n")


def _quoted(body: str) -> str:
    """A complete docstring. It is escaped last, so that nothing comes between a backslash and what it escapes."""
    escaped = words(body)
    return f'"""{escaped}{" " if escaped.endswith(chr(34)) else ""}"""'


def model_docstring(model: ModelProperty) -> str:
    """The docstring of a model; a schema within another may have no description."""
    name = model.name.get_untrusted_value()
    field = name.removesuffix("_item")
    text = model.description or (f"One of `{field}`." if field != name else f"The schema of `{name}`.")
    return docstring(text, *(rule.sentence for rule in model_rules(model)))


def field_docstring(prop: Property, sent: bool) -> str:
    """The docstring of a field. None leaves a field of a request out, unless the spec has null for it."""
    sends_null = sent and not prop.required and "None" in type_of(prop).split(" | ")
    return docstring(prop.description, *["`None` is sent as null."] * sends_null)


def model_rules(model: ModelProperty) -> list[FieldRule]:
    """The overlay's rules over several fields of a model."""
    return field_rules.rules(
        model.data.model_extra or {}, [name.get_untrusted_value() for name in model.data.properties or {}]
    )


def rule_literals(rules: Iterable[FieldRule]) -> list[str]:
    """Rules as calls of `FieldRule`."""
    return [f"FieldRule({literal(rule.kind)}, {literal(rule.fields)})" for rule in rules]


def sentence(text: str) -> str:
    """A summary for the first line of a docstring, before a colon."""
    return " ".join(_clean(text).split()).rstrip(".")


def declaration(prop: Property, bounded: bool) -> str:
    """The line that declares a field under its wire name, with its bounds if it may be sent."""
    name = identifier(prop.name.get_untrusted_value())
    return f"{name}: {type_of(prop, bounded=bounded)}" + ("" if prop.required else " = UNSET")


def in_spec_order(model: ModelProperty) -> list[Property]:
    """The fields of a model in the order of the spec; the generator puts required ones first."""
    fields = [*(model.required_properties or []), *(model.optional_properties or [])]
    order = list(model.data.properties or {})
    return sorted(fields, key=lambda prop: order.index(prop.name) if prop.name in order else len(order))


def needed_imports(lines: Iterable[str]) -> list[str]:
    """Those of the generator's imports that our templates use."""
    return sorted(line for line in lines if "import cast" not in line and "import check_" not in line)


def type_of(prop: Property, *, no_optional: bool = False, bounded: bool = False, given: bool = False) -> str:
    """The annotation of a property, with None and Unset last: with its bounds, or as it can be given, if wanted."""
    annotation = ast.parse(prop.get_type_string(no_optional=no_optional).as_unembedded_code(), mode="eval").body
    if not bounded:
        annotation = as_argument(annotation) if given else without_bounds(annotation)
    members = dict.fromkeys(map(ast.unparse, _members(annotation)))
    return " | ".join(sorted(members, key=lambda member: (member == "Unset", member == "None")))


def _members(annotation: ast.expr) -> list[ast.expr]:
    if isinstance(annotation, ast.BinOp):
        return [*_members(annotation.left), *_members(annotation.right)]
    return [annotation]


def given(prop: Property) -> str:
    """The parameter by which a constructor is given a field."""
    name, taken = identifier(prop.name.get_untrusted_value()), type_of(prop, given=True)
    if prop.required:
        return f"{name}: {taken}"
    # None leaves it out, or is sent as null where the spec has one.
    return f"{name}: {taken if 'None' in taken.split(' | ') else taken.replace(' | Unset', ' | None | Unset')} = UNSET"


def has_optional(model: ModelProperty) -> bool:
    """Whether a model has a field that may be left out."""
    return any(not prop.required for prop in in_spec_order(model))


def has_amounts(model: ModelProperty) -> bool:
    """Whether fields of a model are money or counts, or lists of them."""
    annotations = (ast.parse(type_of(prop), mode="eval") for prop in in_spec_order(model))
    names = (node for annotation in annotations for node in ast.walk(annotation) if isinstance(node, ast.Name))
    return any(node.id == "Decimal" for node in names)


def bounded_type(prop: Property) -> str:
    """The type of a property's values with their bounds."""
    return type_of(prop, no_optional=True, bounded=True)


def declared_types(parameters: list[Property]) -> str:
    """The types of parameters by their arguments, as a dict display."""
    pairs = (f"{literal(str(prop.python_name))}: {bounded_type(prop)}" for prop in parameters)
    return "{" + ", ".join(pairs) + "}"


def renamed(endpoint: Endpoint) -> dict[str, str]:
    """The names of the parameters whose arguments have other names, by argument."""
    parameters = [*endpoint.path_parameters, *endpoint.query_parameters]
    names = {str(prop.python_name): prop.name.get_untrusted_value() for prop in parameters}
    return {argument: name for argument, name in names.items() if argument != name}


def success_type(endpoint: Endpoint) -> str:
    """The type of an operation's success; "None" where it has no body."""
    for response in endpoint.responses.patterns:
        if response.status_code.range and 200 <= response.status_code.range[0] < 300:
            return "None" if response.source["return_type"] == "None" else type_of(response.prop)
    return "None"


def signature(endpoint: Endpoint, facts: OperationFacts, *, pages: bool = False) -> str:
    """The parameters of an endpoint's functions: path parameters by position, all others by name.

    Args:
        endpoint: The endpoint.
        facts: The facts of its operation.
        pages: Whether they are for a function that goes through all pages, which knows the largest page.
    """
    optional = largest_page(endpoint, facts)[:1] if pages else ()
    positional = [f"{prop.python_name}: {type_of(prop, given=True)}" for prop in endpoint.path_parameters]
    named = [_named(prop, "body", prop.required) for prop in (body.prop for body in endpoint.bodies[:1])]
    named += [
        _named(prop, str(prop.python_name), prop.required and prop.python_name not in optional)
        for prop in endpoint.query_parameters
    ]
    client = f"client: {'AuthenticatedClient' if facts.secured else 'Client'}"
    return ", ".join([*positional, "*", client, *named])


def arguments(endpoint: Endpoint) -> str:
    """A dict of the arguments of a call by name: spelled out if it is short, which is also faster."""
    names = [str(prop.python_name) for prop in (*endpoint.path_parameters, *endpoint.query_parameters)]
    names += ["body"] * bool(endpoint.bodies)
    spelled = "{" + ", ".join(f"{literal(name)}: {name}" for name in names) + "}"
    return spelled if len(spelled) <= _LONGEST_ARGUMENTS else "locals()"


def _named(prop: Property, name: str, required: bool) -> str:
    taken = type_of(prop, no_optional=True, given=True)
    return f"{name}: {taken}" if required else f"{name}: {taken} | None | Unset = UNSET"


def required_arguments(endpoint: Endpoint) -> tuple[str, ...]:
    """The arguments in the query, and `body`, that can't be left out."""
    names = [str(prop.python_name) for prop in endpoint.query_parameters if prop.required]
    return tuple(names + ["body"] * any(body.prop.required for body in endpoint.bodies[:1]))


def largest_page(endpoint: Endpoint, facts: OperationFacts) -> tuple[str, int] | tuple[()]:
    """The argument for the number of items on a page and the most that it may be; nothing if the spec has none."""
    size = facts.pagination.size if facts.pagination else None
    names = [str(prop.python_name) for prop in endpoint.query_parameters if size and prop.name == size.parameter]
    return (names[0], size.most) if size and names else ()


def operation_docstring(endpoint: Endpoint, facts: OperationFacts, success: str) -> str:
    """The docstring of `sync` and `asyncio`: purpose, arguments, result, errors, operation."""
    client = "A signed client." if facts.secured else "Any client."
    entries: list[tuple[str, object]] = [(str(prop.python_name), prop.description) for prop in endpoint.path_parameters]
    entries += [("client", client)]
    entries += [("body", "The request body; each field of its model is documented there.")] * bool(endpoint.bodies)
    entries += [(str(prop.python_name), prop.description) for prop in endpoint.query_parameters]
    returns = "Nothing." if success == "None" else f"The decoded response, a `{success}`."
    blocks = [
        f"{sentence(facts.summary)}.",
        textwrap.fill(_description(endpoint, facts), _WIDTH, break_on_hyphens=False),
        "Args:\n" + "\n".join(_entry(name, _clean(text)) for name, text in entries),
        f"Returns:\n    {returns}",
        "Raises:\n" + "\n".join(_entry(name, text) for name, text in _raises(facts)),
        f"Operation: `{facts.operation_id}`.",
    ]
    return _quoted("\n\n".join(block for block in blocks if block) + "\n")


def _description(endpoint: Endpoint, facts: OperationFacts) -> str:
    text = _clean(endpoint.description)
    return " ".join(filter(None, [text, *(rule.sentence for rule in facts.field_rules), *_also_taken(endpoint)]))


def _also_taken(endpoint: Endpoint) -> Iterator[str]:
    """Sentences on what arguments may be besides the spec's own types."""
    aliases = {alias for prop in endpoint.query_parameters if (alias := alias_of(prop))}
    times = sorted(alias.removeprefix("Unix") for alias in aliases if alias.startswith("Unix"))
    if times:
        unit = "millisecond" if times[0].startswith("Milliseconds") else "second"
        rounded = f"starts are rounded down to the {unit}, ends up"
        if not times[-1].endswith("Up"):
            rounded = f"they are rounded down to the {unit}"
        yield f"Unix times may also be aware `datetime`s; {rounded}."
    if "CommaJoined" in aliases:
        yield "Where commas separate values, a list works too."


def _entry(name: str, text: str) -> str:
    return textwrap.fill(
        f"{name}: {text}", _WIDTH, initial_indent="    ", subsequent_indent="        ", break_on_hyphens=False
    )


def _raises(facts: OperationFacts) -> list[tuple[str, str]]:
    classes: dict[str, list[str]] = {}
    for status in facts.statuses:
        if status >= 400:
            name = _ERRORS.get(status, "KalshiServerError" if status >= 500 else "UnexpectedStatus")
            classes.setdefault(name, []).append(str(status))
    errors = [(name, f"The exchange answered {' or '.join(statuses)}.") for name, statuses in classes.items()]
    unsigned = [("AuthRequiredError", "The client can't sign; nothing was sent.")] if facts.secured else []
    return [
        ("WrongClientError", "The client is of another API; nothing was sent."),
        *unsigned,
        ("InvalidRequestError", "An argument is not what the spec allows; nothing was sent."),
        *errors,
        (
            "UnexpectedStatus",
            "The exchange answered any other status outside 2xx, or an error in a 2xx.",
        ),
        ("KalshiDecodeError", "The exchange answered 2xx, but the response can't be decoded."),
    ]


def in_order(values: Iterable[Any]) -> list[Any]:
    """The values of an enum in a fixed order."""
    return sorted(values, key=str)


def set_literal(values: Iterable[Any]) -> str:
    """Values as a set display in their order; nothing for none."""
    members = [literal(value) for value in values]
    return "{" + ", ".join(members) + "}" if members else ""


FILTERS: dict[str, Callable[..., Any]] = {
    function.__name__: function
    for function in (
        literal,
        identifier,
        words,
        docstring,
        model_docstring,
        sentence,
        declaration,
        given,
        has_amounts,
        has_optional,
        in_spec_order,
        needed_imports,
        model_rules,
        rule_literals,
        bounded_type,
        declared_types,
        renamed,
        success_type,
        signature,
        required_arguments,
        largest_page,
        field_docstring,
        arguments,
        operation_docstring,
        in_order,
        set_literal,
    )
}
