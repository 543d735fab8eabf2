"""What is left to do when the answer is missing or bad: whom to turn to, and a letter."""

from fastapi import APIRouter
from fastapi.responses import Response

from common.clock import paris_date
from intake.domain.next_steps import impasse
from intake.labels.next_steps import WHY, helpers_for
from intake.pages.shell import Following, FollowingDep, NoTrackingSession, see
from intake.store.queries import TrackedReport, tracked_report

router = APIRouter(include_in_schema=False)


@router.get("/tracking/next")
async def show_helpers(following: FollowingDep) -> Response:
    report = await _report(following)
    why = impasse(report.tracking)
    if why is None:
        return see("/tracking/report")
    helpers = helpers_for(report.category)
    return following.visit.show("next_steps.html", report=report, why=WHY[why], helpers=helpers)


@router.get("/tracking/letter")
async def show_letter(following: FollowingDep) -> Response:
    """A dated letter to print and sign; who writes it is left blank, for it is on no page."""
    report = await _report(following)
    why = impasse(report.tracking)
    if why is None:
        return see("/tracking/report")
    visit = following.visit
    today = paris_date(visit.parts.ground.clock.now())
    answer = report.tracking.answer
    return visit.show("next_letter.html", report=report, why=why, answer=answer, today=today)


async def _report(following: Following) -> TrackedReport:
    report = await tracked_report(following.visit.store, following.report_id)
    if report is None:
        raise NoTrackingSession
    return report
