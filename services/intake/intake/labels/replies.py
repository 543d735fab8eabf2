"""Replies in words: what the consumer reads again, and what the other services are told."""

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal

from babel.dates import format_date
from babel.numbers import format_currency

from intake.domain.category_node import Question, QuestionKind
from intake.domain.replies import TIME_SLOTS, picked
from intake.domain.wording import Lang, Wording

TIME_SLOT: Mapping[str, Wording] = {
    slot: Wording(
        f"de {slot[:2]} h à {slot[3:]} h".replace(" 0", " "), f"{slot[:2]}:00 to {slot[3:]}:00"
    )
    for slot in TIME_SLOTS
}
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
    match question.kind:
        case QuestionKind.CHOICE | QuestionKind.CHOICES:
            labels = {choice.key: choice.label.of(lang) for choice in question.choices}
            return ", ".join(labels[key] for key in picked(value))
        case QuestionKind.TIME_SLOT:
            return TIME_SLOT[value].of(lang)
        case QuestionKind.AMOUNT:
            return format_currency(Decimal(value), "EUR", locale=_LOCALES[lang])
        case QuestionKind.DATE | QuestionKind.DAY:
            return format_date(date.fromisoformat(value), format="long", locale=_LOCALES[lang])
        case QuestionKind.TEXT | QuestionKind.BARCODE | QuestionKind.POSTAL_CODE:
            return value
