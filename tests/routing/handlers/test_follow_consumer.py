"""The consumer says which establishment is meant."""

from collections.abc import Sequence

import pytest

from common.contracts.routing import ReportRouted
from common.messaging.delivery import Retry
from common.messaging.subscription import Subscription
from common.testing.messaging import deliver
from common.testing.outbox import outbox
from routing.parts import RoutingParts
from routing.store import Store
from tests.routing.builders import about, at, declined, named, submitted
from tests.routing.town import BAKERY, CLOSED, COMMERCE_2, GLACIER, siret

Listening = Sequence[Subscription[Store]]
DOUBT = about("Bar du Commerce", postal_code="13260")


async def test_what_the_consumer_says_settles_the_doubt(
    town: RoutingParts, listening: Listening
) -> None:
    await deliver(listening, town, submitted(DOUBT))
    await deliver(listening, town, named(siret(COMMERCE_2)))
    event = (await outbox(town.ground))[-1].event
    assert isinstance(event, ReportRouted)
    assert (event.decision.mode, event.recipient.siret) == ("consumer", siret(COMMERCE_2))
    assert not event.is_offer


async def test_a_closed_place_stands_for_its_head_office(
    town: RoutingParts, listening: Listening
) -> None:
    await deliver(listening, town, submitted(DOUBT))
    await deliver(listening, town, named(siret(BAKERY, 2)))
    event = (await outbox(town.ground))[-1].event
    assert isinstance(event, ReportRouted)
    assert event.recipient.siret == siret(BAKERY, 0)


@pytest.mark.parametrize("number", [siret(CLOSED), "40293037400010", "nothing"])
async def test_who_cannot_receive_it_does_not(
    town: RoutingParts, listening: Listening, number: str
) -> None:
    await deliver(listening, town, submitted(DOUBT))
    await deliver(listening, town, named(number))
    assert len(await outbox(town.ground)) == 1


async def test_who_declined_is_not_asked_again(town: RoutingParts, listening: Listening) -> None:
    await deliver(listening, town, submitted(at(siret(GLACIER))))
    await deliver(listening, town, declined(siret(GLACIER)))
    await deliver(listening, town, named(siret(GLACIER)))
    assert len(await outbox(town.ground)) == 2


async def test_a_report_that_has_its_recipient_stays_there(
    town: RoutingParts, listening: Listening
) -> None:
    assert isinstance(await deliver(listening, town, named(siret(GLACIER))), Retry)
    await deliver(listening, town, submitted(at(siret(GLACIER))))
    await deliver(listening, town, named(siret(COMMERCE_2)))
    assert len(await outbox(town.ground)) == 1
