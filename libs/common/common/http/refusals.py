"""Every exception that the framework, the database or a service raises, as a problem."""

import re
from collections.abc import Awaitable, Callable, Mapping, Sequence
from socket import gaierror
from typing import Any

from asyncpg import InterfaceError as DriverError
from asyncpg import InternalClientError, PostgresError
from fastapi.exceptions import RequestValidationError
from sqlalchemy.exc import DataError, DBAPIError, InterfaceError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response
from starlette.routing import Match

from common.http.language import Text
from common.http.problem import Problem, ProblemSpec, respond
from common.http.strict import BAD_JSON, MalformedJson
from common.throttle import Throttled

Handler = Callable[[Request, Any], Awaitable[Response]]
MAX_FAULTS = 50

INVALID = ProblemSpec(
    422,
    "invalid-request",
    Text("Demande invalide", "Invalid request"),
    Text(
        "Corrigez les champs cités dans « errors ».",
        "Correct the fields listed in “errors”.",
    ),
    extensions=lambda error: {"errors": faults_of(error.errors())},
)
UNSTORABLE = ProblemSpec(
    422,
    "invalid-value",
    Text("Valeur invalide", "Invalid value"),
    Text(
        "Une valeur envoyée ne peut pas être enregistrée telle quelle.",
        "A value sent cannot be stored as it is.",
    ),
)
THROTTLED = ProblemSpec(
    429,
    "too-many-requests",
    Text("Trop d’essais", "Too many attempts"),
    Text(
        "Patientez avant de recommencer : l’en-tête Retry-After dit combien de secondes.",
        "Wait before trying again: the header Retry-After says how many seconds.",
    ),
    headers=lambda error: {"retry-after": str(_seconds(error))},
)
BUSY = ProblemSpec(
    409,
    "concurrent-request",
    Text("Traitement en cours", "Already in progress"),
    Text(
        "Une autre requête travaille sur le même objet. Réessayez dans un instant.",
        "Another request is working on the same object. Try again in a moment.",
    ),
    headers=lambda _: {"retry-after": "1"},
)
UNAVAILABLE = ProblemSpec(
    503,
    "unavailable",
    Text("Service momentanément indisponible", "Service temporarily unavailable"),
    Text(
        "Rien n’est perdu de votre côté : réessayez dans une minute.",
        "Nothing is lost on your side: try again in a minute.",
    ),
    headers=lambda _: {"retry-after": "5"},
)
GONE = ProblemSpec(
    408,
    "request-timeout",
    Text("Envoi interrompu", "Request interrupted"),
    Text("Le contenu n’est pas arrivé à temps.", "The content did not arrive in time."),
)
_NO_DATABASE = (
    InterfaceError,
    PoolTimeout,
    ConnectionError,
    TimeoutError,
    gaierror,
    DriverError,
    InternalClientError,
)
STATUSES: Mapping[int, tuple[str, Text]] = {
    400: ("bad-request", Text("Requête mal formée", "Malformed request")),
    401: ("unauthenticated", Text("Connexion nécessaire", "Sign-in required")),
    403: ("forbidden", Text("Accès refusé", "Access refused")),
    404: ("not-found", Text("Page ou objet introuvable", "Page or object not found")),
    405: ("method-not-allowed", Text("Méthode non permise", "Method not allowed")),
    406: ("not-acceptable", Text("Format non disponible", "Format not available")),
    408: ("request-timeout", Text("Envoi interrompu", "Request interrupted")),
    413: ("body-too-large", Text("Envoi trop volumineux", "Request too large")),
    415: ("unsupported-media-type", Text("Format non accepté", "Unsupported format")),
}
_DETAILS: Mapping[int, Text] = {
    401: Text(
        "Connectez-vous, ou renouvelez votre jeton, puis recommencez.",
        "Sign in, or renew your token, then try again.",
    ),
    404: Text(
        "L’adresse est inconnue, ou l’objet n’existe pas pour vous.",
        "The address is unknown, or the object does not exist for you.",
    ),
    405: Text(
        "L’en-tête Allow donne les méthodes permises.",
        "The header Allow lists the methods permitted.",
    ),
}
_DETAIL = Text("La requête ne peut pas être servie.", "The request cannot be served.")
# PostgreSQL's codes. The classes: connection, authorization, no such database, rollback,
# resources, intervention, system: whatever it is, the request may be made again later.
_LOCK_NOT_AVAILABLE = "55P03"
_NOT_ALLOWED = 405
_METHODS = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE")
_UNSTORABLE_CLASS = "22"
_NOT_NOW_CLASSES = ("08", "28", "3D", "40", "53", "57", "58")


