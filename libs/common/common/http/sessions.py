"""Opaque cookie sessions and what stops another site from using them."""

import hashlib
import hmac
from datetime import timedelta
from urllib.parse import urlsplit

from starlette.requests import Request
from starlette.responses import Response

from common.http.language import Text
from common.http.problem import Problem, ProblemSpec
from common.settings import HttpSettings

CSRF_HEADER = "x-csrf-token"
SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})
MAX_TOKEN = 200

FORGED = ProblemSpec(
    403,
    "csrf",
    Text("Requête refusée", "Request refused"),
    Text(
        "La page a expiré ou la requête vient d’un autre site. Rechargez la page et recommencez.",
        "The page has expired or the request comes from another site. Reload the page and retry.",
    ),
)


class SessionCookie:
    """The cookie that carries a session's secret; the database keeps only its digest."""

    def __init__(
        self,
        name: str,
        settings: HttpSettings,
        *,
        strict: bool = False,
        life: timedelta | None = None,
    ) -> None:
        """Without a `life` the cookie goes when the browser is closed."""
        self._max_age = int(life.total_seconds()) if life else None
        self._secure = settings.secure_cookies
        self._strict = strict
        # The prefix makes browsers refuse the cookie from a subdomain or without TLS.
        self.name = f"__Host-{name}" if self._secure else name

    def set(self, response: Response, token: str) -> None:
        response.set_cookie(
            self.name,
            token,
            path="/",
            max_age=self._max_age,
            secure=self._secure,
            httponly=True,
            samesite="strict" if self._strict else "lax",
        )

    def read(self, request: Request) -> str | None:
        token = request.cookies.get(self.name)
        return token if token and len(token) <= MAX_TOKEN else None

    def clear(self, response: Response) -> None:
        response.delete_cookie(self.name, path="/", secure=self._secure, httponly=True)


def csrf_token(session_token: str) -> str:
    """What a form of this session must send back; worthless without the session's secret."""
    return hmac.new(session_token.encode(), b"csrf", hashlib.sha256).hexdigest()


def check_csrf(request: Request, session_token: str, submitted: str | None = None) -> None:
    """Refuse an unsafe request that the session's own pages did not make.

    `submitted` is the form's field; without it, the header `X-CSRF-Token` is read.
    """
    if request.method in SAFE_METHODS:
        return
    check_origin(request)
    given = submitted if submitted is not None else request.headers.get(CSRF_HEADER, "")
    if not hmac.compare_digest(given.encode(), csrf_token(session_token).encode()):
        raise Problem(FORGED)


def check_origin(request: Request) -> None:
    """Refuse what a browser says another site sent; programs send no Origin."""
    origin = request.headers.get("origin")
    if origin is None:
        site = request.headers.get("sec-fetch-site", "none")
        if site not in {"none", "same-origin"}:
            raise Problem(FORGED)
        return
    if urlsplit(origin).netloc.lower() not in _own_names(request):
        raise Problem(FORGED)


def _own_names(request: Request) -> set[str]:
    names = {request.headers.get("host", "").lower()}
    settings: HttpSettings | None = getattr(request.app.state, "http_settings", None)
    if settings is not None:
        names.add(urlsplit(settings.public_url).netloc.lower())
    return names - {""}
