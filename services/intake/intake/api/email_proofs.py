"""`/v1/email-proofs`: a code by e-mail, exchanged for a proof of the address."""

from datetime import datetime
from typing import Annotated

from fastapi import APIRouter, Request
from pydantic import BaseModel

from common.http.language import Language, language_of
from common.http.problem import Problem
from common.http.strict import Line, StrictModel, StrictRoute
from intake.api.deps import NetworkDep, PartsDep, StoreDep
from intake.api.problems import CODE_REFUSED, TOO_MANY
from intake.domain.wording import Lang
from intake.handlers.confirm_email_code import confirm_email_code
from intake.handlers.request_email_code import request_email_code

router = APIRouter(prefix="/v1", route_class=StrictRoute, tags=["e-mail proofs"])


class EmailProofRequest(StrictModel):
    email: Annotated[str, Line(254)]


class EmailProofConfirmation(StrictModel):
    email: Annotated[str, Line(254)]
    code: Annotated[str, Line(20)]


class CodeSent(BaseModel):
    """The same for every address; the code reaches only who reads it."""

    expires_in_seconds: int = 600


class EmailProof(BaseModel):
    """`proof` goes with the same e-mail into `POST /v1/reports`, at most 20 times."""

    proof: str
    expires_at: datetime


@router.post("/email-proofs", status_code=202, responses={**TOO_MANY})
async def ask_for_code(
    body: EmailProofRequest,
    request: Request,
    parts: PartsDep,
    store: StoreDep,
    network: NetworkDep,
) -> CodeSent:
    lang: Lang = "en" if language_of(request.scope) is Language.ENGLISH else "fr"
    chance = parts.ground.chance
    await request_email_code(body.email, store, lang=lang, network=network, chance=chance)
    return CodeSent()


@router.post("/email-proofs/confirm", responses={**TOO_MANY})
async def give_code(
    body: EmailProofConfirmation, parts: PartsDep, network: NetworkDep
) -> EmailProof:
    async with parts.open_store() as store:
        given = await confirm_email_code(
            body.email, body.code, store, network=network, chance=parts.ground.chance
        )
    if given is None:
        raise Problem(CODE_REFUSED)
    return EmailProof(proof=given.proof, expires_at=given.expires_at)
