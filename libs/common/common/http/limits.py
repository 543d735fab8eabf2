"""What a request may cost before anyone reads it: headers, body, time, odd bytes."""

import asyncio
from datetime import timedelta
from urllib.parse import unquote_to_bytes

from starlette.exceptions import HTTPException
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from common.http.language import Text
from common.http.problem import ProblemSpec, respond

MAX_JSON = 64 * 1024
MAX_FORM = 1024 * 1024
MAX_HEADERS = 100
MAX_HEADER_BYTES = 16 * 1024
MAX_TARGET = 8 * 1024
BODY_TIME = timedelta(seconds=30)
_FORMS = frozenset({b"application/x-www-form-urlencoded", b"multipart/form-data"})

TOO_LARGE = ProblemSpec(
    413,
    "body-too-large",
    Text("Envoi trop volumineux", "Request too large"),
    Text("Le contenu envoyé dépasse la taille acceptée.", "What was sent is larger than accepted."),
)
TOO_LONG = ProblemSpec(
    414,
    "address-too-long",
    Text("Adresse trop longue", "Address too long"),
    Text("L’adresse dépasse 8 Kio.", "The address exceeds 8 KiB."),
)
TOO_MANY_HEADERS = ProblemSpec(
    431,
    "headers-too-large",
    Text("En-têtes trop volumineux", "Headers too large"),
    Text(
        "Les en-têtes de la requête dépassent 100 lignes ou 16 Kio.",
        "The request’s headers exceed 100 lines or 16 KiB.",
    ),
)
BAD_ADDRESS = ProblemSpec(
    400,
    "malformed-address",
    Text("Adresse mal formée", "Malformed address"),
    Text(
        "L’adresse contient des caractères interdits.",
        "The address contains forbidden characters.",
    ),
)


class Limits:
    """Refuses what is too big, too slow or malformed, before any parser sees it."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        limit = _body_limit(scope)
        refusal = _refusal(scope, limit)
        if refusal is not None:
            await respond(scope, refusal)(scope, receive, send)
            return
        await self.app(scope, _Body(receive, limit).receive, send)


class _Body:
    """Counts and times a body as it comes in; what follows it (a disconnection) has all the time.

    The refusals are the framework's own exceptions, which its form and JSON parsers let through.
    """

    def __init__(self, receive: Receive, limit: int) -> None:
        self._receive = receive
        self._left = limit
        self._deadline: float | None = None
        self._is_complete = False

    async def receive(self) -> Message:
        if self._is_complete:
            return await self._receive()
        message = await self._receive_in_time()
        self._left -= len(message.get("body", b""))
        if self._left < 0:
            raise HTTPException(413)
        self._is_complete = not message.get("more_body", False)
        return message

    async def _receive_in_time(self) -> Message:
        if self._deadline is None:
            self._deadline = asyncio.get_running_loop().time() + BODY_TIME.total_seconds()
        try:
            async with asyncio.timeout_at(self._deadline):
                return await self._receive()
        except TimeoutError:
            raise HTTPException(408) from None


def _refusal(scope: Scope, limit: int) -> ProblemSpec | None:
    headers = scope["headers"]
    if len(headers) > MAX_HEADERS or sum(map(_size, headers)) > MAX_HEADER_BYTES:
        return TOO_MANY_HEADERS
    target = (scope.get("raw_path") or scope["path"].encode()) + b"?" + scope["query_string"]
    if len(target) > MAX_TARGET:
        return TOO_LONG
    if not _is_plain(target):
        return BAD_ADDRESS
    declared = _header(scope, b"content-length")
    if declared.isdigit() and int(declared[:12]) > limit:
        return TOO_LARGE
    return None


def _is_plain(target: bytes) -> bool:
    """Whether the address, percent signs undone, is UTF-8 text without NUL."""
    try:
        return "\x00" not in unquote_to_bytes(target).decode("utf-8")
    except UnicodeDecodeError:
        return False


def _size(header: tuple[bytes, bytes]) -> int:
    return len(header[0]) + len(header[1])


def _body_limit(scope: Scope) -> int:
    kind = _header(scope, b"content-type").split(b";")[0].strip().lower()
    return MAX_FORM if kind in _FORMS else MAX_JSON


def _header(scope: Scope, name: bytes) -> bytes:
    return next((value for key, value in scope["headers"] if key == name), b"")
