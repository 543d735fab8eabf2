"""Query parameters, read with care: what filters of lists and of counts have in common."""

import re
from datetime import date
from typing import Annotated, Any

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, WithJsonSchema

from agent_analytics.domain.departments import DEPARTMENTS, is_department
from agent_analytics.domain.search import checked_words
from common.http.strict import Digits, Line
from common.values import parse_siren, parse_siret

MOST_VALUES = 110


def _day(value: Any) -> Any:
    """Numbers would be read as instants: only `2026-05-04` is a day."""
    if isinstance(value, str) and not re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", value):
        raise ValueError("a day looks like 2026-05-04")
    return value


def _yes_or_no(value: Any) -> Any:
    answers = {"true": True, "false": False}
    if isinstance(value, str) and value not in answers:
        raise ValueError("true or false")
    return answers.get(value, value)


def _department(code: str) -> str:
    if not is_department(code):
        raise ValueError("the code of a département")
    return code


Day = Annotated[date, BeforeValidator(_day), Field(ge=date(2000, 1, 1), le=date(2100, 12, 31))]
YesOrNo = Annotated[bool, BeforeValidator(_yes_or_no)]
Department = Annotated[
    str,
    AfterValidator(_department),
    WithJsonSchema({"type": "string", "enum": list(DEPARTMENTS)}),
]
Siret = Annotated[str, Digits(14), AfterValidator(parse_siret)]
Siren = Annotated[str, Digits(9), AfterValidator(parse_siren)]
Words = Annotated[str, Line(200), AfterValidator(lambda text: checked_words(text) and text)]
Few = Field(max_length=MOST_VALUES)


class Query(BaseModel):
    """Filters; one that is unknown is refused."""

    model_config = ConfigDict(extra="forbid", frozen=True, hide_input_in_errors=True)
