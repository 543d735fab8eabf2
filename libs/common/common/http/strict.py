"""Request bodies read without leniency: what is odd is refused, never repaired in silence."""

import inspect
import json
import math
import re
from collections.abc import Callable, Coroutine
from types import UnionType
from typing import Annotated, Any, Union, get_args, get_origin

from fastapi import Request, Response
from fastapi.exceptions import RequestValidationError
from fastapi.routing import APIRoute
from pydantic import (
    BaseModel,
    ConfigDict,
    GetCoreSchemaHandler,
    TypeAdapter,
    ValidatorFunctionWrapHandler,
)
from pydantic_core import CoreSchema, core_schema

from common.http.language import Text
from common.http.problem import Problem, ProblemSpec
from common.http.words import Digits, Line, Prose

__all__ = [
    "BAD_JSON",
    "Digits",
    "Line",
    "MalformedJson",
    "Prose",
    "StrictModel",
    "StrictRoute",
    "parse_json",
]

MAX_DEPTH = 32
# RFC 7493: beyond this, two programs may read two different numbers.
MAX_INTEGER = 2**53 - 1

NOT_JSON = ProblemSpec(
    415,
    "unsupported-media-type",
    Text("Format non accepté", "Unsupported format"),
    Text(
        "Envoyez du JSON avec l’en-tête « Content-Type: application/json ».",
        "Send JSON with the header “Content-Type: application/json”.",
    ),
)
BAD_JSON = ProblemSpec(
    400,
    "malformed-json",
    Text("JSON illisible", "Unreadable JSON"),
    lambda error: error.why,
)


class MalformedJson(ValueError):
    """The body is no I-JSON text (RFC 7493)."""

    def __init__(self, why: Text) -> None:
        super().__init__(why.en)
        self.why = why


class JsonObject(dict[str, Any]):
    """A parsed object that remembers its text, so that it may be validated as JSON."""

    __slots__ = ("text",)
    text: bytes


class StrictModel(BaseModel):
    """A request body: exact types, no unknown field, text in NFC without control characters."""

    model_config = ConfigDict(strict=True, extra="forbid", frozen=True, hide_input_in_errors=True)


class _ReadAsJson:
    """Validates a parsed body from its text: strict and from JSON, "2026-05-01" is a date."""

    def __init__(self, annotation: Any) -> None:
        self._adapter: TypeAdapter[Any] = TypeAdapter(annotation)

    def __get_pydantic_core_schema__(
        self, source: Any, handler: GetCoreSchemaHandler
    ) -> CoreSchema:
        def read(value: Any, check: ValidatorFunctionWrapHandler) -> Any:
            if isinstance(value, JsonObject):
                return self._adapter.validate_json(value.text)
            return check(value)

        return core_schema.no_info_wrap_validator_function(read, handler(source))


class StrictRoute(APIRoute):
    """A route whose JSON body is checked as text, then validated as JSON."""

    def __init__(self, path: str, endpoint: Callable[..., Any], **options: Any) -> None:
        _mark_bodies(endpoint)
        super().__init__(path, endpoint, **options)

    def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
        answer = super().get_route_handler()
        takes_json = self.body_field is not None and not _is_form(self)

        async def checked(request: Request) -> Response:
            if takes_json:
                request._json = await _strict_json(request)  # noqa: SLF001 - where Starlette caches it
            return await answer(request)

        return checked


def _mark_bodies(endpoint: Callable[..., Any]) -> None:
    """Let FastAPI see the bodies of the endpoint as types that validate JSON text."""
    signature = inspect.signature(endpoint, eval_str=True)
    parameters = [
        parameter.replace(annotation=_as_json(parameter.annotation))
        for parameter in signature.parameters.values()
    ]
    marked = signature.replace(parameters=parameters)
    endpoint.__signature__ = marked  # type: ignore[attr-defined] # what inspect reads first


def _as_json(annotation: Any) -> Any:
    if not _is_body(annotation) or any(isinstance(x, _ReadAsJson) for x in _extras(annotation)):
        return annotation
    return Annotated[annotation, _ReadAsJson(annotation)]


def _extras(annotation: Any) -> tuple[Any, ...]:
    return getattr(annotation, "__metadata__", ())


def _is_body(annotation: Any) -> bool:
    if get_origin(annotation) is Annotated:
        return _is_body(get_args(annotation)[0])
    if get_origin(annotation) in (Union, UnionType):
        return all(map(_is_body, get_args(annotation)))
    return isinstance(annotation, type) and issubclass(annotation, StrictModel)


def _is_form(route: APIRoute) -> bool:
    return route.body_field is not None and "json" not in str(
        getattr(route.body_field.field_info, "media_type", "application/json")
    )


async def _strict_json(request: Request) -> Any:
    body = await request.body()
    if not body:
        raise RequestValidationError([{"type": "missing", "loc": ("body",), "msg": ""}])
    content_type = request.headers.get("content-type", "").split(";")[0].strip().lower()
    if content_type != "application/json":
        raise Problem(NOT_JSON)
    return parse_json(body)


def parse_json(body: bytes) -> Any:
    """Read one I-JSON text: UTF-8, no duplicate name, no NaN, no lone surrogate, not too deep."""
    _refuse_depth(body)
    try:
        value = json.loads(
            body.decode("utf-8"),
            object_pairs_hook=_object,
            parse_constant=_refuse_constant,
            parse_float=_float,
            parse_int=_integer,
        )
        if b"\\u" in body:
            # Only an escape can bring in half a character.
            json.dumps(value, ensure_ascii=False).encode("utf-8")
    except MalformedJson:
        raise
    except UnicodeError as error:
        raise MalformedJson(
            Text("Le texte n’est pas de l’UTF-8 valide.", "The text is not valid UTF-8.")
        ) from error
    except (ValueError, RecursionError) as error:
        raise MalformedJson(
            Text("Le corps de la requête n’est pas du JSON.", "The body is not JSON.")
        ) from error
    if isinstance(value, dict):
        value = JsonObject(value)
        value.text = body
    return value


def _refuse_depth(body: bytes) -> None:
    if body.count(b"[") + body.count(b"{") <= MAX_DEPTH:
        return
    depth = deepest = 0
    for byte in re.sub(rb'"(?:[^"\\]|\\.)*"', b"", body):
        depth += (byte in b"[{") - (byte in b"]}")
        deepest = max(deepest, depth)
    if deepest > MAX_DEPTH:
        raise MalformedJson(
            Text("Le JSON est trop imbriqué.", "The JSON is nested too deeply."),
        )


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    read = dict(pairs)
    if len(read) != len(pairs):
        raise MalformedJson(
            Text("Un nom apparaît deux fois dans un objet.", "A name appears twice in an object.")
        )
    return read


def _refuse_constant(name: str) -> float:
    del name
    raise MalformedJson(Text("NaN et Infinity sont refusés.", "NaN and Infinity are refused."))


def _float(text: str) -> float:
    number = float(text)
    if not math.isfinite(number):
        _refuse_constant(text)
    return number


def _integer(text: str) -> int:
    if len(text) > len(str(MAX_INTEGER)) + 1 or abs(int(text)) > MAX_INTEGER:
        raise MalformedJson(Text("Un nombre est trop grand.", "A number is too large."))
    return int(text)
