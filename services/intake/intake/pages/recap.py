"""The last look before sending, the sending, and what comes after it."""

from datetime import date

from fastapi import APIRouter
from fastapi.responses import Response

from common.clock import paris_date
from common.secrets import digest
from intake.domain.attachment import AttachmentRefused
from intake.domain.category_tree import Trail
from intake.domain.contact import ContactRefused, email_digest, parse_consumer, parse_email
from intake.domain.draft import Draft, Step
from intake.domain.email_proof import ProofRefused
from intake.domain.free_text import personal_data_told, without_personal_data
from intake.domain.outlook import outlook, told_crowd
from intake.domain.repetition import TooManyReports
from intake.domain.replies import RepliesRefused, checked_replies
from intake.domain.report import ReportRefused, is_ever_transmitted
from intake.domain.targets import TargetKind, TargetRefused, parse_target
from intake.domain.wording import Lang
from intake.handlers.open_tracking_session import start_tracking_session
from intake.handlers.preview_report import preview_report
from intake.handlers.submit_report import AcceptedReport, SubmitReport, submit_report
from intake.handlers.tell_report import Told
from intake.handlers.write_draft import save_draft
from intake.labels.faults import refusal_text
from intake.labels.form import TARGET_KIND
from intake.labels.outlook import OUTLOOK
from intake.labels.personal import PERSONAL_KIND
from intake.labels.replies import in_words
from intake.pages.shell import VisitDep, Writing, WritingDep, next_page, see
from intake.store import Store
from intake.store.queries import count_others, receipt_of

router = APIRouter(include_in_schema=False)

REFUSALS = (
    AttachmentRefused,
    ContactRefused,
    ProofRefused,
    RepliesRefused,
    ReportRefused,
    TargetRefused,
    TooManyReports,
)


@router.get("/report/recap")
async def look_again(writing: WritingDep) -> Response:
    if writing.draft.next_step is not Step.RECAP:
        return next_page(writing.draft)
    return await _page(writing, writing.visit.store)


@router.post("/report/recap")
async def send(writing: WritingDep) -> Response:
    """Accept the report, or say on the same page what stops it; the draft stays until then."""
    await writing.form()
    if writing.draft.next_step is not Step.RECAP:
        return next_page(writing.draft)
    parts = writing.visit.parts
    try:
        async with parts.open_store() as store:
            accepted, session = await _submit(writing, store)
    except REFUSALS as refusal:
        return await _page(writing, writing.visit.store, refusal=refusal)
    response = see("/report/done")
    parts.draft_cookie.clear(response)
    parts.receipt_cookie.set(response, f"{accepted.reference}.{accepted.secret}")
    parts.tracking_cookie.set(response, session)
    return response


@router.post("/report/recap/masking")
async def mask(writing: WritingDep) -> Response:
    """Hide the personal data of the free text, and look again."""
    await writing.form()
    await save_draft(without_personal_data(writing.draft, writing.trail), writing.visit.store)
    return see("/report/recap")


@router.get("/report/done")
async def show_receipt(visit: VisitDep) -> Response:
    """What comes now for the report just sent, as long as this browser stays open."""
    parts = visit.parts
    _, _, secret = (parts.receipt_cookie.read(visit.request) or "").partition(".")
    receipt = await receipt_of(visit.store, digest(secret)) if secret else None
    if receipt is None:
        return see("/tracking")
    trail = parts.trees.numbered(receipt.tree_version).leaf(receipt.path)
    ahead = outlook(trail, receipt.target_kind, wishes_advice=receipt.wishes_advice)
    return visit.show(
        "done.html",
        reference=receipt.reference,
        tracking_url=f"{parts.tracking_page}#{secret}",
        steps=OUTLOOK[ahead],
        afterwards=trail.prompts.afterwards,
        crowd=told_crowd(receipt.others),
    )


async def _submit(writing: Writing, store: Store) -> tuple[AcceptedReport, str]:
    visit, parts = writing.visit, writing.visit.parts
    chance = parts.ground.chance
    proof = parts.proof_cookie.read(visit.request) or ""
    accepted = await submit_report(
        _command(writing.draft, proof, visit.lang),
        store,
        tree=writing.tree,
        chance=chance,
        tracking_page=parts.tracking_page,
    )
    session = await start_tracking_session(accepted.id, store, chance=chance)
    return accepted, session.token


def _command(draft: Draft, proof: str, lang: Lang) -> SubmitReport:
    details = {name: value for name, value in draft.target.items() if name != "kind"}
    return SubmitReport(
        path=draft.path,
        replies=tuple(draft.replies.items()),
        description=draft.description,
        observed_on=date.fromisoformat(draft.observed_on),
        target=parse_target(TargetKind(draft.target["kind"]), details),
        consumer=parse_consumer(
            draft.first_name, draft.last_name, email=draft.email, phone=draft.phone
        ),
        proof=proof,
        share_identity=draft.share_identity == "yes",
        wishes_advice=draft.wish == "advice",
        lang=lang,
        publish_consent=draft.publish_consent,
        draft_id=draft.id,
    )


async def _page(writing: Writing, store: Store, *, refusal: Exception | None = None) -> Response:
    draft, trail = writing.draft, writing.trail
    kind = TargetKind(draft.target["kind"])
    details = {name: value for name, value in draft.target.items() if name != "kind"}
    others = await count_others(
        store,
        draft.path[0],
        target_identity=parse_target(kind, details).identity,
        person=email_digest(parse_email(draft.email)),
    )
    earlier = refusal.references if isinstance(refusal, TooManyReports) else ()
    files = [file for file in await store.attachments.of_draft(draft.id) if file.is_arrived]
    return writing.show(
        "recap.html",
        Step.RECAP,
        status=409 if earlier else 422 if refusal else 200,
        trail=trail,
        target_kind=TARGET_KIND[kind],
        replies=_replies(draft, trail, paris_date(store.clock.now()), lang=writing.visit.lang),
        files=[file.shown_filename for file in files],
        preview=_preview(writing, attachment_count=len(files)),
        is_transmitted=is_ever_transmitted(trail, kind, wishes_advice=draft.wish == "advice"),
        observed_on=date.fromisoformat(draft.observed_on),
        refusal=refusal_text(refusal) if refusal else None,
        earlier=earlier,
        crowd=told_crowd(others),
        told=personal_data_told(draft, trail),
        personal_kinds=PERSONAL_KIND,
    )


def _preview(writing: Writing, *, attachment_count: int) -> Told | None:
    """What would be told if it were sent now; None when it would be refused."""
    try:
        return preview_report(
            _command(writing.draft, "", writing.visit.lang),
            tree=writing.tree,
            now=writing.visit.store.clock.now(),
            attachment_count=attachment_count,
        )
    except REFUSALS:
        return None


def _replies(draft: Draft, trail: Trail, today: date, *, lang: Lang) -> tuple[tuple[str, str], ...]:
    """Questions and replies in words, in the order of the form; none when they are wrong."""
    questions = trail.questions
    try:
        replies = checked_replies(questions, tuple(draft.replies.items()), today=today)
    except RepliesRefused:
        return ()
    return in_words(questions, replies, lang=lang)
