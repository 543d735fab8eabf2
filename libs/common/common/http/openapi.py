"""The OpenAPI document, made to say the truth about refusals."""

from collections.abc import Callable
from typing import Any

from fastapi import FastAPI

from common.http.problem import MEDIA_TYPE

_PROBLEM = {
    "type": "object",
    "title": "Problem",
    "description": "RFC 9457. Compare `type`; `title` and `detail` are for people.",
    "required": ["type", "title", "status", "detail", "instance"],
    "properties": {
        "type": {"type": "string", "examples": ["urn:vigie:problem:not-found"]},
        "title": {"type": "string"},
        "status": {"type": "integer", "minimum": 400, "maximum": 599},
        "detail": {"type": "string"},
        "instance": {"type": "string", "description": "The request’s identifier."},
    },
    "additionalProperties": True,
}
_OF_FRAMEWORK = ("HTTPValidationError", "ValidationError")
_OF_BODIES = {
    "400": "The body is not the JSON text it claims to be, or the address is malformed.",
    "413": "The body is too large.",
    "415": "The body is of another type.",
}
_OF_INPUT = {
    "400": "The address is malformed.",
    "422": "A value is missing, of the wrong type or out of bounds.",
}
_OF_QUERIES = {"414": "The address is too long."}
_OF_PATHS = {"404": "Unknown, or not yours."}
_OF_CALLERS = {"401": "Nobody whom the service knows is calling."}
_OF_SESSIONS = {"403": "Not permitted to the caller, or sent by another site."}
_METHODS = frozenset({"get", "put", "post", "delete", "patch"})


def truthful(app: FastAPI) -> Callable[[], dict[str, Any]]:
    """`app.openapi`, with every refusal declared as a problem; made once."""
    plain = app.openapi

    def openapi() -> dict[str, Any]:
        if app.openapi_schema is None:
            app.openapi_schema = _with_problems(plain())
        return app.openapi_schema

    return openapi


def _with_problems(schema: dict[str, Any]) -> dict[str, Any]:
    schemas = schema.setdefault("components", {}).setdefault("schemas", {})
    for name in _OF_FRAMEWORK:
        schemas.pop(name, None)
    schemas["Problem"] = _PROBLEM
    for item in schema["paths"].values():
        for method in _METHODS & item.keys():
            _declare(item[method], is_safe=method == "get")
    return schema


def _declare(operation: dict[str, Any], *, is_safe: bool) -> None:
    declared: dict[str, Any] = operation["responses"]
    refusals = {"default": "Refused, or failed."}
    parameters = operation.get("parameters", ())
    if parameters or "requestBody" in operation:
        refusals |= _OF_INPUT
    if "requestBody" in operation:
        refusals |= _OF_BODIES
    places = {parameter["in"] for parameter in parameters}
    refusals |= _OF_QUERIES if "query" in places else {}
    refusals |= _OF_PATHS if "path" in places else {}
    if "security" in operation:
        refusals |= _OF_CALLERS | ({} if is_safe else _OF_SESSIONS)
    own = {status: each["description"] for status, each in declared.items() if status >= "4"}
    own.pop("422", None)
    for status, description in (refusals | own).items():
        declared[status] = {
            "description": description,
            "content": {MEDIA_TYPE: {"schema": {"$ref": "#/components/schemas/Problem"}}},
        }
