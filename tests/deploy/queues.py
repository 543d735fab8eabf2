"""`python -m tests.deploy.queues`: write each service's triggers from its subscriptions."""

from pathlib import Path
from typing import Any

from onebox.environment import SERVICES, World, environments
from onebox.five import FIVE, read_settings
from onebox.secrets import Secrets
from tests.deploy.manifests import KUBERNETES

HEAD = """\
# One trigger for each queue of the service: the worker grows with whatever waits.
# Written by `make contracts`.
apiVersion: keda.sh/v1alpha1
kind: ScaledObject
metadata:
  name: worker
spec:
  triggers:
"""
TRIGGER = """\
    - type: rabbitmq
      metadata:
        queueName: {queue}
        mode: QueueLength
        value: "100"
        protocol: amqp
        hostFromEnv: BROKER__URL
"""


def queues_of(service: Any) -> set[str]:
    """The queues that the service's subscriptions name; nothing is connected to."""
    world = World(
        databases=dict.fromkeys(SERVICES, "postgresql://nobody@127.0.0.1:1/none"),
        ports=dict.fromkeys(SERVICES, 1),
        storage_url="http://127.0.0.1:1",
        smtp_port=1,
        secrets=Secrets(**dict.fromkeys(Secrets.__dataclass_fields__, "k" * 40)),
        folder=Path("nowhere"),
    )
    parts = service.build(read_settings(environments(world))[service.name])
    return {subscription.queue for subscription in service.subscriptions(parts)}


def triggers_of(service: Any) -> str:
    return HEAD + "".join(TRIGGER.format(queue=queue) for queue in sorted(queues_of(service)))


def main() -> None:
    for service in FIVE:
        (KUBERNETES / "base" / service.name / "queues.yaml").write_text(triggers_of(service))


if __name__ == "__main__":
    main()
