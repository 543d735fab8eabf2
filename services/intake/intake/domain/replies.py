"""Replies to the questions of a leaf: which are missing, unknown or malformed.

A reply is one line of text. Several choices are their keys with commas between; a time slot is
written `14-15`, the hours that it runs from and to.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from enum import StrEnum

from intake.domain.category_node import Question, QuestionKind
from intake.domain.targets import parse_barcode, parse_postal_code

LONGEST_REPLY = 500
TIME_SLOTS = tuple(f"{hour:02}-{hour + 1:02}" for hour in range(24))
_AMOUNT = re.compile(r"[0-9]{1,8}([.,][0-9]{1,2})?")


class ReplyFault(StrEnum):
    MISSING = "missing"
    UNKNOWN_QUESTION = "unknown_question"
    UNKNOWN_CHOICE = "unknown_choice"
    NOT_A_DATE = "not_a_date"
    IN_THE_FUTURE = "in_the_future"
    NOT_AN_AMOUNT = "not_an_amount"
    NOT_A_TIME_SLOT = "not_a_time_slot"
    NOT_A_BARCODE = "not_a_barcode"
    NOT_A_POSTAL_CODE = "not_a_postal_code"
    TOO_LONG = "too_long"
    REPEATED = "repeated"


class RepliesRefused(Exception):
    """`faults` tells for each question what is wrong with its reply."""

    def __init__(self, faults: Mapping[str, ReplyFault]) -> None:
        super().__init__(", ".join(f"{key}: {fault}" for key, fault in faults.items()))
        self.faults = dict(faults)


def checked_replies(
    questions: Sequence[Question], replies: Sequence[tuple[str, str]], *, today: date
) -> tuple[tuple[str, str], ...]:
    """The replies in the order of the questions, amounts written with a point, blanks left out.

    `today` is the day in Paris. Raises `RepliesRefused` with every fault at once.
    """
    given = {key: value.strip() for key, value in replies}
    known = {question.key for question in questions}
    faults = {key: ReplyFault.UNKNOWN_QUESTION for key in given if key not in known}
    if len(given) < len(replies):
        repeated = [key for key, _ in replies]
        faults |= {key: ReplyFault.REPEATED for key in given if repeated.count(key) > 1}
    for question in questions:
        fault = _fault(question, given.get(question.key, ""), today)
        if fault is not None:
            faults.setdefault(question.key, fault)
    if faults:
        raise RepliesRefused(faults)
    return tuple(
        (question.key, _written(question, given[question.key]))
        for question in questions
        if given.get(question.key)
    )


def picked(value: str) -> tuple[str, ...]:
    """The keys in a reply to several choices, each once, in the order given."""
    return tuple(dict.fromkeys(key.strip() for key in value.split(",") if key.strip()))


def _fault(question: Question, value: str, today: date) -> ReplyFault | None:
    if not value:
        return ReplyFault.MISSING if question.is_required else None
    match question.kind:
        case QuestionKind.CHOICE | QuestionKind.CHOICES:
            return _choice_fault(question, value)
        case QuestionKind.DATE:
            return _date_fault(value, today)
        case QuestionKind.DAY:
            return _date_fault(value, date.max)
        case _:
            is_right, fault = _SHAPES[question.kind]
            return None if is_right(value) else fault


def _choice_fault(question: Question, value: str) -> ReplyFault | None:
    keys = picked(value) if question.kind is QuestionKind.CHOICES else (value,)
    known = {choice.key for choice in question.choices}
    return None if keys and known.issuperset(keys) else ReplyFault.UNKNOWN_CHOICE


def _date_fault(value: str, latest: date) -> ReplyFault | None:
    if not re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", value):
        return ReplyFault.NOT_A_DATE
    try:
        day = date.fromisoformat(value)
    except ValueError:
        return ReplyFault.NOT_A_DATE
    return ReplyFault.IN_THE_FUTURE if day > latest else None


_SHAPES: Mapping[QuestionKind, tuple[Callable[[str], object], ReplyFault]] = {
    QuestionKind.TEXT: (lambda value: len(value) <= LONGEST_REPLY, ReplyFault.TOO_LONG),
    QuestionKind.AMOUNT: (_AMOUNT.fullmatch, ReplyFault.NOT_AN_AMOUNT),
    QuestionKind.TIME_SLOT: (TIME_SLOTS.__contains__, ReplyFault.NOT_A_TIME_SLOT),
    QuestionKind.BARCODE: (parse_barcode, ReplyFault.NOT_A_BARCODE),
    QuestionKind.POSTAL_CODE: (parse_postal_code, ReplyFault.NOT_A_POSTAL_CODE),
}


def _written(question: Question, value: str) -> str:
    """The one way in which this reply is kept."""
    match question.kind:
        case QuestionKind.AMOUNT:
            return value.replace(",", ".")
        case QuestionKind.CHOICES:
            keys = picked(value)
            return ",".join(choice.key for choice in question.choices if choice.key in keys)
        case QuestionKind.BARCODE:
            return parse_barcode(value) or value
        case QuestionKind.POSTAL_CODE:
            return parse_postal_code(value) or value
        case _:
            return value
