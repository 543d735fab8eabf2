"""The page of one report, and its files."""

from collections.abc import Sequence
from datetime import timedelta
from uuid import UUID

from fastapi import APIRouter
from starlette.responses import RedirectResponse, Response

from agent_analytics.domain.history import History, Submission
from agent_analytics.handlers.open_report import open_file, open_report
from agent_analytics.labels import (
    ANSWER_KINDS,
    ANSWER_REASONS,
    RATINGS,
    STATUSES,
    WISHES,
)
from agent_analytics.pages.badges import badge_of
from agent_analytics.pages.deps import CurrentParts, OpenStore, SignedInVisitor, Visitor
from agent_analytics.pages.names import department_names, name_of
from agent_analytics.pages.story import label, story_of
from agent_analytics.store.dossiers import Dossier
from common.http.language import Text

router = APIRouter(prefix="/reports", include_in_schema=False)
FILE_LINK_LIFE = timedelta(seconds=60)
_TARGETS = {
    "siret": Text("SIRET donné", "SIRET given"),
    "name": Text("Nom donné", "Name given"),
    "postal_code": Text("Code postal donné", "Postal code given"),
    "department": Text("Département donné", "Département given"),
    "url": Text("Site internet", "Website"),
    "seller": Text("Vendeur", "Seller"),
    "number": Text("Téléphone signalé", "Phone reported"),
    "barcode": Text("Code-barres", "Barcode"),
    "network": Text("Réseau social", "Social network"),
    "handle": Text("Compte", "Account"),
    "latitude": Text("Latitude", "Latitude"),
    "longitude": Text("Longitude", "Longitude"),
    "commune": Text("Commune (code INSEE)", "Commune (INSEE code)"),
    "country": Text("Pays", "Country"),
}
_YES, _NO = Text("Oui", "Yes"), Text("Non", "No")
Facts = Sequence[tuple[Text, Text | str]]


@router.get("/{report_id}")
async def report(report_id: UUID, visitor: SignedInVisitor, store: OpenStore) -> Response:
    """Everything about the report; the reading is recorded."""
    dossier = await open_report(report_id, store, reader=visitor.account)
    history = dossier.history
    return visitor.show(
        "report.html",
        report=dossier.submission,
        history=history,
        category=" › ".join(dossier.submission.category_labels) or dossier.category,
        status_label=STATUSES[history.status],
        badge=badge_of(history.status),
        facts=_facts(dossier, visitor),
        target=_target(dossier.submission),
        deadline_reason=_deadline_reason(history),
        consumer=dossier.consumer,
        files=dossier.files,
        answer_words=_answer_words(history),
        messages=dossier.messages,
        rating=label(RATINGS, history.review.rating) if history.review else None,
        story=story_of(dossier.timeline),
    )


@router.get("/{report_id}/files/{attachment_id}")
async def file(
    report_id: UUID,
    attachment_id: UUID,
    visitor: SignedInVisitor,
    store: OpenStore,
    parts: CurrentParts,
) -> Response:
    """Send the browser to the file, for a minute; the reading is recorded."""
    found = await open_file(report_id, attachment_id, store, reader=visitor.account)
    address = await parts.storage.presigned_get(
        parts.clean_bucket,
        found.storage_key,
        filename=found.filename,
        content_type=found.content_type,
        expires=FILE_LINK_LIFE,
    )
    return RedirectResponse(address, status_code=303)


def _facts(dossier: Dossier, visitor: Visitor) -> Facts:
    submission, history = dossier.submission, dossier.history
    wishes_identity = _YES if submission.share_identity else _NO
    department = name_of(history.department, department_names(visitor.language))
    return (
        (Text("Catégorie", "Category"), " › ".join(submission.category_labels)),
        (Text("Département", "Département"), department),
        (Text("Étiquettes", "Tags"), ", ".join(submission.tags) or "–"),
        (Text("Demande", "Wish"), label(WISHES, submission.wish)),
        (Text("Identité transmise à l’entreprise", "Identity given to company"), wishes_identity),
    )


def _target(submission: Submission) -> Facts:
    """What the consumer said of the company, field by field."""
    return [
        (name, str(submission.target[field]))
        for field, name in _TARGETS.items()
        if submission.target.get(field) is not None
    ]


def _deadline_reason(history: History) -> Text | None:
    case = history.case
    if case is None or case.deadline_reason_fr is None or case.deadline_reason_en is None:
        return None
    return Text(case.deadline_reason_fr, case.deadline_reason_en)


def _answer_words(history: History) -> tuple[Text, Text] | None:
    answer = history.answer
    if answer is None:
        return None
    return label(ANSWER_KINDS, answer.kind), label(ANSWER_REASONS, answer.reason)
