"""The five services, as they stand without servers."""

from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from fastapi import FastAPI

from common.ids import SystemChance
from common.messaging.subscription import Subscription
from onebox.environment import FIXED_PORTS, SERVICES, World, as_settings, environments
from onebox.secrets import kept_secrets


def subscribed() -> dict[str, tuple[Subscription[Any], ...]]:
    """By service name."""
    return {name: service.subscriptions(parts) for name, service, parts in _built()}


def an_api(service: str) -> FastAPI:
    """The application of one of the five, as it is served."""
    app: FastAPI
    (app,) = [own.create_api(parts) for name, own, parts in _built() if name == service]
    return app


def _built() -> Iterator[tuple[str, Any, Any]]:
    """Name, service and parts, built from settings that lead nowhere: nothing connects."""
    with TemporaryDirectory() as folder:
        world = World(
            databases=dict.fromkeys(SERVICES, "postgresql://nobody@127.0.0.1:1/nothing"),
            ports=FIXED_PORTS,
            storage_url="http://127.0.0.1:1",
            smtp_port=1,
            secrets=kept_secrets(Path(folder) / "secrets.json", SystemChance()),
            folder=Path(folder),
        )
        for name, environment in environments(world).items():
            service: Any = import_module(f"{name.replace('-', '_')}.app").SERVICE
            yield name, service, service.build(service.settings(**as_settings(environment)))
