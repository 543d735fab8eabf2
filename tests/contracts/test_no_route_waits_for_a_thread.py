"""Nothing on the way of a request hops through a thread: each hop may cost milliseconds."""

import inspect
from collections.abc import Iterator
from typing import Any

import pytest
from fastapi.dependencies.models import Dependant

from onebox.environment import SERVICES
from tests.contracts.five import an_api


def routes(holder: Any) -> Iterator[Any]:
    """Every route with what it depends upon, those of included routers too."""
    for route in holder.routes:
        inner = getattr(route, "original_router", None)
        if inner is not None:
            yield from routes(inner)
        elif hasattr(route, "dependant"):
            yield route


def calls(dependant: Dependant) -> Iterator[Any]:
    yield dependant.call
    for one in dependant.dependencies:
        yield from calls(one)


def is_plain(call: Any) -> bool:
    """Whether FastAPI would run it in a thread."""
    own = call if inspect.isroutine(call) else getattr(call, "__call__", None)  # noqa: B004 - its kind is looked at
    plain = not (inspect.iscoroutinefunction(own) or inspect.isasyncgenfunction(own))
    return plain or inspect.isclass(call)


@pytest.mark.parametrize("service", SERVICES)
def test_every_endpoint_and_every_dependency_is_asynchronous(service: str) -> None:
    app = an_api(service)
    found = list(routes(app))
    assert len(found) > 5
    names = {
        f"{route.path}: {call.__module__}.{call.__qualname__}"
        for route in found
        for call in calls(route.dependant)
        if is_plain(call)
    }
    assert names == set()


def test_a_plain_function_and_a_class_would_be_noticed() -> None:
    assert is_plain(is_plain)
    assert is_plain(Dependant)
