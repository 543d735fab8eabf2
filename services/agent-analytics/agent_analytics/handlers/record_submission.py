"""A consumer filed a report: keep what was told, and count it."""

from agent_analytics.domain.history import Counted, Submission
from agent_analytics.domain.place import department_of_target
from agent_analytics.domain.timeline import Entry, Happening
from agent_analytics.domain.weeks import week_of
from agent_analytics.handlers.learn_fact import learn_fact
from agent_analytics.store import Store
from common.contracts.intake import ReportSubmitted
from common.contracts.report import ReportContent


async def record_submission(event: ReportSubmitted, store: Store) -> None:
    """Keep the content; learn from it what people call the category."""
    content = event.content
    counted, submission = _counted(content), _submission(content)
    for lang, labels in {
        "fr": content.category_labels_fr,
        content.lang: content.category_labels,
    }.items():
        if labels:
            await store.categories.learn(
                content.category, labels[0], lang=lang, told_at=content.submitted_at
            )
    await learn_fact(
        event.report_id,
        store,
        change=lambda history: history.submitted(counted, submission),
        entry=Entry(Happening.SUBMITTED, str(event.version), submission.submitted_at),
    )


def _counted(content: ReportContent) -> Counted:
    target = content.target.model_dump()
    return Counted(
        week=week_of(content.submitted_at),
        category=content.category,
        target_department=department_of_target(
            department=target.get("department"),
            commune=target.get("commune"),
            postal_code=target.get("postal_code"),
        ),
    )


def _submission(content: ReportContent) -> Submission:
    return Submission(
        reference=content.reference,
        subcategories=content.subcategories,
        category_labels=content.office_labels,
        tags=content.tags,
        replies=tuple((reply.question, reply.value) for reply in content.replies),
        description=content.description,
        observed_on=content.observed_on,
        target=content.target.model_dump(mode="json"),
        share_identity=content.share_identity,
        wish=content.wish.value,
        lang=content.lang,
        publish_consent=content.publish_consent,
        attachment_count=content.attachment_count,
        submitted_at=content.submitted_at,
    )
