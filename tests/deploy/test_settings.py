"""What the manifests and the compose file hand to a service is what its settings read."""

from collections.abc import Iterator
from typing import Any

import pytest
from pydantic import BaseModel

from onebox.environment import as_settings
from onebox.five import FIVE
from tests.deploy.manifests import OVERLAYS, rendered
from tests.deploy.test_containers import compose

# Made by operators, in a Secret for each service: deploy/k8s/README.md lists them.
SECRETS = {
    "*": {
        "DATABASE__URL": "postgresql://user:password@postgres-rw/db",
        "BROKER__URL": "amqp://user:password@rabbitmq/",
        "STORAGE__ACCESS_KEY": "key",
        "STORAGE__SECRET_KEY": "secret",
    },
    "intake": {"PICKER_KEY": "k" * 40},
    "routing": {"PICKER_KEY": "k" * 40},
    "company-portal": {"SECRETS__SAFE_KEY": "k" * 40},
    "notifications": {
        "MAIL__USERNAME": "vigie",
        "MAIL__PASSWORD": "password",
        "UNSUBSCRIBE_KEY": "k" * 40,
        "ACCESS__OPERATOR_KEY_SHA256": "a" * 64,
        "ACCESS__PRINTING_KEY_SHA256": "b" * 64,
        "BOUNCES__SECRET": "c" * 32,
    },
    "agent-analytics": {"SECRETS__SAFE_KEY": "k" * 40},
}


def config_of(overlay: str, service: str) -> dict[str, str]:
    maps = {each["metadata"]["name"]: each.get("data", {}) for each in rendered(overlay)
            if each["kind"] == "ConfigMap"}  # fmt: skip
    shared = next(data for name, data in maps.items() if name.startswith("shared-"))
    own = next(data for name, data in maps.items() if name.startswith(f"{service}-config-"))
    return {**shared, **own}


def unknown(values: dict[str, Any], model: type[BaseModel], path: str = "") -> Iterator[str]:
    """Names that no setting has: a spelling mistake, or what is read no more."""
    for name, value in values.items():
        place = f"{path}{name}"
        if name not in model.model_fields:
            yield place
            continue
        inner = model.model_fields[name].annotation
        if isinstance(value, dict) and isinstance(inner, type) and issubclass(inner, BaseModel):
            yield from unknown(value, inner, f"{place}.")


@pytest.mark.parametrize("overlay", OVERLAYS)
@pytest.mark.parametrize("service", FIVE, ids=lambda service: service.name)
def test_an_overlay_with_its_secrets_is_all_that_a_service_needs(
    service: Any, overlay: str
) -> None:
    config = config_of(overlay, service.name)

    settings = service.settings(**as_settings({**config, **SECRETS["*"], **SECRETS[service.name]}))

    assert settings.http.port == 8000
    assert settings.worker.port == 8000
    assert settings.http.secure_cookies
    assert settings.http.public_url.startswith("https://")


@pytest.mark.parametrize("service", FIVE, ids=lambda service: service.name)
def test_the_manifests_name_no_setting_that_does_not_exist(service: Any) -> None:
    given = {**config_of("production", service.name), **SECRETS["*"], **SECRETS[service.name]}
    shared = {"storage"} - set(service.settings.model_fields)

    found = set(unknown(as_settings(given), service.settings))

    assert found <= shared


@pytest.mark.parametrize("role", ["prepare", "api", "worker"])
@pytest.mark.parametrize("service", FIVE, ids=lambda service: service.name)
def test_compose_gives_a_service_all_that_it_needs(service: Any, role: str) -> None:
    environment = compose()["services"][f"{service.name}-{role}"]["environment"]

    settings = service.settings(**as_settings(environment))

    assert settings.http.port == 8000
    assert settings.broker is not None
    assert not set(unknown(as_settings(environment), service.settings))
