"""The tracking page: from its secret link to the state of a report, and what may be done."""

import re
from contextlib import suppress

from fastapi import APIRouter
from fastapi.responses import Response

from common.contracts.report import Rating
from common.http.forms import read_form
from common.http.language import Text
from common.http.sessions import check_origin
from common.secrets import digest
from common.throttle import Throttled
from common.values import NotASiret, parse_siret
from intake.domain.next_steps import impasse
from intake.domain.thread import LONGEST_MESSAGE, TooManyMessages, open_question, thread
from intake.domain.tracking import ANSWERED, HELD, OPEN, NotNow
from intake.handlers.erase_report import erase_report
from intake.handlers.name_recipient import name_recipient
from intake.handlers.open_tracking_session import (
    ReportIsErased,
    UnknownSecret,
    open_tracking_session,
)
from intake.handlers.review_answer import LONGEST_COMMENT, review_answer
from intake.handlers.withdraw_report import withdraw_report
from intake.handlers.write_message import write_message
from intake.labels.faults import CHOICE_FAULT, COMMENT_FAULT, REVIEW_FAULT, SECRET_FAULT, wait
from intake.labels.thread import MESSAGE_FAULT, TOO_MANY_MESSAGES
from intake.labels.tracking import (
    ANSWER_KIND,
    ANSWER_REASON,
    ATTACHMENT_STATE,
    HAPPENED,
    NEXT,
    PROMISE,
    RATING,
    STATUS,
)
from intake.pages.shell import (
    Following,
    FollowingDep,
    NoTrackingSession,
    VisitDep,
    see,
)
from intake.store.queries import tracked_report

router = APIRouter(include_in_schema=False)

_SECRET = re.compile(r"[A-Za-z0-9_-]{43}")


@router.get("/tracking")
async def ask_link(visit: VisitDep) -> Response:
    """The link's page. Its script sends what follows `#`; without script, it is pasted."""
    return visit.show("tracking_link.html", errors={}, link="")


@router.post("/tracking")
async def open_link(visit: VisitDep) -> Response:
    check_origin(visit.request)
    form = await read_form(visit.request)
    link = form.text("link")[:500]
    found = _SECRET.search(link.rpartition("#")[2])
    try:
        session = await open_tracking_session(
            found[0] if found else "",
            visit.store,
            network=visit.network,
            chance=visit.parts.ground.chance,
        )
    except ReportIsErased as refusal:
        return visit.show("erased.html", status=410, erased_at=refusal.erased_at)
    except UnknownSecret:
        errors = {"link": SECRET_FAULT}
        return visit.show("tracking_link.html", status=422, errors=errors, link=link)
    except Throttled as refusal:
        errors = {"link": wait(refusal.retry_after)}
        return visit.show("tracking_link.html", status=429, errors=errors, link=link)
    response = see("/tracking/report")
    visit.parts.tracking_cookie.set(response, session.token)
    return response


@router.get("/tracking/report")
async def show_report(following: FollowingDep) -> Response:
    return await _page(following)


@router.post("/tracking/review")
async def rate(following: FollowingDep) -> Response:
    form = await following.form()
    rating, comment = form.text("rating"), form.text("comment")
    typed = (rating, comment)
    if rating not in RATING:
        return await _page(following, errors={"rating": REVIEW_FAULT}, typed=typed)
    if len(comment) > LONGEST_COMMENT:
        return await _page(following, errors={"comment": COMMENT_FAULT}, typed=typed)
    try:
        await review_answer(
            following.report_id,
            following.visit.store,
            rating=Rating(rating),
            comment=comment or None,
        )
    except NotNow:
        # The state moved meanwhile: the page shows it, and what it permits.
        return see("/tracking/report")
    return see("/tracking/report")


@router.post("/tracking/redirection")
async def name_one(following: FollowingDep) -> Response:
    """The reply to the one question: which of these establishments is meant."""
    form = await following.form()
    try:
        siret = parse_siret(form.text("siret"))
    except NotASiret:
        return await _page(following, errors={"siret": CHOICE_FAULT})
    with suppress(NotNow):
        await name_recipient(following.report_id, siret, following.visit.store)
    return see("/tracking/report")


