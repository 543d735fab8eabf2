"""The five services' subscriptions, from their own tables, without servers."""

from importlib import import_module
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from common.ids import SystemChance
from common.messaging.subscription import Subscription
from onebox.environment import FIXED_PORTS, SERVICES, World, as_settings, environments
from onebox.secrets import kept_secrets


def subscribed() -> dict[str, tuple[Subscription[Any], ...]]:
    """By service name. Parts are built from settings that lead nowhere: nothing connects."""
    with TemporaryDirectory() as folder:
        world = World(
            databases=dict.fromkeys(SERVICES, "postgresql://nobody@127.0.0.1:1/nothing"),
            ports=FIXED_PORTS,
            storage_url="http://127.0.0.1:1",
            smtp_port=1,
            secrets=kept_secrets(Path(folder) / "secrets.json", SystemChance()),
            folder=Path(folder),
        )
        found = {}
        for name, environment in environments(world).items():
            service: Any = import_module(f"{name.replace('-', '_')}.app").SERVICE
            parts = service.build(service.settings(**as_settings(environment)))
            found[name] = service.subscriptions(parts)
        return found
