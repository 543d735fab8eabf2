"""The Dockerfile and the compose file say what they should."""

import json
import subprocess
import sys
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from tests.deploy.manifests import ROOT, SERVICES

BIN = Path(sys.executable).parent


@cache
def compose() -> dict[str, Any]:
    run = subprocess.run(
        [str(BIN / "docker-compose"), "--file", "docker-compose.yml", "config", "--format", "json"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert run.returncode == 0, run.stderr
    parsed: dict[str, Any] = json.loads(run.stdout)
    return parsed


def services_of(role: str) -> list[str]:
    return [f"{service}-{role}" for service in SERVICES]


def test_hadolint_has_nothing_to_say() -> None:
    run = subprocess.run(
        [str(BIN / "hadolint"), "--config", ".hadolint.yaml", "Dockerfile"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert run.returncode == 0, run.stdout


def test_the_image_ends_with_a_user_who_is_not_root() -> None:
    lines = (ROOT / "Dockerfile").read_text().splitlines()

    last = [line for line in lines if line.startswith(("FROM ", "USER "))][-1]

    assert last.startswith("USER ")
    assert int(last.removeprefix("USER ").split(":")[0]) >= 10_000


@pytest.mark.parametrize("role", ["prepare", "api", "worker"])
def test_every_service_of_ours_is_locked_down(role: str) -> None:
    for name in services_of(role):
        service = compose()["services"][name]
        assert service["read_only"] is True
        assert service["cap_drop"] == ["ALL"]
        assert "no-new-privileges:true" in service["security_opt"]


def test_nothing_listens_beyond_this_machine() -> None:
    for name, service in compose()["services"].items():
        for port in service.get("ports", ()):
            assert port["host_ip"] == "127.0.0.1", name


def test_an_api_starts_once_its_database_and_queues_are_prepared() -> None:
    for service in SERVICES:
        for role in ("api", "worker"):
            needs = compose()["services"][f"{service}-{role}"]["depends_on"]
            assert needs[f"{service}-prepare"]["condition"] == "service_completed_successfully"


def test_the_servers_that_services_wait_for_tell_their_health() -> None:
    for name in ("postgres", "rabbitmq", "storage", "mail", "antivirus"):
        assert compose()["services"][name]["healthcheck"]["test"][0] == "CMD"
