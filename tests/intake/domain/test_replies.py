"""Replies to the questions of a leaf."""

from datetime import date

import pytest

from intake.domain.category_tree import Choice, Question, QuestionKind
from intake.domain.replies import RepliesRefused, ReplyFault, checked_replies
from intake.domain.wording import Wording

WORDS = Wording("Question", "Question")
TODAY = date(2026, 5, 4)
QUESTIONS = (
    Question(key="why", label=WORDS, kind=QuestionKind.TEXT, is_required=True),
    Question(key="how", label=WORDS, kind=QuestionKind.CHOICE, choices=(Choice("call", WORDS),)),
    Question(key="cost", label=WORDS, kind=QuestionKind.AMOUNT),
    Question(key="bought", label=WORDS, kind=QuestionKind.DATE),
    Question(key="due", label=WORDS, kind=QuestionKind.DAY),
)


def test_replies_come_out_in_the_order_of_the_questions_without_blanks() -> None:
    replies = [("cost", " 12,5 "), ("how", " "), ("due", "2027-01-01"), ("why", "Parce que")]
    assert checked_replies(QUESTIONS, replies, today=TODAY) == (
        ("why", "Parce que"),
        ("cost", "12.5"),
        ("due", "2027-01-01"),
    )


@pytest.mark.parametrize(
    ("reply", "fault"),
    [
        (("how", "letter"), ReplyFault.UNKNOWN_CHOICE),
        (("cost", "1_000"), ReplyFault.NOT_AN_AMOUNT),
        (("cost", "١٢"), ReplyFault.NOT_AN_AMOUNT),
        (("cost", "-5"), ReplyFault.NOT_AN_AMOUNT),
        (("cost", "NaN"), ReplyFault.NOT_AN_AMOUNT),
        (("bought", "2026-05-05"), ReplyFault.IN_THE_FUTURE),
        (("bought", "2026-02-30"), ReplyFault.NOT_A_DATE),
        (("bought", "04/05/2026"), ReplyFault.NOT_A_DATE),
        (("due", "20260504"), ReplyFault.NOT_A_DATE),
        (("other", "x"), ReplyFault.UNKNOWN_QUESTION),
        (("why", "x" * 501), ReplyFault.TOO_LONG),
        (("why", ""), ReplyFault.MISSING),
    ],
)
def test_a_wrong_reply_is_refused_by_name(reply: tuple[str, str], fault: ReplyFault) -> None:
    replies = dict([("why", "Parce que"), reply])
    with pytest.raises(RepliesRefused) as refusal:
        checked_replies(QUESTIONS, tuple(replies.items()), today=TODAY)
    assert refusal.value.faults == {reply[0]: fault}


def test_two_replies_to_one_question_are_refused() -> None:
    with pytest.raises(RepliesRefused) as refusal:
        checked_replies(QUESTIONS, [("why", "a"), ("why", "b")], today=TODAY)
    assert refusal.value.faults == {"why": ReplyFault.REPEATED}


def test_every_fault_is_told_at_once() -> None:
    with pytest.raises(RepliesRefused) as refusal:
        checked_replies(QUESTIONS, [("cost", "x"), ("bought", "y")], today=TODAY)
    assert set(refusal.value.faults) == {"why", "cost", "bought"}
