"""Replies to the questions of a leaf."""

from datetime import date

import pytest

from intake.domain.category_node import Choice, Question, QuestionKind
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
    Question(
        key="signs",
        label=WORDS,
        kind=QuestionKind.CHOICES,
        choices=(Choice("fever", WORDS), Choice("cough", WORDS)),
    ),
    Question(key="at", label=WORDS, kind=QuestionKind.TIME_SLOT),
    Question(key="code", label=WORDS, kind=QuestionKind.BARCODE),
    Question(key="place", label=WORDS, kind=QuestionKind.POSTAL_CODE),
)


def test_replies_come_out_in_the_order_of_the_questions_without_blanks() -> None:
    replies = [("cost", " 12,5 "), ("how", " "), ("due", "2027-01-01"), ("why", "Parce que")]
    assert checked_replies(QUESTIONS, replies, today=TODAY) == (
        ("why", "Parce que"),
        ("cost", "12.5"),
        ("due", "2027-01-01"),
    )


def test_each_kind_of_reply_is_kept_in_one_way() -> None:
    replies = [
        ("why", "Parce que"),
        ("signs", " cough, fever,cough "),
        ("at", "14-15"),
        ("code", "3 017620 422003"),
        ("place", "75 011"),
    ]
    assert checked_replies(QUESTIONS, replies, today=TODAY)[1:] == (
        ("signs", "fever,cough"),
        ("at", "14-15"),
        ("code", "3017620422003"),
        ("place", "75011"),
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
        (("signs", "fever,plague"), ReplyFault.UNKNOWN_CHOICE),
        (("signs", ","), ReplyFault.UNKNOWN_CHOICE),
        (("at", "24-25"), ReplyFault.NOT_A_TIME_SLOT),
        (("at", "14:00"), ReplyFault.NOT_A_TIME_SLOT),
        (("code", "3017620422004"), ReplyFault.NOT_A_BARCODE),
        (("code", "٣٠١٧٦٢٠٤٢٢٠٠٣"), ReplyFault.NOT_A_BARCODE),
        (("place", "99999"), ReplyFault.NOT_A_POSTAL_CODE),
        (("place", "7500"), ReplyFault.NOT_A_POSTAL_CODE),
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
