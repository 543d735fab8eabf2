"""Was the promise kept? Asked by mail after three weeks, answered here."""

from fastapi import APIRouter
from fastapi.responses import Response

from common.contracts.report import PromiseOutcome
from common.http.language import Text
from intake.domain.tracking import NotNow, Status
from intake.handlers.review_answer import LONGEST_COMMENT
from intake.handlers.review_promise import review_promise
from intake.labels.faults import COMMENT_FAULT, REVIEW_FAULT
from intake.labels.tracking import PROMISE
from intake.pages.shell import Following, FollowingDep, NoTrackingSession, see
from intake.store.queries import tracked_report

router = APIRouter(include_in_schema=False)


@router.get("/tracking/promise")
async def ask(following: FollowingDep) -> Response:
    return await _page(following)


@router.post("/tracking/promise")
async def tell(following: FollowingDep) -> Response:
    form = await following.form()
    outcome, comment = form.text("outcome"), form.text("comment")
    typed = (outcome, comment)
    if outcome not in PROMISE:
        return await _page(following, errors={"outcome": REVIEW_FAULT}, typed=typed)
    if len(comment) > LONGEST_COMMENT:
        return await _page(following, errors={"comment": COMMENT_FAULT}, typed=typed)
    try:
        await review_promise(
            following.report_id,
            following.visit.store,
            outcome=PromiseOutcome(outcome),
            comment=comment or None,
        )
    except NotNow:
        # The state moved meanwhile: the page shows it, and what it permits.
        return see("/tracking/report")
    return see("/tracking/report")


async def _page(
    following: Following,
    *,
    errors: dict[str, Text] | None = None,
    typed: tuple[str, str] | None = None,
) -> Response:
    visit = following.visit
    report = await tracked_report(visit.store, following.report_id)
    if report is None:
        raise NoTrackingSession
    if report.tracking.status is not Status.PROMISED:
        return see("/tracking/report")
    told = report.tracking.promise_review
    outcome, comment = typed or ((told.outcome, told.comment or "") if told else ("", ""))
    return visit.show(
        "tracking_promise.html",
        status=422 if errors else 200,
        answer=report.tracking.answer,
        outcomes=list(PROMISE.items()),
        outcome=outcome,
        comment=comment,
        csrf_token=following.csrf,
        errors=errors or {},
    )
