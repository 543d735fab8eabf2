"""A holder that is not concerned gives the report back."""

from collections.abc import Sequence

import pytest

from common.contracts.report import AnswerReason
from common.contracts.routing import ReportRouted, ReportTriaged
from common.messaging.delivery import Retry
from common.messaging.subscription import Subscription
from common.testing.messaging import deliver
from common.testing.outbox import outbox
from common.values import Siret
from routing.domain.mode import Mode
from routing.domain.report import Stage
from routing.handlers.suggest_recipients import suggest_recipients
from routing.parts import RoutingParts
from routing.store import Store
from routing.store.reports import StoryForgotten
from tests.routing.builders import REPORT, about, at, case_closed, declined, submitted, withdrawn
from tests.routing.town import BAKERY, GLACIER, siret

Listening = Sequence[Subscription[Store]]


async def stage(parts: RoutingParts) -> Stage:
    async with parts.open_store() as store:
        report = await store.reports.get(REPORT)
    assert report is not None
    return report.stage


async def test_a_declined_report_is_queued_without_who_declined(
    town: RoutingParts, listening: Listening
) -> None:
    await deliver(listening, town, submitted(about("Le Glacier", postal_code="13260")))
    await deliver(listening, town, declined(siret(GLACIER)))
    event = (await outbox(town.ground))[-1].event
    assert isinstance(event, ReportTriaged)
    assert (event.version, event.decision.mode) == (2, "declined")
    assert siret(GLACIER) in event.decision.explanation_fr
    async with town.open_store() as store:
        report = await store.reports.get(REPORT)
        suggested = await suggest_recipients(REPORT, store)
    assert report is not None
    assert (report.stage, report.excluded) == (Stage.TRIAGE, frozenset({Siret(siret(GLACIER))}))
    assert siret(GLACIER) not in {one.siret for one in suggested}


async def test_the_head_office_is_offered_what_a_branch_declines(
    town: RoutingParts, listening: Listening
) -> None:
    await deliver(listening, town, submitted(at(siret(BAKERY, 1))))
    refusal = declined(siret(BAKERY, 1), reason=AnswerReason.SAME_GROUP)
    await deliver(listening, town, refusal)
    event = (await outbox(town.ground))[-1].event
    assert isinstance(event, ReportRouted)
    assert (event.is_offer, event.recipient.siret) == (True, siret(BAKERY, 0))
    async with town.open_store() as store:
        decisions = await store.decisions.of(REPORT)
    assert decisions[-1].mode is Mode.HAND_OFF
    assert decisions[-1].evidence["reason"] == "same_group"
    assert siret(BAKERY, 1) in decisions[-1].explanation_en


async def test_the_other_places_of_a_head_office_are_only_suggested(
    town: RoutingParts, listening: Listening
) -> None:
    await deliver(listening, town, submitted(at(siret(BAKERY, 0))))
    refusal = declined(siret(BAKERY, 0), reason=AnswerReason.SAME_GROUP)
    await deliver(listening, town, refusal)
    event = (await outbox(town.ground))[-1].event
    assert isinstance(event, ReportTriaged)
    assert [one.siret for one in event.choices] == [siret(BAKERY, 1)]
    async with town.open_store() as store:
        suggested = await suggest_recipients(REPORT, store)
    assert [one.siret for one in suggested] == [siret(BAKERY, 1)]


async def test_a_refusal_that_comes_before_the_report_waits(
    town: RoutingParts, listening: Listening
) -> None:
    for event in (declined(siret(GLACIER)), withdrawn(), case_closed()):
        assert isinstance(await deliver(listening, town, event), Retry)


async def test_a_withdrawn_report_leaves_the_queue_and_its_story_is_dropped(
    town: RoutingParts, listening: Listening
) -> None:
    await deliver(listening, town, submitted(about("Zorglub", postal_code="13260")))
    await deliver(listening, town, withdrawn())
    assert await stage(town) is Stage.WITHDRAWN
    async with town.open_store() as store:
        with pytest.raises(StoryForgotten):
            await store.reports.story(REPORT)


async def test_a_refusal_after_the_story_was_dropped_is_only_remembered(
    town: RoutingParts, listening: Listening
) -> None:
    await deliver(listening, town, submitted(at(siret(GLACIER))))
    await deliver(listening, town, withdrawn())
    await deliver(listening, town, declined(siret(GLACIER)))
    await deliver(listening, town, withdrawn())
    assert await stage(town) is Stage.WITHDRAWN
    assert len(await outbox(town.ground)) == 1


async def test_a_case_closed_by_the_portal_leaves_the_queue(
    town: RoutingParts, listening: Listening
) -> None:
    await deliver(listening, town, submitted(at(siret(GLACIER))))
    await deliver(listening, town, declined(siret(GLACIER)))
    await deliver(listening, town, case_closed())
    await deliver(listening, town, case_closed())
    assert await stage(town) is Stage.CLOSED
