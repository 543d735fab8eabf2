"""What the recap shows of each reader is what the portal and the agents’ pages then hold."""

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio

from agent_analytics.domain.territory import Scope
from agent_analytics.parts import AnalyticsParts
from agent_analytics.store.dossiers import Dossier, read_dossier
from common.contracts.event import ReportEvent
from common.contracts.intake import ConsumerIdentified, IdentityShared, ReportSubmitted
from common.contracts.report import Reply
from common.testing.clock import FrozenClock, SeededChance
from common.testing.fixtures import Database
from common.testing.outbox import outbox
from common.testing.storage import MemoryStorage
from company_portal.domain.rights import Access, Actor, Role
from company_portal.parts import PortalParts
from company_portal.store.report_views import ReportView, find_report
from intake.handlers.preview_report import preview_report
from intake.handlers.submit_report import SubmitReport
from intake.handlers.tell_report import Told
from intake.parts import IntakeParts
from tests.agent_analytics.telling import tell
from tests.company_portal import builders as portal
from tests.contracts.standing import standing
from tests.intake.world import a_proof, a_report, submit

SECRETS = ("Camille", "Martin", "camille.martin@example.org", "+33612345678")


async def sent(parts: IntakeParts, command: SubmitReport) -> tuple[Told, list[ReportEvent]]:
    """The preview of a report, and what was told of it when it was sent."""
    now = parts.ground.clock.now()
    preview = preview_report(command, tree=parts.tree, now=now, attachment_count=0)
    accepted = await submit(parts, command)
    events = [item.event for item in await outbox(parts.ground)]
    told = [event for event in events if isinstance(event, ReportEvent)]
    assert {event.report_id for event in told} == {accepted.id}
    return preview, told


@dataclass(frozen=True, slots=True)
class Readers:
    intake: IntakeParts
    company: PortalParts
    agents: AnalyticsParts


@pytest_asyncio.fixture
async def readers(
    database: Database,
    clock: FrozenClock,
    chance: SeededChance,
    storage: MemoryStorage,
    tmp_path: Path,
) -> AsyncIterator[Readers]:
    own: dict[str, Any] = {"clock": clock, "chance": chance, "storage": storage}
    async with AsyncExitStack() as stack:
        parts = [
            await stack.enter_async_context(
                standing(name, await database(name.replace("-", "_")), tmp_path, own=own)
            )
            for name in ("intake", "company-portal", "agent-analytics")
        ]
        yield Readers(*(made for made, _ in parts))


async def seen_by_company(parts: PortalParts, told: list[ReportEvent]) -> ReportView:
    """Routing copies the content; the rest of its event is as good as any."""
    (submitted,) = [event for event in told if isinstance(event, ReportSubmitted)]
    shared = [event for event in told if isinstance(event, IdentityShared)]
    routed = portal.a_routing(submitted.report_id).model_copy(update={"content": submitted.content})
    await portal.receive(parts, routed, *shared)
    access = Access(portal.BAKERY, Role.ADMIN)
    account = await portal.an_account(parts, access=access)
    async with parts.open_store() as store:
        seen = await find_report(store, submitted.report_id, Actor(account, (access,)))
    assert seen is not None
    return seen


async def seen_by_agents(parts: AnalyticsParts, told: list[ReportEvent]) -> Dossier:
    await tell(
        parts, [event for event in told if isinstance(event, ReportSubmitted | ConsumerIdentified)]
    )
    async with parts.open_store() as store:
        dossier = await read_dossier(store, told[0].report_id, scope=Scope(None))
    assert dossier is not None
    return dossier


def _person(who: Any) -> tuple[str, ...] | None:
    return who and (who.first_name, who.last_name, who.email, who.phone)


@pytest.mark.parametrize("share_identity", [True, False])
async def test_the_company_gets_what_the_preview_shows(
    readers: Readers, *, share_identity: bool
) -> None:
    command = a_report(await a_proof(readers.intake), share_identity=share_identity)
    preview, told = await sent(readers.intake, command)
    seen = await seen_by_company(readers.company, told)
    content = preview.content
    assert seen.description == content.description
    assert tuple(seen.category_labels) == content.category_labels
    assert seen.observed_on == content.observed_on
    assert list(seen.replies) == [reply.model_dump() for reply in content.replies]
    assert _person(seen.consumer) == _person(preview.known_to_company)
    assert any(secret in repr(seen) for secret in SECRETS) is share_identity


async def test_agents_get_what_the_preview_shows(readers: Readers) -> None:
    command = a_report(await a_proof(readers.intake), share_identity=False)
    preview, told = await sent(readers.intake, command)
    seen = await seen_by_agents(readers.agents, told)
    content = preview.content
    assert seen.submission.description == content.description
    assert [Reply(question=asked, value=said) for asked, said in seen.submission.replies] == list(
        content.replies
    )
    assert seen.submission.category_labels == content.category_labels
    assert seen.submission.observed_on == content.observed_on
    assert seen.submission.target == content.target.model_dump(mode="json")
    assert seen.submission.wish == content.wish
    assert _person(seen.consumer) == _person(preview.consumer)


@pytest.mark.parametrize("publish_consent", [True, False])
async def test_the_public_may_read_what_the_preview_shows_and_no_more(
    readers: Readers, *, publish_consent: bool
) -> None:
    command = a_report(
        await a_proof(readers.intake),
        description="Aucun prix au rayon. Rappelez-moi au 06 12 34 56 78.",
        publish_consent=publish_consent,
    )
    preview, told = await sent(readers.intake, command)
    (submitted,) = [event for event in told if isinstance(event, ReportSubmitted)]
    # But for the reference, which nobody has before it is sent.
    reference = {"reference": submitted.content.reference}
    assert submitted.content == preview.content.model_copy(update=reference)
    masked = "Aucun prix au rayon. Rappelez-moi au •• •• •• •• ••."
    assert preview.content.published_text == (masked if publish_consent else None)
