"""`POST /v1/texts/check`: personal data in a text, before it is sent."""

from typing import Annotated

from fastapi import APIRouter
from pydantic import BaseModel

from common.http.strict import Prose, StrictModel, StrictRoute
from intake.domain.personal_data import PersonalKind, masked, personal_data
from intake.domain.report import LONGEST_DESCRIPTION

router = APIRouter(prefix="/v1", route_class=StrictRoute, tags=["texts"])


class TextCheckRequest(StrictModel):
    text: Annotated[str, Prose(LONGEST_DESCRIPTION)]


class FindingBody(BaseModel):
    """Personal data at `text[start:end]`, counted in Unicode characters."""

    kind: PersonalKind
    start: int
    end: int


class CheckedText(BaseModel):
    """`masked` is the text with a dot for each letter and digit of what was found."""

    findings: list[FindingBody]
    masked: str


@router.post("/texts/check")
async def check_text(body: TextCheckRequest) -> CheckedText:
    """Nothing is kept of the text. The report may be sent with it as it is, or masked."""
    findings = [
        FindingBody(kind=found.kind, start=found.start, end=found.end)
        for found in personal_data(body.text)
    ]
    return CheckedText(findings=findings, masked=masked(body.text))
