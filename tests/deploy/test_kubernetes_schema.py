"""Every manifest fits the schema of its kind."""

from typing import Any

import kubernetes_validate
import pytest

from tests.deploy.manifests import OVERLAYS, Manifest, manifests, rendered

OLDEST_KUBERNETES = "1.30"
NEWEST_KUBERNETES = "1.34"
# Kinds of operators, whose schemas are not Kubernetes' own: what must be there is checked here.
OPERATOR_KINDS: dict[tuple[str, str], tuple[str, ...]] = {
    ("keda.sh/v1alpha1", "ScaledObject"): ("scaleTargetRef", "triggers"),
    ("rabbitmq.com/v1beta1", "RabbitmqCluster"): ("replicas", "persistence", "resources"),
    ("postgresql.cnpg.io/v1", "Cluster"): ("instances", "storage", "managed", "backup"),
    ("postgresql.cnpg.io/v1", "Database"): ("cluster", "name", "owner"),
    ("postgresql.cnpg.io/v1", "ScheduledBackup"): ("schedule", "cluster"),
}


def _name(manifest: Any) -> str:
    return f"{manifest['kind']}-{manifest['metadata']['name']}"


@pytest.mark.parametrize("version", [OLDEST_KUBERNETES, NEWEST_KUBERNETES])
@pytest.mark.parametrize("manifest", manifests(), ids=_name)
def test_every_manifest_fits_its_schema(manifest: Manifest, version: str) -> None:
    kind = (manifest["apiVersion"], manifest["kind"])
    if kind in OPERATOR_KINDS:
        assert set(OPERATOR_KINDS[kind]) <= set(manifest["spec"])
    else:
        kubernetes_validate.validate(manifest, version, strict=True)


@pytest.mark.parametrize("overlay", OVERLAYS)
def test_every_overlay_renders_into_one_namespace(overlay: str) -> None:
    documents = rendered(overlay)

    namespaces = {
        each["metadata"].get("namespace") for each in documents if each["kind"] != "Namespace"
    }

    assert len(namespaces) == 1
    assert None not in namespaces


@pytest.mark.parametrize("overlay", OVERLAYS)
def test_no_overlay_has_two_manifests_of_one_name(overlay: str) -> None:
    names = [(each["kind"], each["metadata"]["name"]) for each in rendered(overlay)]

    assert len(names) == len(set(names))
