"""Accept a report: everything is checked, written and announced at once, or nothing is."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from uuid import UUID

from common.clock import paris_date
from common.contracts.intake import AttachmentCleared
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
from intake.handlers.tell_report import told_of
from intake.store import Store
from intake.store.reports import Filing

REFERENCE_GROUPS = (4, 4)


@dataclass(frozen=True, slots=True, kw_only=True)
class SubmitReport:
    """What a consumer sends. `path` goes from the top category to the leaf.

    The files are those whose keys are given and those of the draft. `is_vouched_for`: a program
    with a key answers for the address, and there is no proof.
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
    is_vouched_for: bool = False


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
    reference = readable_code(chance, *REFERENCE_GROUPS)
    report = checked_report(
        command, tree, today=paris_date(now), report_id=store.new_id(), reference=reference
    )
    person = email_digest(command.consumer.email)
    if not (
        command.is_vouched_for or await store.email_proofs.spend(digest(command.proof), person)
    ):
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
    told = told_of(report, command.consumer, attachment_count=len(attachments), at=now)
    for event in told.events(tracking_url=f"{tracking_page}#{secret}"):
        store.publish(event)
    await _announce_files(report.id, attachments, store)
    store.audit(
        "report_submitted", actor="consumer", object_kind="report", object_id=str(report.id)
    )
    return AcceptedReport(report.id, report.reference, secret)


def checked_report(
    command: SubmitReport, tree: CategoryTree, *, today: date, report_id: UUID, reference: str
) -> Report:
    """The report that the command makes. Raises a refusal of the domain for what is wrong."""
    trail = tree.leaf(command.path)
    check_target(trail, command.target)
    check_wish(trail, wishes_advice=command.wishes_advice)
    check_observed_on(command.observed_on, today=today)
    return Report(
        id=report_id,
        reference=reference,
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


async def _announce_files(report_id: UUID, attachments: Sequence[Attachment], store: Store) -> None:
    for attachment in attachments:
        if attachment.clean is not None:
            version = await store.reports.next_version(report_id)
            payload = cleared(attachment, attachment.clean)
            store.publish(
                AttachmentCleared(report_id=report_id, version=version, attachment=payload)
            )
