"""The API's page for people: every operation of the OpenAPI schema, in the application's own look.

Swagger UI would do more (try a request), but it fails axe-core in two dozen places and cannot be corrected from here.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from drf_spectacular.generators import SchemaGenerator

Schema = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Field:
    """A parameter or a member of a body. `kind` in words: "integer", "list of ImportListed", "one of a, b"."""

    name: str
    kind: str
    required: bool
    note: str


@dataclass(frozen=True, slots=True)
class Answer:
    """An answer that is not an error: its status and what it holds."""

    status: str
    kind: str
    fields: tuple[Field, ...]


@dataclass(frozen=True, slots=True)
class Operation:
    id: str
    method: str
    path: str
    text: str
    parameters: tuple[Field, ...]
    body: tuple[Field, ...]
    answers: tuple[Answer, ...]


@dataclass(frozen=True, slots=True)
class Area:
    """Operations under one tag."""

    name: str
    operations: tuple[Operation, ...]


def api_docs(request: HttpRequest) -> HttpResponse:
    """Every operation by area."""
    schema = SchemaGenerator().get_schema(request=None, public=True)  # type: ignore[no-untyped-call]
    return render(request, "kit/api_docs.html", {"areas": areas(schema)})


def areas(schema: Schema) -> list[Area]:
    """The operations of an OpenAPI document by tag, in alphabetical order of the tags."""
    found: dict[str, list[Operation]] = {}
    for path, item in schema["paths"].items():
        for method, operation in item.items():
            found.setdefault(operation["tags"][0], []).append(operation_of(schema, method, path, operation))
    return [Area(name.capitalize(), tuple(rows)) for name, rows in sorted(found.items())]


def operation_of(schema: Schema, method: str, path: str, given: Schema) -> Operation:
    parameters = (
        Field(one["name"], kind(one["schema"]), bool(one.get("required")), one.get("description", ""))
        for one in given.get("parameters", ())
    )
    return Operation(
        id=given["operationId"],
        method=method.upper(),
        path=path,
        text=given.get("description", ""),
        parameters=tuple(parameters),
        body=tuple(fields(schema, content(given.get("requestBody", {})))),
        answers=tuple(answers(schema, given["responses"])),
    )


def answers(schema: Schema, responses: Schema) -> Iterator[Answer]:
    for status, response in responses.items():
        held = content(response)
        yield Answer(status, kind(held) if held else "nothing", tuple(fields(schema, held)))


def content(body: Schema) -> Schema:
    """The schema of the first media type of a body; empty without one."""
    first: Schema = next(iter(body.get("content", {}).values()), {})
    found: Schema = first.get("schema", {})
    return found


def fields(schema: Schema, given: Schema) -> Iterator[Field]:
    """The members of an object; of a list, those of its elements."""
    target = resolved(schema, given)
    if target.get("type") == "array":
        target = resolved(schema, target["items"])
    required = set(target.get("required", ()))
    for name, one in target.get("properties", {}).items():
        yield Field(name, kind(one), name in required, one.get("description", ""))


def resolved(schema: Schema, given: Schema) -> Schema:
    if "$ref" not in given:
        return given
    found: Schema = schema["components"]["schemas"][reference(given)]
    return found


def reference(given: Schema) -> str:
    return str(given["$ref"]).rpartition("/")[2]


def kind(given: Schema) -> str:
    """What a value is, in words."""
    if "$ref" in given:
        return reference(given)
    for several in ("oneOf", "anyOf", "allOf"):
        if several in given:
            return " or ".join(filter(None, map(kind, given[several])))
    if given.get("type") == "array":
        return f"list of {kind(given['items']) or 'anything'}"
    if "enum" in given:
        return "one of " + ", ".join(str(value) for value in given["enum"] if value is not None)
    return str(given.get("format") or given.get("type") or "")
