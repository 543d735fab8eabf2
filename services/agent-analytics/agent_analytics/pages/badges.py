"""The colour of each status; the words beside it say the same."""

from agent_analytics.domain.status import Status

_BADGES = {
    Status.SUBMITTED: "new",
    Status.TRIAGE: "warning",
    Status.WAITING: "info",
    Status.READ: "info",
    Status.PROMISED: "success",
    Status.EXPIRED_UNREAD: "error",
    Status.EXPIRED_UNANSWERED: "error",
}


def badge_of(status: Status) -> str | None:
    """The badge's kind; None is grey: closed, and nothing to watch."""
    return _BADGES.get(status)
