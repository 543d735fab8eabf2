"""The environments of the five services on one machine."""

from dataclasses import replace
from pathlib import Path

import pytest

from common.ids import SystemChance
from onebox.environment import SERVICES, World, as_settings, environments
from onebox.five import read_settings
from onebox.secrets import kept_secrets


@pytest.fixture
def world(tmp_path: Path) -> World:
    return World(
        databases={service: f"postgresql://u@127.0.0.1/{service}" for service in SERVICES},
        ports=dict(zip(SERVICES, range(8001, 8006), strict=True)),
        storage_url="http://127.0.0.1:8333",
        smtp_port=1025,
        secrets=kept_secrets(tmp_path / "secrets.json", SystemChance()),
        folder=tmp_path,
    )


def test_every_service_can_read_its_environment(world: World) -> None:
    settings = read_settings(environments(world))

    assert set(settings) == set(SERVICES)
    assert settings["intake"].broker is None


def test_with_a_broker_everyone_is_told_of_it_and_workers_tell_how_they_are(world: World) -> None:
    given = replace(world, broker_url="amqp://guest:guest@127.0.0.1/", namespace="mine.")

    settings = read_settings(environments(given))

    assert {each.broker.namespace for each in settings.values()} == {"mine."}
    assert settings["intake"].worker.port == 8101


def test_intake_and_routing_share_the_key_of_the_picker_and_nobody_else_has_it(
    world: World,
) -> None:
    holders = {name for name, each in environments(world).items() if "PICKER_KEY" in each}

    assert holders == {"intake", "routing"}


def test_what_is_given_wins(world: World) -> None:
    given = replace(world, given={"TELEMETRY__LOG_LEVEL": "DEBUG"})

    assert environments(given)["routing"]["TELEMETRY__LOG_LEVEL"] == "DEBUG"


def test_nested_values_and_lists_are_read_as_a_process_would_read_them() -> None:
    read = as_settings({"HTTP__PORT": "1", "HTTP__TRUSTED_PROXIES": '["10.0.0.1"]', "KEY": "k"})

    assert read == {"http": {"port": "1", "trusted_proxies": ["10.0.0.1"]}, "key": "k"}


def test_secrets_are_made_once_and_kept_from_other_users(tmp_path: Path) -> None:
    file = tmp_path / "secrets.json"

    first, second = (kept_secrets(file, SystemChance()) for _ in range(2))

    assert first == second
    assert file.stat().st_mode & 0o077 == 0
