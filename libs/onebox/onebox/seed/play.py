"""The planned reports, lived through day by day by the real deeds of the services."""

import asyncio
import heapq
from collections.abc import Awaitable, Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import count
from uuid import UUID

from common.clock import paris_date
from common.contracts.report import Rating
from common.messaging.in_process import InProcessBroker
from common.secrets import digest, new_secret
from company_portal.domain.answer import AnswerKind, AnswerReason
from company_portal.domain.case import ImpossibleMove
from company_portal.domain.rights import Actor
from company_portal.handlers.answer_report import AnswerReport, answer_report
from company_portal.handlers.find_case import UnknownReport
from company_portal.handlers.read_report import read_report
from company_portal.handlers.run_due_task import run_due_task
from intake.domain.contact import email_digest, parse_consumer
from intake.domain.email_proof import PROOF_LIFE
from intake.domain.targets import TargetKind, parse_target
from intake.domain.tracking import NotNow
from intake.handlers.review_answer import review_answer
from intake.handlers.submit_report import SubmitReport, submit_report
from intake.handlers.withdraw_report import withdraw_report
from notifications.handlers.send_next_mail import send_next_mail
from notifications.handlers.typeset_next_letter import typeset_next_letter
from onebox.five import Household
from onebox.one_process import until_settled
from onebox.progress import Count
from onebox.seed.moving_clock import MovingClock
from onebox.seed.plan import Filing

Act = Callable[[], Awaitable[None]]
MORNING = timedelta(hours=6)
LANES = 4


@dataclass(slots=True)
class Play:
    """`actors` by SIRET: who reads and answers for an active establishment."""

    household: Household
    broker: InProcessBroker
    clock: MovingClock
    actors: Mapping[str, Actor]
    _later: list[tuple[datetime, int, Act]] = field(default_factory=list)
    _order: "count[int]" = field(default_factory=count)

    async def run(self, filings: list[Filing], *, until: datetime) -> None:
        progress = Count("three months of sample reports", len(filings))
        for filing in filings:
            await self._live_until(filing.at)
            await self._file(filing)
            progress.add()
        await self._live_until(until)
        progress.close()

    async def _live_until(self, instant: datetime) -> None:
        """Let days pass: what falls due each morning, then what people do, each in its turn."""
        while paris_date(self.clock.now()) < paris_date(instant):
            morning = self.clock.now().replace(hour=0, minute=0) + timedelta(days=1) + MORNING
            await self._do_until(morning)
            self.clock.move_to(morning)
            await self._do_what_falls_due()
        await self._do_until(instant)
        self.clock.move_to(instant)

    async def _do_until(self, instant: datetime) -> None:
        while self._later and self._later[0][0] <= instant:
            at, _, act = heapq.heappop(self._later)
            self.clock.move_to(at)
            try:
                await act()
            except (UnknownReport, ImpossibleMove, NotNow):
                # Perhaps only because the news of the day are still on their way.
                await until_settled(self.household, self.broker)
                with suppress(UnknownReport, ImpossibleMove, NotNow):
                    await act()

    async def _do_what_falls_due(self) -> None:
        await until_settled(self.household, self.broker)
        portal, notifications = self.household.company_portal, self.household.notifications
        if await _all_of(lambda: run_due_task(portal.open_store)):
            await until_settled(self.household, self.broker)
        await _all_of(lambda: send_next_mail(notifications.mail_room))
        await _all_of(lambda: typeset_next_letter(notifications.print_room))

    def _plan(self, at: datetime, act: Act) -> None:
        heapq.heappush(self._later, (at, next(self._order), act))

    async def _file(self, filing: Filing) -> None:
        report_id = await self._submit(filing)
        fate, at = filing.fate, filing.at
        actor = self.actors.get(filing.target.get("siret", ""))
        if actor is not None and fate.read_after is not None:
            self._plan(at + fate.read_after, lambda: self._read(report_id, actor))
        if actor is not None and fate.answer_after is not None:
            self._plan(at + fate.answer_after, lambda: self._answer(report_id, filing, actor))
        if actor is not None and fate.review_after is not None:
            self._plan(at + fate.review_after, lambda: self._review(report_id, filing))
        if fate.withdrawn_after is not None:
            self._plan(at + fate.withdrawn_after, lambda: self._withdraw(report_id))

    async def _submit(self, filing: Filing) -> UUID:
        intake, person = self.household.intake, filing.person
        trail = intake.tree.leaf(filing.path)
        details = {key: value for key, value in filing.target.items() if key != "kind"}
        kind = TargetKind(filing.target["kind"])
        if kind not in trail.targets:
            kind, details = TargetKind.UNKNOWN, {"postal_code": "75001"}
        consumer = parse_consumer(
            person.first_name, person.last_name, email=person.email, phone=None
        )
        replies = tuple(
            (question.key, question.choices[0].key)
            for question in trail.questions
            if question.choices
        )
        command = SubmitReport(
            path=filing.path,
            replies=replies,
            description=filing.story,
            observed_on=paris_date(filing.at) - timedelta(days=1),
            target=parse_target(kind, details),
            consumer=consumer,
            proof=await self._prove(consumer.email),
            share_identity=filing.shares_identity,
            wishes_advice=filing.wishes_advice and trail.offers_advice,
            lang="fr",
            publish_consent=False,
        )
        async with intake.open_store() as store:
            accepted = await submit_report(
                command,
                store,
                tree=intake.tree,
                chance=intake.ground.chance,
                tracking_page=intake.tracking_page,
            )
        return accepted.id

    async def _prove(self, email: str) -> str:
        """An address proved without its mail: the sample's people have no mailbox."""
        intake = self.household.intake
        proof = new_secret(intake.ground.chance)
        async with intake.open_store() as store:
            proof_id = store.new_id()
            await store.email_proofs.add(proof_id, email_digest(email), code_hash="")
            until = store.clock.now() + PROOF_LIFE
            await store.email_proofs.confirm(proof_id, digest(proof), until=until)
        return proof

    async def _read(self, report_id: UUID, actor: Actor) -> None:
        async with self.household.company_portal.open_store() as store:
            await read_report(report_id, store, actor=actor)

    async def _answer(self, report_id: UUID, filing: Filing, actor: Actor) -> None:
        reply = filing.fate.reply
        if reply is None:
            return
        portal = self.household.company_portal
        command = AnswerReport(
            report_id, AnswerKind(reply.kind), AnswerReason(reply.reason), reply.text
        )
        async with portal.open_store() as store:
            await answer_report(command, store, actor=actor, calendar=portal.calendar)

    async def _review(self, report_id: UUID, filing: Filing) -> None:
        review = filing.fate.review
        if review is None:
            return
        async with self.household.intake.open_store() as store:
            rating = Rating(review.rating)
            await review_answer(report_id, store, rating=rating, comment=review.text)

    async def _withdraw(self, report_id: UUID) -> None:
        async with self.household.intake.open_store() as store:
            await withdraw_report(report_id, store)


async def _all_of(do: Callable[[], Awaitable[int]]) -> int:
    """Repeat, a few at once, until nothing is left; how much there was."""

    async def lane() -> int:
        total = 0
        while done := await do():
            total += done
        return total

    return sum(await asyncio.gather(*(lane() for _ in range(LANES))))
