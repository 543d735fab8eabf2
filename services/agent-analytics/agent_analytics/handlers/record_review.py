"""The consumer rated the company's answer."""

from agent_analytics.domain.history import Review
from agent_analytics.domain.timeline import Entry, Happening
from agent_analytics.handlers.learn_fact import learn_fact
from agent_analytics.store import Store
from common.contracts.intake import AnswerReviewed


async def record_review(event: AnswerReviewed, store: Store) -> None:
    review = Review(
        version=event.version,
        rating=event.rating.value,
        comment=event.comment,
        reviewed_at=event.reviewed_at,
    )
    await learn_fact(
        event.report_id,
        store,
        change=lambda history: history.reviewed(review),
        entry=Entry(
            Happening.REVIEWED,
            str(event.version),
            event.reviewed_at,
            {"rating": event.rating.value},
        ),
    )
