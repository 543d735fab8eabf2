"""What each of the five services reads from its environment, on this machine."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from onebox.ports import HOST
from onebox.secrets import Secrets, digest_of

SERVICES = ("intake", "routing", "company-portal", "notifications", "agent-analytics")
FIXED_PORTS = dict(zip(SERVICES, range(8001, 8006), strict=True))

Environment = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class World:
    """What stands around the five services. `broker_url` None: the broker in this process.

    `given` adds to every service's environment, or overrides it.
    """

    databases: Mapping[str, str]
    ports: Mapping[str, int]
    storage_url: str
    smtp_port: int
    secrets: Secrets
    folder: Path
    broker_url: str | None = None
    namespace: str = ""
    worker_ports: Mapping[str, int] | None = None
    given: Environment | None = None

    def url(self, service: str) -> str:
        return f"http://{HOST}:{self.ports[service]}"

    def worker_port(self, service: str) -> int:
        """Where the worker tells how it is: a hundred above its API, unless given."""
        return (self.worker_ports or {}).get(service, self.ports[service] + 100)


def environments(world: World) -> dict[str, Environment]:
    """For every service, each variable it reads and nothing else."""
    own = {
        "intake": _intake(world),
        "routing": _routing(world),
        "company-portal": {"SECRETS__SAFE_KEY": world.secrets.portal_safe_key},
        "notifications": _notifications(world),
        "agent-analytics": {
            "SECRETS__SAFE_KEY": world.secrets.agents_safe_key,
            "LINKS__ROUTING": world.url("routing"),
        },
    }
    return {
        service: {**_shared(world, service), **own[service], **(world.given or {})}
        for service in SERVICES
    }


def as_settings(environment: Environment) -> dict[str, Any]:
    """The same as nested values, for settings built without a process of their own."""
    nested: dict[str, Any] = {}
    for name, text in environment.items():
        *groups, last = name.lower().split("__")
        place = nested
        for group in groups:
            place = place.setdefault(group, {})
        place[last] = json.loads(text) if text.startswith(("[", "{")) else text
    return nested


def _shared(world: World, service: str) -> Environment:
    shared = {
        "DATABASE__URL": world.databases[service],
        "HTTP__HOST": HOST,
        "HTTP__PORT": str(world.ports[service]),
        "HTTP__PUBLIC_URL": world.url(service),
        # Plain HTTP on the machine itself: a browser would not send a secure cookie back.
        "HTTP__SECURE_COOKIES": "false",
        "STORAGE__ENDPOINT": world.storage_url,
        "STORAGE__ACCESS_KEY": world.secrets.storage_access_key,
        "STORAGE__SECRET_KEY": world.secrets.storage_secret_key,
    }
    if world.broker_url is None:
        return shared
    return {
        **shared,
        "WORKER__HOST": HOST,
        "WORKER__PORT": str(world.worker_port(service)),
        "BROKER__URL": world.broker_url,
        "BROKER__NAMESPACE": world.namespace,
    }


def _intake(world: World) -> Environment:
    return {
        "ANTIVIRUS__KIND": "demo",
        "LINKS__ROUTING": world.url("routing"),
        "PICKER_KEY": world.secrets.picker_key,
    }


def _routing(world: World) -> Environment:
    return {
        "PICKER_KEY": world.secrets.picker_key,
        "SEARCH__DIRECTORY": str(world.folder / "search"),
        "LINKS__INTAKE": world.url("intake"),
        "LINKS__AGENT_ANALYTICS": world.url("agent-analytics"),
    }


def _notifications(world: World) -> Environment:
    return {
        "MAIL__HOST": HOST,
        "MAIL__PORT": str(world.smtp_port),
        "MAIL__SECURITY": "none",
        "MAIL__SENDER_ADDRESS": "ne-pas-repondre@vigie.example",
        "MAIL__DOMAIN": "vigie.example",
        "LINKS__COMPANY_PORTAL": world.url("company-portal"),
        "ACCESS__OPERATOR_KEY_SHA256": digest_of(world.secrets.operator_key),
        "ACCESS__PRINTING_KEY_SHA256": digest_of(world.secrets.printing_key),
        "UNSUBSCRIBE_KEY": world.secrets.unsubscribe_key,
    }
