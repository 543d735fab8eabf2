"""Filters in the address of a page: read like the API's, put into links again."""

from collections.abc import Mapping
from typing import Any, TypeVar
from urllib.parse import urlencode

from fastapi import Request
from pydantic import BaseModel, ValidationError

from common.http.forms import faults_by_field
from common.http.language import Text

Q = TypeVar("Q", bound=BaseModel)
_A_DAY = Text("Choisissez une date entre 2000 et 2100.", "Choose a date between 2000 and 2100.")
_WHAT_TO_WRITE = {
    "start": _A_DAY,
    "end": _A_DAY,
    "siret": Text("Un SIRET a 14 chiffres, sans espace.", "A SIRET has 14 digits, no space."),
    "siren": Text("Un SIREN a 9 chiffres, sans espace.", "A SIREN has 9 digits, no space."),
    "q": Text("Cherchez dix mots au plus.", "Search for ten words at most."),
}
# Said to the page, not to its filters.
_OF_THE_PAGE = frozenset({"lang"})


def read_query(request: Request, model: type[Q]) -> tuple[Q | None, dict[str, Text]]:
    """The filters, or None and what to say beside each field that is wrong.

    A form sends every field: one left empty asks nothing.
    """
    several = {name for name, field in model.model_fields.items() if _is_list(field.annotation)}
    given = {
        name: request.query_params.getlist(name) if name in several else value.strip()
        for name, value in typed(request).items()
        if name not in _OF_THE_PAGE
    }
    try:
        return model.model_validate(given), {}
    except ValidationError as error:
        faults = faults_by_field(error)
        return None, {name: _WHAT_TO_WRITE.get(name, said) for name, said in faults.items()}


def typed(request: Request) -> Mapping[str, str]:
    """What the visitor put in each field, to fill the form again."""
    return {name: value for name, value in request.query_params.items() if value.strip()}


def address_with(request: Request, path: str, **changed: str | None) -> str:
    """The path with the same filters but these; None takes one out."""
    kept = [
        (name, value)
        for name, value in request.query_params.multi_items()
        if value.strip() and name not in changed and name not in _OF_THE_PAGE
    ]
    kept += [(name, value) for name, value in changed.items() if value is not None]
    return f"{path}?{urlencode(kept)}" if kept else path


def _is_list(annotation: Any) -> bool:
    return getattr(annotation, "__origin__", None) is list
