"""What every pod, queue and connection must obey, whichever service it belongs to."""

from dataclasses import dataclass

import pytest

from tests.deploy.manifests import (
    KUBERNETES,
    OVERLAYS,
    Manifest,
    containers,
    manifests,
    of_kind,
    pod_templates,
    rendered,
)

PODS = list(pod_templates())


@dataclass(frozen=True, slots=True)
class Case:
    """A container in its pod; what the pod says of security holds where it says nothing else."""

    name: str
    container: Manifest
    security: Manifest


CASES = [
    Case(
        f"{owner} {container['name']}",
        container,
        template["spec"]["securityContext"] | container["securityContext"],
    )
    for owner, template in PODS
    for container in containers(template)
]
OURS = [case for case in CASES if case.container["image"].startswith("vigie-")]
WATCHED = [
    (f"{each['metadata']['name']} {container['name']}", container)
    for each in of_kind("Deployment")
    for container in each["spec"]["template"]["spec"]["containers"]
]

every_container = pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)


@every_container
def test_a_container_runs_as_somebody_who_is_not_root(case: Case) -> None:
    assert case.security["runAsNonRoot"] is True
    assert case.security["runAsUser"] > 0


@every_container
def test_a_container_cannot_write_to_its_root(case: Case) -> None:
    assert case.security["readOnlyRootFilesystem"] is True


@every_container
def test_a_container_cannot_gain_rights_and_has_no_capability(case: Case) -> None:
    assert case.security["allowPrivilegeEscalation"] is False
    assert case.security["capabilities"] == {"drop": ["ALL"]}
    assert "privileged" not in case.security


@every_container
def test_a_container_is_confined_by_seccomp(case: Case) -> None:
    assert case.security["seccompProfile"] == {"type": "RuntimeDefault"}


@every_container
def test_a_container_asks_for_what_it_needs_and_is_limited(case: Case) -> None:
    assert set(case.container["resources"]["requests"]) == {"cpu", "memory"}
    assert set(case.container["resources"]["limits"]) == {"cpu", "memory"}


@every_container
def test_a_container_names_a_version_of_its_image(case: Case) -> None:
    if case.container["image"] == "vigie-service":
        pytest.skip("the base as it stands in its files: kustomize gives the version")
    assert ":" in case.container["image"]
    assert not case.container["image"].endswith(":latest")


@pytest.mark.parametrize("case", OURS, ids=lambda case: case.name)
def test_our_containers_run_as_a_user_of_no_machine(case: Case) -> None:
    assert case.security["runAsUser"] >= 10_000


@pytest.mark.parametrize(("owner", "template"), PODS, ids=[owner for owner, _ in PODS])
def test_no_pod_may_speak_to_the_cluster_or_sees_the_host(owner: str, template: Manifest) -> None:
    spec = template["spec"]
    assert spec["automountServiceAccountToken"] is False, owner
    assert not {"hostNetwork", "hostPID", "hostIPC"} & set(spec)
    assert not any("hostPath" in volume for volume in spec.get("volumes", ()))


@pytest.mark.parametrize(("name", "container"), WATCHED, ids=[name for name, _ in WATCHED])
def test_every_lasting_container_is_probed(name: str, container: Manifest) -> None:
    assert {"livenessProbe", "readinessProbe"} <= set(container), name


def test_every_deployment_survives_the_loss_of_a_node() -> None:
    protected = [each["spec"]["selector"]["matchLabels"] for each in of_kind("PodDisruptionBudget")]

    for deployment in of_kind("Deployment"):
        labels = deployment["spec"]["template"]["metadata"]["labels"]
        assert any(selector.items() <= labels.items() for selector in protected), labels


def test_nothing_may_talk_unless_a_policy_says_so() -> None:
    closed = [
        each
        for each in of_kind("NetworkPolicy")
        if each["spec"]["podSelector"] == {} and not each["spec"].get("ingress")
    ]

    directions = {kind for each in closed for kind in each["spec"]["policyTypes"]}

    assert directions == {"Ingress", "Egress"}


def test_no_policy_lets_in_just_anybody() -> None:
    for policy in of_kind("NetworkPolicy"):
        for rule in policy["spec"].get("ingress", ()):
            assert rule.get("from"), policy["metadata"]["name"]
            assert rule.get("ports"), policy["metadata"]["name"]


def test_only_named_ports_lead_outward() -> None:
    for policy in of_kind("NetworkPolicy"):
        for rule in policy["spec"].get("egress", ()):
            assert rule.get("ports"), policy["metadata"]["name"]


def test_no_secret_is_written_down() -> None:
    assert not of_kind("Secret")
    for file in KUBERNETES.rglob("*.env"):
        for line in file.read_text().splitlines():
            name, _, value = line.partition("=")
            assert not (value and name.endswith(("PASSWORD", "SECRET_KEY", "_KEY"))), file


def test_autoscalers_own_the_number_of_replicas() -> None:
    scaled = {each["spec"]["scaleTargetRef"]["name"] for each in manifests()
              if each["kind"] in {"HorizontalPodAutoscaler", "ScaledObject"}}  # fmt: skip

    for deployment in of_kind("Deployment"):
        if deployment["metadata"]["name"] in scaled:
            assert "replicas" not in deployment["spec"]


@pytest.mark.parametrize("overlay", OVERLAYS)
def test_the_namespace_enforces_the_strictest_standard(overlay: str) -> None:
    namespace = next(each for each in rendered(overlay) if each["kind"] == "Namespace")

    assert namespace["metadata"]["labels"]["pod-security.kubernetes.io/enforce"] == "restricted"
