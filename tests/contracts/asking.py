"""Requests that schemathesis makes up from an API's document, and whether answers agree with it."""

import asyncio
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any
from unittest import SkipTest

import httpx
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis.errors import Unsatisfiable
from hypothesis.strategies import SearchStrategy
from requests import PreparedRequest, Request
from schemathesis import Case, GenerationMode
from schemathesis.checks import (
    content_type_conformance,
    not_a_server_error,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
)
from schemathesis.core import NOT_SET
from schemathesis.core.failures import FailureGroup

URL = "http://testserver"
# Not whether valid data is accepted and invalid data refused: the key of a SIRET, a day that is
# not to come or a cursor cannot be said in JSON Schema, so the document says less than the code.
CHECKS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_schema_conformance,
    response_headers_conformance,
]
_REFUSED = 400
_EACH_TIME_THE_SAME = settings(
    database=None,
    deadline=None,
    derandomize=True,
    phases=[Phase.generate],
    suppress_health_check=list(HealthCheck),
)


@dataclass(frozen=True, slots=True)
class Caller:
    """Who asks, and what they know that nobody could make up.

    `known` holds real values by path parameter, `bodies` real bodies by operation; the operations
    `last` end what the others need.
    """

    headers: Mapping[str, str] = field(default_factory=dict)
    known: Mapping[str, object] = field(default_factory=dict)
    bodies: Mapping[str, object] = field(default_factory=dict)
    last: Sequence[str] = ()


@dataclass(slots=True)
class Heard:
    """`statuses` by operation, and every answer that the document does not allow."""

    statuses: dict[str, set[int]] = field(default_factory=dict)
    faults: dict[str, str] = field(default_factory=dict)

    @property
    def never_served(self) -> set[str]:
        """The operations that refused whatever they were asked."""
        return {
            name for name, given in self.statuses.items() if min(given, default=500) >= _REFUSED
        }


async def ask(client: httpx.AsyncClient, caller: Caller, heard: Heard) -> None:
    """Put some twenty requests to each operation, and note what is heard.

    Schemathesis drives from a thread of its own; the application stays on its event loop.
    """
    document = (await client.get("/openapi.json")).json()
    asking = _Asking(client, caller, asyncio.get_running_loop(), heard)
    await asyncio.to_thread(asking.everything, _without_default(document))


def _without_default(document: dict[str, Any]) -> dict[str, Any]:
    """The document that must name each status: `default` would permit them all."""
    for item in document["paths"].values():
        for operation in item.values():
            operation["responses"].pop("default", None)
    return document


@dataclass(frozen=True, slots=True)
class _Asking:
    client: httpx.AsyncClient
    caller: Caller
    loop: asyncio.AbstractEventLoop
    heard: Heard

    def everything(self, document: dict[str, Any]) -> None:
        schema: Any = schemathesis.openapi.from_dict(document)
        found = [each.ok() for each in schema.get_all_operations()]
        last = {label: place for place, label in enumerate(self.caller.last)}
        for operation in sorted(found, key=lambda one: last.get(one.label, -1)):
            self.heard.statuses.setdefault(operation.label, set())
            for strategy, count in self._strategies(operation):
                ask = given(strategy)(self._put)
                # Not every operation has an input that can be wrong.
                with suppress(SkipTest, Unsatisfiable):
                    settings(_EACH_TIME_THE_SAME, max_examples=count)(ask)()

    def _strategies(self, operation: Any) -> Iterator[tuple[SearchStrategy[Any], int]]:
        """What the caller knows, then what the document allows, then what it does not."""
        names = {parameter.name for parameter in operation.path_parameters}
        known = {name: value for name, value in self.caller.known.items() if name in names}
        body = self.caller.bodies.get(operation.label, NOT_SET)
        if known or body is not NOT_SET:
            yield operation.as_strategy(path_parameters=known, body=body), 3
        yield operation.as_strategy(), 8
        yield operation.as_strategy(GenerationMode.NEGATIVE), 8

    def _put(self, case: Case[Any]) -> None:
        written = Request(**case.as_transport_kwargs(URL, headers=dict(self.caller.headers)))
        sent = self.client.send(_as_httpx(written.prepare()))
        answer = asyncio.run_coroutine_threadsafe(sent, self.loop).result()
        name = case.operation.label
        self.heard.statuses[name].add(answer.status_code)
        try:
            case.validate_response(answer, CHECKS)
        except FailureGroup as wrong:
            titles = ", ".join(sorted(one.title for one in wrong.exceptions))
            self.heard.faults.setdefault(f"{name} {answer.status_code}: {titles}", str(wrong))


def _as_httpx(request: PreparedRequest) -> httpx.Request:
    """The same bytes; the client adds nothing, so that no cookie outlives its request."""
    assert request.method is not None
    assert request.url is not None
    headers = [(name.encode(), value.encode("latin-1")) for name, value in _texts(request)]
    body: Any = request.body
    return httpx.Request(request.method, request.url, headers=headers, content=body)


def _texts(request: PreparedRequest) -> Iterator[tuple[str, str]]:
    for name, value in request.headers.items():
        yield name, value.decode("latin-1") if isinstance(value, bytes) else value
