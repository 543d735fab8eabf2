"""The outermost layer of an application: it names, measures and answers for every request."""

from asyncio import get_running_loop

from opentelemetry.trace import SpanKind
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from common.http.headers import SAFE_HEADERS
from common.http.language import Text
from common.http.problem import REQUEST_ID, ProblemSpec, respond
from common.ids import NewId
from common.log import bound, fault, logger
from common.metrics import http_seconds
from common.telemetry import span

_UNROUTED = "unrouted"
_SAFE = [(name.encode(), value.encode()) for name, value in SAFE_HEADERS.items()]
_PROBES = frozenset({"/livez", "/readyz", "/metrics"})

ACCIDENT = ProblemSpec(
    500,
    "internal-error",
    Text("Une erreur est survenue", "Something went wrong"),
    Text(
        "L’erreur est de notre côté et nous l’avons notée. Réessayez dans quelques minutes.",
        "The fault is on our side and we have recorded it. Try again in a few minutes.",
    ),
)


class Edge:
    """Gives each request an identifier, a span, safe headers, and an answer whatever happens."""

    def __init__(self, app: ASGIApp, *, service: str, new_id: NewId) -> None:
        self.app = app
        self.service = service
        self.new_id = new_id

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or scope["path"] in _PROBES:
            await self.app(scope, receive, send)
            return
        scope[REQUEST_ID] = str(self.new_id())
        answer = _Answer(send, scope[REQUEST_ID])
        began = get_running_loop().time()
        with bound(request_id=scope[REQUEST_ID]), span(scope["method"], kind=SpanKind.SERVER) as it:
            await self._serve(scope, receive, answer)
            route = _route(scope)
            it.update_name(f"{scope['method']} {route}")
            it.set_attributes({"http.route": route, "http.response.status_code": answer.status})
        taken = get_running_loop().time() - began
        http_seconds.labels(self.service, scope["method"], route, answer.status).observe(taken)

    async def _serve(self, scope: Scope, receive: Receive, answer: "_Answer") -> None:
        try:
            await self.app(scope, receive, answer.send)
        except Exception as error:
            logger().error(
                "request_failed", **fault(error), method=scope["method"], route=_route(scope)
            )
            if answer.status:
                raise
            await respond(scope, ACCIDENT)(scope, receive, answer.send)


class _Answer:
    """What goes out: the status is noted, the headers that nobody set are set."""

    def __init__(self, send: Send, request_id: str) -> None:
        self._send = send
        self._request_id = request_id
        self.status = 0

    async def send(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            self.status = message["status"]
            headers = list(message.get("headers", ()))
            set_already = {name.lower() for name, _ in headers}
            headers += [pair for pair in _SAFE if pair[0] not in set_already]
            headers.append((b"x-request-id", self._request_id.encode()))
            message["headers"] = headers
        await self._send(message)


def _route(scope: Scope) -> str:
    """The template of the address: the address itself may hold a secret."""
    return str(getattr(scope.get("route"), "path", _UNROUTED))
