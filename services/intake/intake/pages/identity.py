"""Who reports, and whether the company is told."""

from collections.abc import Mapping

from fastapi import APIRouter
from fastapi.responses import Response

from common.http.forms import Form
from common.http.language import Text
from intake.domain.category_tree import Trail
from intake.domain.contact import ContactRefused, parse_consumer
from intake.domain.draft import Draft, Step
from intake.domain.report import is_ever_transmitted
from intake.domain.targets import TargetKind
from intake.handlers.write_draft import save_draft
from intake.labels.faults import CONTACT_FAULT
from intake.pages.shell import Writing, WritingDep, next_page

router = APIRouter(include_in_schema=False)

LONGEST_KEPT = 300
_CHOOSE = Text("Choisissez une des deux réponses.", "Choose one of the two answers.")


@router.get("/report/identity")
async def ask_identity(writing: WritingDep) -> Response:
    return _form(writing, writing.draft)


@router.post("/report/identity")
async def keep_identity(writing: WritingDep) -> Response:
    """Keep what was typed, right or wrong; another address must be proved again."""
    visit = writing.visit
    typed = _typed(writing.draft, await writing.form())
    if typed.email != writing.draft.email:
        typed = typed.undone(Step.EMAIL)
    errors = _errors(typed, may_share=_may_share(typed, writing.trail))
    kept = typed if errors else typed.after(Step.IDENTITY)
    await save_draft(kept, visit.store)
    return _form(writing, typed, errors=errors) if errors else next_page(kept)


def _form(writing: Writing, draft: Draft, *, errors: Mapping[str, Text] | None = None) -> Response:
    may_share = _may_share(draft, writing.trail)
    return writing.show(
        "identity.html", Step.IDENTITY, draft=draft, errors=errors, may_share=may_share
    )


def _typed(draft: Draft, form: Form) -> Draft:
    return draft.undone(
        Step.IDENTITY,
        first_name=form.text("first_name")[:LONGEST_KEPT],
        last_name=form.text("last_name")[:LONGEST_KEPT],
        email=form.text("email")[:LONGEST_KEPT],
        phone=form.text("phone")[:LONGEST_KEPT],
        share_identity=form.text("share_identity")[:3],
        publish_consent=form.text("publish_consent") == "yes",
    )


def _errors(draft: Draft, *, may_share: bool) -> dict[str, Text]:
    errors: dict[str, Text] = {}
    for field in ("first_name", "last_name", "email", "phone"):
        fault = _fault(field, getattr(draft, field))
        if fault is not None:
            errors[field] = fault
    if may_share and draft.share_identity not in ("yes", "no"):
        errors["share_identity"] = _CHOOSE
    return errors


def _fault(field: str, value: str) -> Text | None:
    """What is wrong with one field, the others taken as right."""
    sound = {"first_name": "A", "last_name": "A", "email": "a@example.org", "phone": ""}
    given = sound | {field: value}
    try:
        parse_consumer(
            given["first_name"], given["last_name"], email=given["email"], phone=given["phone"]
        )
    except ContactRefused as refusal:
        return CONTACT_FAULT[refusal.fault]
    return None


def _may_share(draft: Draft, trail: Trail) -> bool:
    """Whether the company could ever get the report; if not, the question is not asked."""
    kind = TargetKind(draft.target.get("kind", TargetKind.UNKNOWN))
    return is_ever_transmitted(trail, kind, wishes_advice=draft.wish == "advice")
