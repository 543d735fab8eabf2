"""The manifests as a cluster would get them; without kubectl, as they stand in their files."""

import shutil
import subprocess
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml

ROOT = Path(__file__).resolve().parents[2]
KUBERNETES = ROOT / "deploy/k8s"
OVERLAYS = ("staging", "production")
SERVICES = ("intake", "routing", "company-portal", "notifications", "agent-analytics")
NOT_MANIFESTS = ("kustomization.yaml", "references.yaml", "queues.yaml")

Manifest = dict[str, Any]


@cache
def rendered(overlay: str) -> tuple[Manifest, ...]:
    """What `kubectl kustomize` makes of an overlay; the test is skipped without kubectl."""
    kubectl = shutil.which("kubectl")
    if kubectl is None:
        pytest.skip("kubectl is not installed: the overlays are not rendered")
    run = subprocess.run(
        [kubectl, "kustomize", str(KUBERNETES / "overlays" / overlay)],
        capture_output=True,
        text=True,
        check=False,
    )
    assert run.returncode == 0, run.stderr
    return tuple(each for each in yaml.safe_load_all(run.stdout) if each)


@cache
def manifests() -> tuple[Manifest, ...]:
    """Production as rendered, or every file of the base where nothing renders it."""
    if shutil.which("kubectl"):
        return rendered("production")
    files = sorted((KUBERNETES / "base").rglob("*.yaml"))
    return tuple(
        document
        for file in files
        if file.name not in NOT_MANIFESTS
        for document in yaml.safe_load_all(file.read_text())
        if document
    )


def of_kind(*kinds: str) -> list[Manifest]:
    return [each for each in manifests() if each["kind"] in kinds]


def pod_templates() -> Iterator[tuple[str, Manifest]]:
    """The pod of every Deployment, Job and CronJob, with the name of its owner."""
    for each in of_kind("Deployment", "Job", "CronJob"):
        spec = each["spec"]
        if each["kind"] == "CronJob":
            spec = spec["jobTemplate"]["spec"]
        yield f"{each['kind']} {each['metadata']['name']}", spec["template"]


def containers(template: Manifest) -> Iterator[Manifest]:
    spec = template["spec"]
    yield from spec.get("initContainers", ())
    yield from spec["containers"]
