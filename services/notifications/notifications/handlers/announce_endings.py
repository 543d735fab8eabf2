"""Tell the other services what left and what did not."""

from collections.abc import Iterable

from common import log
from common.contracts.notifications import Channel, DeliveryEnded, DeliveryState
from notifications.domain.ending import Ending
from notifications.store import Store


def announce_endings(store: Store, endings: Iterable[Ending]) -> None:
    now = store.clock.now()
    for ending in endings:
        log.logger().info(
            "delivery_ended",
            delivery_id=ending.delivery_id,
            kind=ending.kind,
            state=ending.state,
            report_id=ending.report_id,
        )
        store.publish(
            DeliveryEnded(
                delivery_id=ending.delivery_id,
                channel=Channel(ending.channel.value),
                kind=ending.kind.value,
                state=DeliveryState(ending.state.value),
                report_id=ending.report_id,
                siret=ending.siret,
                ended_at=now,
            )
        )
