"""From a letter to an account."""

from typing import Annotated, Literal
from uuid import UUID

from fastapi import APIRouter

from common.http.strict import Line, StrictModel, StrictRoute
from common.throttle import Throttled
from company_portal.api.deps import PartsDep, StoreDep
from company_portal.api.fields import Email, Password, Siret
from company_portal.api.problems import refusals
from company_portal.domain.passwords import WeakPassword
from company_portal.handlers.create_account import CreateAccount, LinkSpent, create_account
from company_portal.handlers.request_activation import RequestActivation, request_activation

router = APIRouter(prefix="/v1", route_class=StrictRoute, tags=["accounts"])


class ActivationRequest(StrictModel):
    siret: Siret
    code: Annotated[str, Line(40)]
    email: Email


class ActivationAnswer(StrictModel):
    """The same whether the code was right or not."""

    status: Literal["accepted"] = "accepted"


@router.post("/activations", status_code=202, responses=refusals(Throttled))
async def ask_for_a_link(
    body: ActivationRequest, parts: PartsDep, store: StoreDep
) -> ActivationAnswer:
    """Send an account's link to the mailbox, if the code is the one of the last letter."""
    command = RequestActivation(body.siret, body.code, body.email)
    await request_activation(command, store, public_url=parts.http.public_url)
    return ActivationAnswer()


class AccountRequest(StrictModel):
    token: Annotated[str, Line(200)]
    password: Password
    first_name: Annotated[str, Line(80)]
    last_name: Annotated[str, Line(80)]
    lang: Literal["fr", "en"] = "fr"


class AccountAnswer(StrictModel):
    """`is_new` is false when an existing account was given one more establishment."""

    id: UUID
    email: str
    siret: str
    is_new: bool


@router.post("/accounts", status_code=201, responses=refusals(LinkSpent, WeakPassword))
async def open_an_account(body: AccountRequest, store: StoreDep) -> AccountAnswer:
    """Open the account that the mailed link promises."""
    opened = await create_account(
        CreateAccount(body.token, body.password, body.first_name, body.last_name, body.lang),
        store,
    )
    return AccountAnswer(
        id=opened.account_id, email=opened.email, siret=opened.siret, is_new=opened.is_new
    )
