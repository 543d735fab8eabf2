"""What is left to do when the answer is missing or bad."""

from enum import StrEnum

from intake.domain.tracking import Status, Tracking


class Impasse(StrEnum):
    """Why the report alone did not settle the matter."""

    NO_ANSWER = "no_answer"
    UNFOUNDED = "unfounded"
    NOBODY_CONCERNED = "nobody_concerned"
    PROMISE_NOT_KEPT = "promise_not_kept"


_BY_STATUS = {
    Status.EXPIRED_UNREAD: Impasse.NO_ANSWER,
    Status.EXPIRED_UNANSWERED: Impasse.NO_ANSWER,
    Status.UNFOUNDED: Impasse.UNFOUNDED,
    Status.NOT_CONCERNED: Impasse.NOBODY_CONCERNED,
}


def impasse(tracking: Tracking) -> Impasse | None:
    """None while the report may still settle it, or has."""
    review = tracking.promise_review
    if tracking.status is Status.PROMISED and review is not None and review.outcome != "kept":
        return Impasse.PROMISE_NOT_KEPT
    return _BY_STATUS.get(tracking.status)
