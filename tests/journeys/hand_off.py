"""Routing and the portal side by side, with the messages between them in a test's own hands."""

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any
from uuid import UUID

from common.agent_tokens import Agent, Role
from common.contracts.event import Event
from common.contracts.intake import RecipientNamed, ReportWithdrawn
from common.messaging.delivery import Done, Retry
from common.testing.clock import FrozenClock
from common.testing.messaging import deliver
from common.testing.outbox import outbox
from common.values import Siret
from company_portal import consumers as portal_consumers
from company_portal.domain.answer import AnswerKind, AnswerReason
from company_portal.domain.case import Case, ImpossibleMove
from company_portal.domain.rights import Access, Actor
from company_portal.domain.rights import Role as Right
from company_portal.domain.status import CLOSED, HELD, Status
from company_portal.handlers.accept_report import accept_report
from company_portal.handlers.answer_report import AnswerReport, answer_report
from company_portal.handlers.find_case import UnknownReport
from company_portal.parts import PortalParts
from routing import consumers as routing_consumers
from routing.domain.report import AlreadyResolved, HolderExcluded, Report, Stage
from routing.handlers.resolve_triage import ClosedEstablishment, ResolveTriage, resolve_triage
from routing.parts import RoutingParts
from tests.company_portal.builders import run_due_tasks

SUPERVISOR = Agent(UUID(int=9), Role.SUPERVISOR)


@dataclass(slots=True)
class Relay:
    """One report’s way between the two services; `sirets` are the establishments there are."""

    routing: RoutingParts
    portal: PortalParts
    clock: FrozenClock
    account_id: UUID
    report_id: UUID
    sirets: Sequence[str]
    is_slow: bool = False
    heard: list[Event] = field(default_factory=list)
    waiting: list[Event] = field(default_factory=list)
    seen: set[UUID] = field(default_factory=set)

    async def tell(self, event: Event) -> None:
        """Put an event on its way to both, as the broker would; it may have to wait."""
        self.waiting.append(event)
        if not self.is_slow:
            await self.settle()

    async def settle(self) -> None:
        """Deliver what waits, and what follows from it, until nothing is left."""
        await self._collect()
        for _ in range(40):
            batch, self.waiting = self.waiting, []
            for event in batch:
                if not await self._deliver(event):
                    self.waiting.append(event)
            await self._collect()
            if not self.waiting:
                return
        raise AssertionError(f"never settled: {self.waiting}")

    async def decline(self, reason: AnswerReason, proposed: str | None = None) -> None:
        answer = AnswerReport(
            self.report_id,
            AnswerKind.NOT_CONCERNED,
            reason,
            "Ce n’est pas nous.",
            proposed_siret=proposed,
        )
        await self._answer(answer)

    async def promise(self) -> None:
        reason = AnswerReason.REFUND_OR_CREDIT
        await self._answer(AnswerReport(self.report_id, AnswerKind.PROMISE, reason, "C’est fait."))

    async def accept(self) -> None:
        with suppress(ImpossibleMove, UnknownReport):
            async with self.portal.open_store() as store:
                await accept_report(
                    self.report_id, store, actor=self._actor, calendar=self.portal.calendar
                )
        await self._after()

    async def choose(self, siret: str) -> None:
        """An agent names the recipient, whatever the state."""
        with suppress(AlreadyResolved, HolderExcluded, ClosedEstablishment):
            async with self.routing.open_store() as store:
                await resolve_triage(ResolveTriage(self.report_id, Siret(siret), SUPERVISOR), store)
        await self._after()

    async def name(self, siret: str) -> None:
        """The consumer says whom they mean."""
        now = self.clock.now()
        event = RecipientNamed(report_id=self.report_id, version=5, siret=siret, named_at=now)
        await self.tell(event)

    async def withdraw(self) -> None:
        now = self.clock.now()
        await self.tell(ReportWithdrawn(report_id=self.report_id, version=6, withdrawn_at=now))

    async def pass_days(self, days: int) -> None:
        self.clock.advance(timedelta(days=days))
        await run_due_tasks(self.portal)
        await self._after()

    async def repeat(self, number: int) -> None:
        """Something said long ago comes again."""
        if self.heard:
            await self.tell(self.heard[number % len(self.heard)])

    async def case(self) -> Case | None:
        async with self.portal.open_store() as store:
            return await store.cases.lock(self.report_id)

    async def report(self) -> Report | None:
        async with self.routing.open_store() as store:
            return await store.reports.get(self.report_id)

    async def check(self) -> None:
        """Each service alone: one holder, or triage, or an end."""
        case, report = await self.case(), await self.report()
        if case is not None:
            held = case.holder is not None
            assert [held, case.status is Status.TRIAGE, case.status in CLOSED].count(True) == 1
            assert held == (case.status in HELD) == (case.holding.ending is None)
        if report is not None:
            assert (report.holder is None) == (report.stage is not Stage.ROUTED)
            assert report.holder not in report.excluded

    async def check_together(self) -> None:
        """Both once everything was heard: they agree on who must act."""
        await self.check()
        case, report = await self.case(), await self.report()
        assert report is not None
        if case is None:
            assert report.stage is not Stage.ROUTED
            return
        if case.holder is not None:
            assert (report.stage, report.holder) == (Stage.ROUTED, case.holder.siret)
        elif case.status is Status.TRIAGE:
            assert report.stage is Stage.TRIAGE
        elif case.status is Status.WITHDRAWN:
            assert report.stage is Stage.WITHDRAWN
        elif report.stage is Stage.WITHDRAWN:
            # A withdrawal that crossed the end of the case: closed for both.
            assert case.status in CLOSED
        elif case.status in {Status.PROMISED, Status.UNFOUNDED}:
            assert (report.stage, report.holder) == (Stage.ROUTED, case.holding.holder.siret)
        else:
            assert report.stage is Stage.CLOSED

    @property
    def _actor(self) -> Actor:
        return Actor(self.account_id, tuple(Access(one, Right.ADMIN) for one in self.sirets))

    async def _answer(self, command: AnswerReport) -> None:
        with suppress(ImpossibleMove, UnknownReport):
            async with self.portal.open_store() as store:
                await answer_report(
                    command, store, actor=self._actor, calendar=self.portal.calendar
                )
        await self._after()

    async def _after(self) -> None:
        if not self.is_slow:
            await self.settle()

    async def _collect(self) -> None:
        """What the two announced since, about this report."""
        for parts in (self.routing, self.portal):
            for envelope in await outbox(parts.ground):
                event: Any = envelope.event
                if envelope.id in self.seen or getattr(event, "report_id", None) != self.report_id:
                    continue
                self.seen.add(envelope.id)
                self.waiting.append(event)

    async def _deliver(self, event: Event) -> bool:
        done = True
        for parts, subscriptions in (
            (self.routing, routing_consumers.subscriptions(self.routing)),
            (self.portal, portal_consumers.subscriptions(self.portal)),
        ):
            if not any(one.event is type(event) for one in subscriptions):
                continue
            outcome = await deliver(subscriptions, parts, event)
            assert isinstance(outcome, Done | Retry), outcome
            done = done and isinstance(outcome, Done)
        if done and event not in self.heard:
            self.heard.append(event)
        return done
