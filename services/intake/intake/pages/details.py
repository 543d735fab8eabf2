"""What happened: the day, the leaf's questions, the story."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date

from fastapi import APIRouter
from fastapi.responses import Response

from common.clock import paris_date
from common.http.forms import Form
from common.http.language import Text
from intake.domain.category_node import QuestionKind
from intake.domain.category_tree import Trail
from intake.domain.draft import Draft, Step
from intake.domain.free_text import Told, personal_data_told, without_personal_data
from intake.domain.replies import RepliesRefused, ReplyFault, checked_replies
from intake.domain.report import ReportRefused, check_description, check_observed_on, check_wish
from intake.handlers.write_draft import save_draft
from intake.labels.faults import REPLY_FAULT, REPORT_FAULT
from intake.labels.personal import PERSONAL_KIND
from intake.labels.replies import TIME_SLOT
from intake.pages.shell import Writing, WritingDep, next_page

router = APIRouter(include_in_schema=False)

# More than any answer may hold, so that a text that is too long comes back whole to be cut.
LONGEST_KEPT = 20_000


@router.get("/report/details")
async def ask_details(writing: WritingDep) -> Response:
    return _form(writing, writing.draft)


@router.post("/report/details")
async def keep_details(writing: WritingDep) -> Response:
    """Keep what was typed, right or wrong; go on only when it is right.

    Personal data in the free text is pointed out first: it goes on masked, or as it is when that
    is what the consumer wants.
    """
    visit = writing.visit
    trail = writing.trail
    form = await writing.form()
    typed = _typed(writing.draft, trail, form)
    choice = form.text("personal")
    if choice == "mask":
        typed = without_personal_data(typed, trail)
    errors = _errors(typed, trail, today=paris_date(visit.store.clock.now()))
    told = () if errors or choice == "keep" else personal_data_told(typed, trail)
    kept = typed if errors or told else typed.after(Step.DETAILS)
    await save_draft(kept, visit.store)
    if errors or told:
        return _form(writing, typed, errors=errors, told=told)
    return next_page(kept)


@router.post("/report/details/typing")
async def keep_typing(writing: WritingDep) -> Response:
    """What stands in the form while it is written: kept as it is, judged by nobody.

    The page’s script sends it, so that a reload or a lost network takes nothing away.
    """
    typed = _typed(writing.draft, writing.trail, await writing.form())
    await save_draft(replace(typed, done=writing.draft.done), writing.visit.store)
    return Response(status_code=204)


def _form(
    writing: Writing,
    draft: Draft,
    *,
    errors: Mapping[str, Text] | None = None,
    told: Sequence[Told] = (),
) -> Response:
    visit = writing.visit
    return writing.show(
        "details.html",
        Step.DETAILS,
        draft=draft,
        errors=errors,
        trail=writing.trail,
        time_slots=[(slot, words.of(visit.lang)) for slot, words in TIME_SLOT.items()],
        today=paris_date(visit.store.clock.now()).isoformat(),
        told=told,
        personal_kinds=PERSONAL_KIND,
    )


def _typed(draft: Draft, trail: Trail, form: Form) -> Draft:
    replies = {
        question.key: ",".join(form.texts(f"q_{question.key}"))[:LONGEST_KEPT]
        if question.kind is QuestionKind.CHOICES
        else form.text(f"q_{question.key}")[:LONGEST_KEPT]
        for question in trail.questions
    }
    return draft.undone(
        Step.DETAILS,
        replies={key: reply for key, reply in replies.items() if reply},
        observed_on=form.text("observed_on")[:20],
        description=form.text("description")[:LONGEST_KEPT],
        wish="advice" if form.text("wish") == "advice" else "report",
    )


def _errors(draft: Draft, trail: Trail, *, today: date) -> dict[str, Text]:
    """What is wrong, by the field's name on the page, in the page's order."""
    errors: dict[str, Text] = {}
    try:
        check_observed_on(date.fromisoformat(draft.observed_on), today=today)
    except ValueError:
        errors["observed_on"] = REPLY_FAULT[ReplyFault.NOT_A_DATE]
    except ReportRefused as refusal:
        errors["observed_on"] = REPORT_FAULT[refusal.fault]
    try:
        checked_replies(trail.questions, tuple(draft.replies.items()), today=today)
    except RepliesRefused as refusal:
        errors |= {f"q_{key}": REPLY_FAULT[fault] for key, fault in refusal.faults.items()}
    try:
        check_description(draft.description)
        check_wish(trail, wishes_advice=draft.wish == "advice")
    except ReportRefused as refusal:
        errors[refusal.field] = REPORT_FAULT[refusal.fault]
    return errors
