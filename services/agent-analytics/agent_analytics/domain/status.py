"""Which status a report shows, whatever the order in which the services told their part."""

from enum import StrEnum


class Status(StrEnum):
    """The statuses of the contracts, kept here so that rules depend on no wire format."""

    SUBMITTED = "submitted"
    TRIAGE = "triage"
    NOT_TRANSMITTED = "not_transmitted"
    WAITING = "waiting"
    READ = "read"
    PROMISED = "promised"
    UNFOUNDED = "unfounded"
    NOT_CONCERNED = "not_concerned"
    EXPIRED_UNREAD = "expired_unread"
    EXPIRED_UNANSWERED = "expired_unanswered"
    WITHDRAWN = "withdrawn"
    ERASED = "erased"


OPEN = frozenset({Status.SUBMITTED, Status.TRIAGE, Status.WAITING, Status.READ})


class Outcome(StrEnum):
    """What routing decided last."""

    ROUTED = "routed"
    TRIAGE = "triage"
    NOT_TRANSMITTED = "not_transmitted"


_BEFORE_THE_CASE = {
    Outcome.ROUTED: Status.SUBMITTED,
    Outcome.TRIAGE: Status.TRIAGE,
    Outcome.NOT_TRANSMITTED: Status.NOT_TRANSMITTED,
}


def shown_status(
    *, erased: bool, withdrawn: bool, case: Status | None, outcome: Outcome | None
) -> Status:
    """The status that people see, from the newest fact of each producer.

    Erasure wins over all, then the consumer's withdrawal, then the portal, which owns the case
    from its opening. A report that is routed but not opened by the portal is still `submitted`:
    nobody holds it yet.
    """
    if erased:
        return Status.ERASED
    if withdrawn:
        return Status.WITHDRAWN
    if case is not None:
        return case
    return Status.SUBMITTED if outcome is None else _BEFORE_THE_CASE[outcome]
