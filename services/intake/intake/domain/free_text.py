"""The free text of a draft, and the personal data that its consumer may want to hide."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from intake.domain.category_node import QuestionKind
from intake.domain.category_tree import Trail
from intake.domain.draft import Draft
from intake.domain.personal_data import PersonalKind, masked, personal_data


@dataclass(frozen=True, slots=True)
class Told:
    """Personal data as it stands in a field of the form; `field` is its name on the page."""

    field: str
    kind: PersonalKind
    words: str


def personal_data_told(draft: Draft, trail: Trail) -> tuple[Told, ...]:
    """What the free texts of a draft say of people, field by field, each thing once."""
    return tuple(
        dict.fromkeys(
            Told(field, found.kind, text[found.start : found.end])
            for field, text in _free_texts(draft, trail)
            for found in personal_data(text)
        )
    )


def without_personal_data(draft: Draft, trail: Trail) -> Draft:
    """The draft with its free texts masked; whatever else was typed stays."""
    texts = {field: masked(text) for field, text in _free_texts(draft, trail)}
    replies = {key: texts.get(f"q_{key}", reply) for key, reply in draft.replies.items()}
    return replace(draft, description=texts["description"], replies=replies)


def _free_texts(draft: Draft, trail: Trail) -> Iterator[tuple[str, str]]:
    for question in trail.questions:
        if question.kind is QuestionKind.TEXT and question.key in draft.replies:
            yield f"q_{question.key}", draft.replies[question.key]
    yield "description", draft.description
