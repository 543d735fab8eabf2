"""How a delivery goes from planned to ended: what each answer of a mail server means."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from notifications.domain.kinds import KEPT_AFTER_WITHDRAWAL, PASSING, Kind


class State(StrEnum):
    """Same words as on the wire; `unknown`: it may have left, so it is never sent again."""

    PENDING = "pending"
    SENDING = "sending"
    SENT = "sent"
    FAILED = "failed"
    UNKNOWN = "unknown"


ENDED = frozenset({State.SENT, State.FAILED, State.UNKNOWN})


class Reason(StrEnum):
    """Why a delivery ended unsent, or waits; never a server's own words, which repeat addresses."""

    SERVER_BUSY = "server_busy"
    SERVER_SILENT = "server_silent"
    REFUSED = "refused"
    NO_SUCH_MAILBOX = "no_such_mailbox"
    UNUSABLE_ADDRESS = "unusable_address"
    UNWRITABLE = "unwritable"
    GAVE_UP = "gave_up"
    EXPIRED = "expired"
    OVERTAKEN = "overtaken"
    SUPPRESSED = "suppressed"
    BUDGET_SPENT = "budget_spent"
    SENDER_DIED = "sender_died"
    ERASED = "erased"


class Answer(StrEnum):
    """What handing a mail over came to.

    `deferred`: not taken, may be tried again (connection refused, 4xx); `rejected`: not taken,
    never will be (5xx); `no_such_mailbox`: rejected because of the address (5.1.x); `silent`: the
    text was being handed over and no answer came, so that nobody knows (RFC 1047).
    """

    ACCEPTED = "accepted"
    DEFERRED = "deferred"
    REJECTED = "rejected"
    NO_SUCH_MAILBOX = "no_such_mailbox"
    SILENT = "silent"


@dataclass(frozen=True, slots=True)
class Verdict:
    """Where the delivery stands next; `retry_at` is set when it waits."""

    state: State
    reason: Reason | None = None
    retry_at: datetime | None = None


RETRY_DELAYS = (
    timedelta(seconds=10),
    timedelta(seconds=30),
    timedelta(minutes=2),
    timedelta(minutes=10),
    timedelta(hours=1),
    *(timedelta(hours=6),) * 12,
)
"""After the last one, three days in all, the mail is given up."""

UNKNOWN_AFTER = timedelta(minutes=2)
"""How long a delivery may be `sending` before its sender is taken for dead.

Longer than any sender waits for a server, shorter than people's patience.
"""

_ENDINGS = {
    Answer.ACCEPTED: Verdict(State.SENT),
    Answer.REJECTED: Verdict(State.FAILED, Reason.REFUSED),
    Answer.NO_SUCH_MAILBOX: Verdict(State.FAILED, Reason.NO_SUCH_MAILBOX),
    Answer.SILENT: Verdict(State.UNKNOWN, Reason.SERVER_SILENT),
}


def judge(answer: Answer, *, attempts: int, now: datetime, expires_at: datetime | None) -> Verdict:
    """What an answer makes of a delivery; `attempts` counts the one just answered."""
    if answer is not Answer.DEFERRED:
        return _ENDINGS[answer]
    if attempts > len(RETRY_DELAYS):
        return Verdict(State.FAILED, Reason.GAVE_UP)
    retry_at = now + RETRY_DELAYS[attempts - 1]
    if expires_at is not None and retry_at >= expires_at:
        return Verdict(State.FAILED, Reason.EXPIRED)
    return Verdict(State.PENDING, Reason.SERVER_BUSY, retry_at)


@dataclass(frozen=True, slots=True)
class Course:
    """How far a report has come, as far as it decides what still makes sense to send.

    `turn_ended_at` is the highest version of its case at which no holder had to act; 0: none yet.
    """

    turn_ended_at: int = 0
    is_withdrawn: bool = False

    def overtakes(self, kind: Kind, version: int) -> bool:
        """Whether a message about `version` of the case has become pointless."""
        if self.is_withdrawn and kind not in KEPT_AFTER_WITHDRAWAL:
            return True
        return kind in PASSING and version < self.turn_ended_at
