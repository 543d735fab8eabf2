"""Deadlines: the last day to act, and the reason for that day in words."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from uuid import UUID

from common.clock import PARIS
from company_portal.domain.rules import RuleSet, Silence

IsWorkingDay = Callable[[date], bool]

_DAY = timedelta(days=1)
_MORNING = time(9)


@dataclass(frozen=True, slots=True)
class Deadline:
    """The last day to act (Paris calendar), told to everyone with its reason.

    It is computed once, by the rules named in `rules`; later rules never move it.
    """

    on: date
    reason_fr: str
    reason_en: str
    rules: str


def first_working_day(day: date, is_working_day: IsWorkingDay) -> date:
    """The day itself, or the first working day after it."""
    while not is_working_day(day):
        day += _DAY
    return day


_SILENCE_FR = {
    Silence.ACCEPTANCE: "Sans réponse ce jour-là, la demande est réputée acceptée.",
    Silence.REJECTION: "Sans réponse ce jour-là, la demande est réputée refusée.",
    Silence.NONE: "Sans réponse ce jour-là, le signalement est clos ; ce silence ne vaut ni "
    "accord ni refus.",
}
_SILENCE_EN = {
    Silence.ACCEPTANCE: "Without an answer by then, the request is deemed accepted.",
    Silence.REJECTION: "Without an answer by then, the request is deemed refused.",
    Silence.NONE: "Without an answer by then, the report is closed; this silence means neither "
    "yes nor no.",
}


def answer_deadline(
    received_on: date, *, has_account: bool, rules: RuleSet, is_working_day: IsWorkingDay
) -> Deadline:
    """The last day on which a holder may answer.

    A holder without an account gets longer: it must first be reached by letter. A last day
    that is not worked moves to the next working day (as article 642 of the French code of
    civil procedure does for delays in court).
    """
    days = rules.days_with_account if has_account else rules.days_without_account
    nominal = received_on + timedelta(days=days)
    last = first_working_day(nominal, is_working_day)
    why_fr = (
        f"{days} jours pour répondre, car l’établissement a un compte."
        if has_account
        else f"{days} jours pour répondre, car l’établissement n’a pas encore de compte "
        "et doit être prévenu par courrier."
    )
    why_en = (
        f"{days} days to answer, because the establishment has an account."
        if has_account
        else f"{days} days to answer, because the establishment has no account yet "
        "and must be told by letter."
    )
    return Deadline(
        on=last,
        reason_fr=_join(why_fr, _MOVED_FR if last > nominal else "", _SILENCE_FR[rules.silence]),
        reason_en=_join(why_en, _MOVED_EN if last > nominal else "", _SILENCE_EN[rules.silence]),
        rules=rules.version,
    )


def offer_deadline(
    offered_on: date, *, has_account: bool, rules: RuleSet, is_working_day: IsWorkingDay
) -> Deadline:
    """The last day on which a holder may say whether a report handed off to it concerns it.

    As long as the search for another holder may last (domain rule 3); a holder without an
    account must first be reached by letter, and gets as long as for an answer.
    """
    days = rules.declined_window_days if has_account else rules.days_without_account
    nominal = offered_on + timedelta(days=days)
    last = first_working_day(nominal, is_working_day)
    moved = last > nominal
    why_fr = (
        f"{days} jours pour dire si ce signalement vous concerne, car un autre établissement a "
        "répondu qu’il n’était pas concerné."
    )
    why_en = (
        f"{days} days to say whether this report concerns you, because another establishment "
        "answered that it is not concerned."
    )
    end_fr = "Si personne ne l’accepte ce jour-là, le signalement est clos comme « non concerné »."
    end_en = "If nobody accepts it by then, the report is closed as “not concerned”."
    return Deadline(
        on=last,
        reason_fr=_join(why_fr, _MOVED_FR if moved else "", end_fr),
        reason_en=_join(why_en, _MOVED_EN if moved else "", end_en),
        rules=rules.version,
    )


_MOVED_FR = "Le dernier jour n’étant pas ouvré, le délai va jusqu’au jour ouvré suivant."
_MOVED_EN = "As the last day is not worked, the delay runs to the next working day."


def _join(*sentences: str) -> str:
    return " ".join(sentence for sentence in sentences if sentence)


@dataclass(frozen=True, slots=True)
class Pause:
    """A clock that stands still since a day, for a question; `resumes` is what it comes back to."""

    question_id: UUID
    since: date
    resumes: Deadline


def paused(pause: Pause, *, rules: RuleSet, is_working_day: IsWorkingDay) -> tuple[Deadline, date]:
    """The deadline should no reply come, and the last day for the reply."""
    reply_by = pause.since + timedelta(days=rules.question_window_days)
    last = first_working_day(
        pause.resumes.on + timedelta(days=rules.question_window_days), is_working_day
    )
    return (
        Deadline(
            on=last,
            reason_fr=_join(
                f"Le délai est suspendu depuis le {_fr(pause.since)} : l’établissement attend la "
                "réponse du consommateur à une question. Il repart à cette réponse, et au plus "
                f"tard le {_fr(reply_by)}.",
                _SILENCE_FR[rules.silence],
            ),
            reason_en=_join(
                f"The clock stands still since {_en(pause.since)}: the establishment waits for "
                "the consumer’s reply to a question. It goes on with that reply, and at the "
                f"latest on {_en(reply_by)}.",
                _SILENCE_EN[rules.silence],
            ),
            rules=rules.version,
        ),
        reply_by,
    )


def resumed(
    pause: Pause, *, replied_on: date, rules: RuleSet, is_working_day: IsWorkingDay
) -> Deadline:
    """The deadline after the reply: as much later as the clock stood still."""
    waited = min((replied_on - pause.since).days, rules.question_window_days)
    before = pause.resumes
    if waited <= 0:
        return before
    days_fr = "1 jour" if waited == 1 else f"{waited} jours"
    days_en = "1 day" if waited == 1 else f"{waited} days"
    return Deadline(
        on=first_working_day(before.on + timedelta(days=waited), is_working_day),
        reason_fr=_join(before.reason_fr, f"Prolongé de {days_fr} : le temps d’une question."),
        reason_en=_join(before.reason_en, f"{days_en} longer: the time of a question."),
        rules=before.rules,
    )


def _fr(day: date) -> str:
    return f"{day.day:02}/{day.month:02}/{day.year}"


def _en(day: date) -> str:
    return day.isoformat()


def window_closes_on(declined_on: date, *, rules: RuleSet, is_working_day: IsWorkingDay) -> date:
    """The last day for a new holder to be found after a holder declined."""
    nominal = declined_on + timedelta(days=rules.declined_window_days)
    return first_working_day(nominal, is_working_day)


def end_of(day: date) -> datetime:
    """The instant at which that day is over in Paris."""
    return datetime.combine(day + _DAY, time(0), tzinfo=PARIS)


def morning_of(day: date) -> datetime:
    """Nine o'clock in Paris: the hour of reminders and letters."""
    return datetime.combine(day, _MORNING, tzinfo=PARIS)