@router.post("/tracking/messages")
async def write(following: FollowingDep) -> Response:
    form = await following.form()
    text = form.text("message").strip()
    if not text or len(text) > LONGEST_MESSAGE:
        return await _page(following, errors={"message": MESSAGE_FAULT}, message=text)
    try:
        await write_message(following.report_id, following.visit.store, text=text)
    except TooManyMessages:
        return await _page(following, errors={"message": TOO_MANY_MESSAGES}, message=text)
    except NotNow:
        return see("/tracking/report")
    return see("/tracking/report#thread")


@router.get("/tracking/download")
async def download(following: FollowingDep) -> Response:
    """Who no longer follows is asked for the link; the archive itself is the API's."""
    del following
    return see("/v1/tracking/report/archive")


@router.get("/tracking/withdrawal")
async def confirm_withdrawal(following: FollowingDep) -> Response:
    return following.visit.show("withdrawal.html", csrf_token=following.csrf)


@router.post("/tracking/withdrawal")
async def withdraw(following: FollowingDep) -> Response:
    await following.form()
    try:
        await withdraw_report(following.report_id, following.visit.store)
    except NotNow:
        return see("/tracking/report")
    return see("/tracking/report")


@router.get("/tracking/erasure")
async def confirm_erasure(following: FollowingDep) -> Response:
    return following.visit.show("erasure.html", csrf_token=following.csrf, errors={})


@router.post("/tracking/erasure")
async def erase(following: FollowingDep) -> Response:
    form = await following.form()
    visit = following.visit
    if form.text("is_certain") != "yes":
        errors = {
            "is_certain": Text(
                "Cochez la case pour confirmer l’effacement.",
                "Tick the box to confirm the erasure.",
            )
        }
        return visit.show("erasure.html", status=422, csrf_token=following.csrf, errors=errors)
    at = await erase_report(following.report_id, visit.store, buckets=visit.parts.buckets)
    response = visit.show("erased.html", erased_at=at)
    visit.parts.tracking_cookie.clear(response)
    visit.parts.receipt_cookie.clear(response)
    return response


@router.post("/tracking/end")
async def leave(following: FollowingDep) -> Response:
    """Close the page for whoever uses this computer next."""
    await following.form()
    visit = following.visit
    await visit.store.tracking_sessions.remove(digest(following.token))
    response = see("/tracking")
    visit.parts.tracking_cookie.clear(response)
    visit.parts.receipt_cookie.clear(response)
    return response


async def _page(
    following: Following,
    *,
    errors: dict[str, Text] | None = None,
    typed: tuple[str, str] | None = None,
    message: str = "",
) -> Response:
    visit = following.visit
    report = await tracked_report(visit.store, following.report_id)
    if report is None:
        raise NoTrackingSession
    tracking = report.tracking
    review = tracking.review
    rating, comment = typed or ((review.rating, review.comment or "") if review else ("", ""))
    answer = tracking.answer
    return visit.show(
        "tracking.html",
        status=422 if errors else 200,
        report=report,
        status_label=STATUS[tracking.status],
        next_step=NEXT[tracking.status],
        moments=[
            {"title": HAPPENED[fact.kind], "at": fact.at, "text": fact.details.get("message")}
            for fact in reversed(tracking.timeline)
        ],
        answer_kind=ANSWER_KIND[answer.kind] if answer else None,
        answer_reason=ANSWER_REASON[answer.reason] if answer else None,
        ratings=list(RATING.items()),
        rating=rating,
        comment=comment,
        files=[(file.shown_filename, ATTACHMENT_STATE[file.state]) for file in report.attachments],
        choices=[
            (one.siret, Text(f"{one.name}, {one.place}", f"{one.name}, {one.place}"))
            for one in tracking.choices
        ],
        promise=PROMISE[tracking.promise_review.outcome] if tracking.promise_review else None,
        has_next=impasse(tracking) is not None,
        messages=thread(tracking),
        question=open_question(tracking),
        message=message,
        may_write=tracking.status in HELD,
        may_review=tracking.status in ANSWERED,
        may_withdraw=tracking.status in OPEN,
        csrf_token=following.csrf,
        errors=errors or {},
    )
