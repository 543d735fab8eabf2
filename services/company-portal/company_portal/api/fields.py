"""Fields that several requests share."""

from typing import Annotated

from pydantic import AfterValidator, Field, WithJsonSchema
from pydantic_core import PydanticCustomError

from common.http.strict import Line
from common.values import NotASiret, parse_siret
from company_portal.domain.mailbox import NotAMailbox, parse_mailbox


def _email(text: str) -> str:
    try:
        return parse_mailbox(text)
    except NotAMailbox as error:
        raise PydanticCustomError("email", "Input should be an e-mail address") from error


def _siret(text: str) -> str:
    try:
        return parse_siret(text)
    except NotASiret as error:
        why = "Input should be the number of an establishment"
        raise PydanticCustomError("siret", why) from error


def _told(form: str) -> WithJsonSchema:
    """What the OpenAPI document says of a field whose form no pattern can tell."""
    return WithJsonSchema({"type": "string", "format": form})


Email = Annotated[str, Line(254), AfterValidator(_email), _told("email")]
Siret = Annotated[str, Line(20), AfterValidator(_siret), _told("siret")]
# A password is kept letter for letter: trimmed by nobody, measured by the domain.
Password = Annotated[str, Field(min_length=1, max_length=1024)]
