"""Refusals as RFC 9457 problems: stable slugs for programs, French and English for people."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.types import Scope

from common.http.language import Text, language_of

__all__ = ["Problem", "ProblemSpec", "Text", "document", "respond"]

MEDIA_TYPE = "application/problem+json"
TYPE_PREFIX = "urn:vigie:problem:"
REQUEST_ID = "request_id"


@dataclass(frozen=True, slots=True)
class ProblemSpec:
    """What a kind of refusal says; `detail`, `extensions` and `headers` may look at the exception.

    `slug` is stable and English: callers compare `type`, never the texts.
    """

    status: int
    slug: str
    title: Text
    detail: Text | Callable[[Any], Text]
    extensions: Callable[[Any], Mapping[str, Any]] | None = None
    headers: Callable[[Any], Mapping[str, str]] | None = None

    @property
    def type(self) -> str:
        return TYPE_PREFIX + self.slug


class Problem(Exception):
    """A refusal raised where there is no exception of its own to map."""

    def __init__(self, spec: ProblemSpec, **extensions: Any) -> None:
        super().__init__(spec.slug)
        self.spec = spec
        self.extensions = extensions


ErrorPage = Callable[[Request, Mapping[str, Any]], Response]


def document(scope: Scope, spec: ProblemSpec, error: Exception | None = None) -> dict[str, Any]:
    """The problem as a JSON object, in the language of the request."""
    language = language_of(scope)
    detail = spec.detail if isinstance(spec.detail, Text) else spec.detail(error)
    body: dict[str, Any] = {
        "type": spec.type,
        "title": spec.title.speak(language),
        "status": spec.status,
        "detail": detail.speak(language),
        "instance": f"urn:uuid:{scope.get(REQUEST_ID, '')}",
    }
    if spec.extensions is not None:
        body |= spec.extensions(error)
    if isinstance(error, Problem):
        body |= error.extensions
    return body


def respond(scope: Scope, spec: ProblemSpec, error: Exception | None = None) -> Response:
    """The refusal as a page for a browser, as a problem for anyone else."""
    body = document(scope, spec, error)
    headers = dict(spec.headers(error)) if spec.headers is not None else {}
    page = _error_page(scope)
    if page is not None and _wants_page(scope):
        response = page(Request(scope), body)
    else:
        response = JSONResponse(body, spec.status, media_type=MEDIA_TYPE)
    response.headers.update(headers)
    return response


def _error_page(scope: Scope) -> ErrorPage | None:
    app = scope.get("app")
    return getattr(app.state, "error_page", None) if app is not None else None


def _wants_page(scope: Scope) -> bool:
    if scope["path"].startswith("/v1/"):
        return False
    accept = next((value for key, value in scope["headers"] if key == b"accept"), b"")
    return b"text/html" in accept
