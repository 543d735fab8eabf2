"""The proof of the e-mail address: a code sent, a code typed."""

from fastapi import APIRouter
from fastapi.responses import Response

from common.http.language import Text
from common.secrets import digest
from common.throttle import Throttled
from intake.domain.contact import ContactRefused, email_digest, parse_email
from intake.domain.draft import Step
from intake.handlers.confirm_email_code import confirm_email_code
from intake.handlers.request_email_code import request_email_code
from intake.handlers.write_draft import save_draft
from intake.labels.faults import CODE_FAULT, wait
from intake.pages.shell import Writing, WritingDep, next_page, see

router = APIRouter(include_in_schema=False)


@router.get("/report/email")
async def ask_code(writing: WritingDep) -> Response:
    """The code's form; skipped when this browser has proved the address a short while ago."""
    visit, draft = writing.visit, writing.draft
    try:
        address = parse_email(draft.email)
    except ContactRefused:
        return see("/report/identity")
    proof = visit.parts.proof_cookie.read(visit.request)
    if proof and await visit.store.email_proofs.holds(digest(proof), email_digest(address)):
        done = draft.after(Step.EMAIL)
        await save_draft(done, visit.store)
        return next_page(done)
    return _form(writing)


@router.post("/report/email/code")
async def send_code(writing: WritingDep) -> Response:
    await writing.form()
    visit, draft = writing.visit, writing.draft
    try:
        await request_email_code(
            draft.email,
            visit.store,
            lang=visit.lang,
            network=visit.network,
            chance=visit.parts.ground.chance,
        )
    except Throttled as refusal:
        return _form(writing, fault=wait(refusal.retry_after), status=429)
    await save_draft(draft.undone(Step.EMAIL, code_sent_to=draft.email), visit.store)
    return see("/report/email")


@router.post("/report/email")
async def give_code(writing: WritingDep) -> Response:
    form = await writing.form()
    visit = writing.visit
    try:
        given = await confirm_email_code(
            writing.draft.email,
            form.text("code")[:20],
            visit.store,
            network=visit.network,
            chance=visit.parts.ground.chance,
        )
    except Throttled as refusal:
        return _form(writing, fault=wait(refusal.retry_after), status=429)
    if given is None:
        return _form(writing, fault=CODE_FAULT)
    done = writing.draft.after(Step.EMAIL)
    await save_draft(done, visit.store)
    response = next_page(done)
    visit.parts.proof_cookie.set(response, given.proof)
    return response


def _form(writing: Writing, *, fault: Text | None = None, status: int | None = None) -> Response:
    is_sent = writing.draft.code_sent_to == writing.draft.email
    return writing.show(
        "email.html",
        Step.EMAIL,
        errors={"code": fault} if fault else {},
        is_sent=is_sent,
        status=status,
    )
