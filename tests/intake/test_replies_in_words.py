"""What was replied is told in words, never in the keys of the tree."""

from intake.domain.category_node import Choice, Question, QuestionKind
from intake.domain.wording import Lang, Wording
from intake.labels.replies import in_words

QUESTIONS = (
    Question(
        key="seen_where",
        label=Wording("Où l’avez-vous vu\u00a0?", "Where did you see it?"),
        kind=QuestionKind.CHOICE,
        choices=(Choice("shelf", Wording("En rayon", "On the shelf")),),
    ),
    Question(key="paid", label=Wording("Prix payé", "Price paid"), kind=QuestionKind.AMOUNT),
    Question(key="on", label=Wording("Date", "Date"), kind=QuestionKind.DATE),
    Question(key="product", label=Wording("Produit", "Product"), kind=QuestionKind.TEXT),
)
REPLIES = (("seen_where", "shelf"), ("paid", "1204.5"), ("on", "2026-05-03"), ("product", "Pain"))


def told(lang: Lang) -> list[tuple[str, str]]:
    return [
        (question, " ".join(value.split()))
        for question, value in in_words(QUESTIONS, REPLIES, lang=lang)
    ]


def test_replies_are_told_in_french() -> None:
    assert told("fr") == [
        ("Où l’avez-vous vu\u00a0?", "En rayon"),
        ("Prix payé", "1 204,50 €"),
        ("Date", "3 mai 2026"),
        ("Produit", "Pain"),
    ]


def test_replies_are_told_in_english() -> None:
    assert told("en") == [
        ("Where did you see it?", "On the shelf"),
        ("Price paid", "€1,204.50"),
        ("Date", "3 May 2026"),
        ("Product", "Pain"),
    ]
