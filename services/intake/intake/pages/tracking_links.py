"""The tracking link, lost and sent again."""

from fastapi import APIRouter
from fastapi.responses import Response

from common.http.forms import read_form
from common.http.language import Text
from common.http.sessions import check_origin
from common.throttle import Throttled
from intake.domain.contact import ContactRefused
from intake.handlers.request_tracking_link import request_tracking_link
from intake.labels.faults import refusal_text, wait
from intake.pages.shell import VisitDep

router = APIRouter(include_in_schema=False)

_NO_REFERENCE = Text(
    "Écrivez la référence du signalement, par exemple V7K2-9QXD.",
    "Write the report’s reference, for instance V7K2-9QXD.",
)


@router.get("/tracking/link")
async def ask_which(visit: VisitDep) -> Response:
    return visit.show("lost_link.html", errors={}, email="", reference="")


@router.post("/tracking/link")
async def send_again(visit: VisitDep) -> Response:
    """Whether such a report exists is not told."""
    check_origin(visit.request)
    form = await read_form(visit.request)
    email, reference = form.text("email")[:254], form.text("reference")[:20]
    typed = {"email": email, "reference": reference}
    if not reference:
        return visit.show(
            "lost_link.html", status=422, errors={"reference": _NO_REFERENCE}, **typed
        )
    try:
        await request_tracking_link(email, reference, visit.store, network=visit.network)
    except ContactRefused as refusal:
        errors = {"email": refusal_text(refusal)}
        return visit.show("lost_link.html", status=422, errors=errors, **typed)
    except Throttled as refusal:
        errors = {"email": wait(refusal.retry_after)}
        return visit.show("lost_link.html", status=429, errors=errors, **typed)
    return visit.show("link_sent.html")
