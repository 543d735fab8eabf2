"""Replies in words: what the consumer reads again, and what the other services are told."""

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal

from babel.dates import format_date
from babel.numbers import format_currency

from intake.domain.category_tree import Question, QuestionKind
from intake.domain.wording import Lang

_LOCALES: Mapping[Lang, str] = {"fr": "fr_FR", "en": "en_GB"}


def in_words(
    questions: Sequence[Question], replies: Sequence[tuple[str, str]], *, lang: Lang
) -> tuple[tuple[str, str], ...]:
    """Each question with its reply, both as people say them; the replies are checked ones."""
    asked = {question.key: question for question in questions}
    return tuple(
        (asked[key].label.of(lang), _said(asked[key], value, lang)) for key, value in replies
    )


def _said(question: Question, value: str, lang: Lang) -> str:
    locale = _LOCALES[lang]
    match question.kind:
        case QuestionKind.CHOICE:
            labels = {choice.key: choice.label.of(lang) for choice in question.choices}
            return labels[value]
        case QuestionKind.AMOUNT:
            return format_currency(Decimal(value), "EUR", locale=locale)
        case QuestionKind.DATE | QuestionKind.DAY:
            return format_date(date.fromisoformat(value), format="long", locale=locale)
        case QuestionKind.TEXT:
            return value
