"""Accept a report: everything is checked, written and announced at once, or nothing is."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from uuid import UUID

from pydantic import TypeAdapter

from common.clock import paris_date
from common.contracts.intake import (
    AttachmentCleared,
    ConsumerIdentified,
    IdentityShared,
    ReportSubmitted,
)
from common.contracts.report import Reply, ReportContent, Wish
from common.contracts.report import Target as TargetPayload
from common.ids import Chance, readable_code
from common.secrets import digest, new_secret
from intake.domain.attachment import (
    Attachment,
    AttachmentFault,
    AttachmentRefused,
    AttachmentState,
    check_together,
)
from intake.domain.category_tree import CategoryTree
from intake.domain.contact import Consumer, email_digest
from intake.domain.email_proof import ProofRefused
from intake.domain.repetition import refuse_repetition
from intake.domain.replies import checked_replies
from intake.domain.report import (
    Report,
    check_description,
    check_observed_on,
    check_target,
    check_wish,
    is_ever_transmitted,
)
from intake.domain.targets import Target
from intake.domain.wording import Lang
from intake.handlers.check_attachment import cleared
from intake.labels.replies import in_words
from intake.store import Store
from intake.store.reports import Filing

REFERENCE_GROUPS = (4, 4)
_TARGET: TypeAdapter[TargetPayload] = TypeAdapter(TargetPayload)


@dataclass(frozen=True, slots=True, kw_only=True)
class SubmitReport:
    """What a consumer sends. `path` goes from the top category to the leaf.

    The files are those whose keys are given and those of the draft.
    """

    path: tuple[str, ...]
    replies: tuple[tuple[str, str], ...]
    description: str
    observed_on: date
    target: Target
    consumer: Consumer
    proof: str
    share_identity: bool
    wishes_advice: bool
    lang: Lang
    publish_consent: bool
    attachment_keys: tuple[UUID, ...] = ()
    draft_id: UUID | None = None


@dataclass(frozen=True, slots=True)
class AcceptedReport:
    """`secret` opens the tracking page; it is told once, the database keeps its digest."""

    id: UUID
    reference: str
    secret: str


async def submit_report(
    command: SubmitReport,
    store: Store,
    *,
    tree: CategoryTree,
    chance: Chance,
    tracking_page: str,
) -> AcceptedReport:
    """Raises a refusal of the domain for whatever is wrong, with nothing changed.

    What needs no database is looked at first. The proof is spent before anything else: it holds
    back other reports of the same person until this one is in or out.
    """
    now = store.clock.now()
    report = _checked(command, tree, now=now, report_id=store.new_id(), chance=chance)
    person = email_digest(command.consumer.email)
    if not await store.email_proofs.spend(digest(command.proof), person):
        raise ProofRefused
    await _refuse_repetition(report, person, store)
    attachments = await _take_attachments(command, store)
    secret = new_secret(chance)
    filing = Filing(command.consumer, person, digest(secret), now)
    while not await store.reports.add(report, filing):
        report = replace(report, reference=readable_code(chance, *REFERENCE_GROUPS))
    if attachments:
        await store.attachments.attach([found.id for found in attachments], report.id)
    if command.draft_id is not None:
        await store.drafts.remove(command.draft_id)
    # Who filed it goes first: mails about the report wait until the person is known.
    _identify(report, command, store, tracking_url=f"{tracking_page}#{secret}")
    _announce(report, store, attachment_count=len(attachments))
    await _announce_files(report.id, attachments, store)
    store.audit(
        "report_submitted", actor="consumer", object_kind="report", object_id=str(report.id)
    )
    return AcceptedReport(report.id, report.reference, secret)


def _checked(
    command: SubmitReport, tree: CategoryTree, *, now: datetime, report_id: UUID, chance: Chance
) -> Report:
    today = paris_date(now)
    trail = tree.leaf(command.path)
    check_target(trail, command.target)
    check_wish(trail, wishes_advice=command.wishes_advice)
    check_observed_on(command.observed_on, today=today)
    return Report(
        id=report_id,
        reference=readable_code(chance, *REFERENCE_GROUPS),
        tree_version=tree.version,
        trail=trail,
        replies=checked_replies(trail.questions, command.replies, today=today),
        description=check_description(command.description),
        observed_on=command.observed_on,
        target=command.target,
        share_identity=command.share_identity
        and is_ever_transmitted(trail, command.target.kind, wishes_advice=command.wishes_advice),
        wishes_advice=command.wishes_advice,
        lang=command.lang,
        publish_consent=command.publish_consent,
    )


async def _refuse_repetition(report: Report, person: bytes, store: Store) -> None:
    identity = report.target.identity
    if identity is None:
        return
    earlier = await store.reports.earlier(person, report.trail.keys[0], target_identity=identity)
    refuse_repetition(earlier, now=store.clock.now())


async def _take_attachments(command: SubmitReport, store: Store) -> Sequence[Attachment]:
    """The files named, held until the end. Raises `AttachmentRefused`.

    A file of the draft that was refused or never arrived is left behind; one that the caller
    names must be there.
    """
    keys = set(command.attachment_keys)
    if not keys and command.draft_id is None:
        return []
    found = await store.attachments.lock_unattached(
        [digest(str(key)) for key in keys], draft_id=command.draft_id
    )
    if command.draft_id is not None:
        found = [file for file in found if file.is_arrived]
    elif len(found) < len(keys):
        raise AttachmentRefused(AttachmentFault.UNKNOWN)
    for attachment in found:
        if attachment.state is AttachmentState.PENDING:
            raise AttachmentRefused(AttachmentFault.NOT_UPLOADED)
        if attachment.fault is not None:
            raise AttachmentRefused(attachment.fault)
    check_together([attachment.size for attachment in found])
    return found


def _announce(report: Report, store: Store, *, attachment_count: int) -> None:
    content = ReportContent(
        reference=report.reference,
        category=report.trail.keys[0],
        subcategories=report.trail.keys[1:],
        category_labels=report.trail.labels(report.lang),
        tags=tuple(sorted(report.trail.tags)),
        replies=tuple(
            Reply(question=question, value=value)
            for question, value in in_words(
                report.trail.questions, report.replies, lang=report.lang
            )
        ),
        description=report.description,
        observed_on=report.observed_on,
        target=_TARGET.validate_python({"kind": report.target.kind.value, **report.target.details}),
        share_identity=report.share_identity,
        wish=Wish.ADVICE if report.wishes_advice else Wish.REPORT,
        lang=report.lang,
        publish_consent=report.publish_consent,
        attachment_count=attachment_count,
        tree_version=report.tree_version,
        authority_codes=tuple(code.key for code in report.trail.codes),
        category_labels_fr=report.trail.labels("fr"),
        submitted_at=store.clock.now(),
    )
    store.publish(ReportSubmitted(report_id=report.id, version=1, content=content))


def _identify(report: Report, command: SubmitReport, store: Store, *, tracking_url: str) -> None:
    consumer = command.consumer
    person = {
        "report_id": report.id,
        "version": 1,
        "first_name": consumer.first_name,
        "last_name": consumer.last_name,
        "email": consumer.email,
        "phone": consumer.phone,
    }
    store.publish(
        ConsumerIdentified(
            **person, reference=report.reference, lang=report.lang, tracking_url=tracking_url
        )
    )
    if report.share_identity:
        store.publish(IdentityShared(**person))


async def _announce_files(report_id: UUID, attachments: Sequence[Attachment], store: Store) -> None:
    for attachment in attachments:
        if attachment.clean is not None:
            version = await store.reports.next_version(report_id)
            payload = cleared(attachment, attachment.clean)
            store.publish(
                AttachmentCleared(report_id=report_id, version=version, attachment=payload)
            )
