"""A worker grows with each of its queues, and with no queue that is not there."""

from typing import Any

import pytest

from onebox.five import FIVE
from tests.deploy.manifests import OVERLAYS, rendered
from tests.deploy.queues import queues_of


def scaled_on(overlay: str, service: str) -> list[dict[str, str]]:
    (found,) = (
        each
        for each in rendered(overlay)
        if each["kind"] == "ScaledObject" and each["metadata"]["name"] == f"{service}-worker"
    )
    return [trigger["metadata"] for trigger in found["spec"]["triggers"]]


@pytest.mark.parametrize("overlay", OVERLAYS)
@pytest.mark.parametrize("service", FIVE, ids=lambda service: service.name)
def test_a_worker_is_scaled_on_the_length_of_every_queue_of_its_own(
    service: Any, overlay: str
) -> None:
    triggers = scaled_on(overlay, service.name)

    assert {trigger["queueName"] for trigger in triggers} == queues_of(service)
    assert all(trigger["mode"] == "QueueLength" for trigger in triggers)
    assert all(trigger["hostFromEnv"] == "BROKER__URL" for trigger in triggers)
    assert len(triggers) == len({trigger["queueName"] for trigger in triggers})