def handlers(own: Mapping[type[Exception], ProblemSpec]) -> dict[type[Exception], Handler]:
    """What to register: the shared refusals, then the service's own."""
    shared: dict[type[Exception], Handler] = {
        Problem: _answer_problem,
        HTTPException: _answer_status,
        RequestValidationError: _always(INVALID),
        MalformedJson: _always(BAD_JSON),
        Throttled: _always(THROTTLED),
        DataError: _always(UNSTORABLE),
        DBAPIError: _answer_database,
        OperationalError: _answer_database,
        # Before there is a connection, and from prepared statements, the driver's own come through.
        PostgresError: _answer_database,
        **dict.fromkeys(_NO_DATABASE, _always(UNAVAILABLE)),
        ClientDisconnect: _always(GONE),
    }
    return shared | {kind: _always(spec) for kind, spec in own.items()}


def faults_of(errors: Sequence[Any]) -> list[dict[str, Any]]:
    """Where and what, never the value: it may be a password."""
    return [
        {
            "loc": [_plain_name(part) for part in fault["loc"][:12]],
            "type": fault["type"],
            "msg": _MESSAGES.get(fault["type"], "The value is not valid"),
        }
        for fault in errors[:MAX_FAULTS]
    ]


def _plain_name(part: str | int) -> str:
    """A place in the body; the names of unknown fields are the caller's, so only plain ones."""
    return text if _NAME.fullmatch(text := str(part)) else "?"


_NAME = re.compile(r"[A-Za-z0-9_-]{1,40}")
_MESSAGES = {
    "missing": "Field required",
    "extra_forbidden": "Unknown field",
    "string_too_short": "Text too short",
    "string_too_long": "Text too long",
    "string_type": "Text expected",
    "int_type": "Whole number expected",
    "bool_type": "true or false expected",
    "text_control": "Forbidden control characters",
    "text_surrogate": "Malformed Unicode text",
}


def _always(spec: ProblemSpec) -> Handler:
    async def answer(request: Request, error: Exception) -> Response:
        return respond(request.scope, spec, error)

    return answer


async def _answer_problem(request: Request, error: Any) -> Response:
    return respond(request.scope, error.spec, error)


async def _answer_status(request: Request, error: Any) -> Response:
    fallback = ("refused", Text("Requête refusée", "Request refused"))
    slug, title = STATUSES.get(error.status_code, fallback)
    detail = _DETAILS.get(error.status_code, _DETAIL)
    headers = dict(error.headers or {})
    if error.status_code == _NOT_ALLOWED:
        headers["Allow"] = ", ".join(_allowed(request))
    spec = ProblemSpec(error.status_code, slug, title, detail, headers=lambda _: headers)
    return respond(request.scope, spec)


def _allowed(request: Request) -> list[str]:
    """Every method of the address; the framework names only those of the first route it meets."""
    routes = request.app.router.routes
    scopes = {method: {**request.scope, "method": method} for method in _METHODS}
    return [
        method
        for method, scope in scopes.items()
        if any(route.matches(scope)[0] is Match.FULL for route in routes)
    ]


async def _answer_database(request: Request, error: Any) -> Response:
    state = str(getattr(getattr(error, "orig", error), "sqlstate", "") or "")
    if state == _LOCK_NOT_AVAILABLE:
        return respond(request.scope, BUSY)
    if state.startswith(_UNSTORABLE_CLASS):
        return respond(request.scope, UNSTORABLE)
    if state.startswith(_NOT_NOW_CLASSES) or getattr(error, "connection_invalidated", False):
        return respond(request.scope, UNAVAILABLE)
    raise error


def _seconds(error: Throttled) -> int:
    return max(1, -int(-error.retry_after.total_seconds() // 1))
