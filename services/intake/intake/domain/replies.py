"""Replies to the questions of a leaf: which are missing, unknown or malformed."""

import re
from collections.abc import Mapping, Sequence
from datetime import date
from enum import StrEnum
from typing import assert_never

from intake.domain.category_tree import Question, QuestionKind

LONGEST_REPLY = 500
_AMOUNT = re.compile(r"[0-9]{1,8}([.,][0-9]{1,2})?")


class ReplyFault(StrEnum):
    MISSING = "missing"
    UNKNOWN_QUESTION = "unknown_question"
    UNKNOWN_CHOICE = "unknown_choice"
    NOT_A_DATE = "not_a_date"
    IN_THE_FUTURE = "in_the_future"
    NOT_AN_AMOUNT = "not_an_amount"
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


def _fault(question: Question, value: str, today: date) -> ReplyFault | None:
    if not value:
        return ReplyFault.MISSING if question.is_required else None
    match question.kind:
        case QuestionKind.CHOICE:
            known = any(choice.key == value for choice in question.choices)
            return None if known else ReplyFault.UNKNOWN_CHOICE
        case QuestionKind.AMOUNT:
            return None if _AMOUNT.fullmatch(value) else ReplyFault.NOT_AN_AMOUNT
        case QuestionKind.DATE | QuestionKind.DAY:
            return _date_fault(value, today if question.kind is QuestionKind.DATE else date.max)
        case QuestionKind.TEXT:
            return ReplyFault.TOO_LONG if len(value) > LONGEST_REPLY else None
        case _:
            assert_never(question.kind)


def _date_fault(value: str, latest: date) -> ReplyFault | None:
    if not re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", value):
        return ReplyFault.NOT_A_DATE
    try:
        day = date.fromisoformat(value)
    except ValueError:
        return ReplyFault.NOT_A_DATE
    return ReplyFault.IN_THE_FUTURE if day > latest else None


def _written(question: Question, value: str) -> str:
    return value.replace(",", ".") if question.kind is QuestionKind.AMOUNT else value
