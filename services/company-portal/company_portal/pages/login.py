"""The first page, signing in and out."""

from typing import Annotated

from fastapi import APIRouter, Query, Request
from fastapi.responses import RedirectResponse, Response

from common.http.language import Text
from common.throttle import Throttled
from company_portal.handlers.log_in import (
    LogIn,
    OneTimeCodeWanted,
    WrongCredentials,
    log_in,
    log_out,
)
from company_portal.pages.fields import Fields
from company_portal.pages.visitors import (
    PartsDep,
    StoreDep,
    VisitorDep,
    own_path,
    read_form,
    render,
)

router = APIRouter(include_in_schema=False)

_WRONG = Text(
    "L’adresse, le mot de passe ou le code à usage unique ne convient pas.",
    "The address, the password or the one-time code is not right.",
)
_CODE_WANTED = Text(
    "Votre compte demande un code : ouvrez votre application et recopiez les six chiffres.",
    "Your account asks for a code: open your application and copy the six digits.",
)
_TOO_OFTEN = Text(
    "Trop d’essais : patientez un quart d’heure avant de recommencer.",
    "Too many attempts: wait a quarter of an hour before you try again.",
)


@router.get("/")
async def home(request: Request, session: VisitorDep) -> Response:
    if session is not None:
        return RedirectResponse("/reports", status_code=303)
    return render(request, "home.html", values={}, errors={}, next="/reports")


@router.get("/login")
async def login(
    request: Request,
    session: VisitorDep,
    wanted: Annotated[str, Query(alias="next", max_length=300)] = "/reports",
) -> Response:
    if session is not None:
        return RedirectResponse(own_path(wanted), status_code=303)
    return render(request, "login.html", values={}, errors={}, next=own_path(wanted))


@router.post("/login")
async def sign_in(request: Request, parts: PartsDep, store: StoreDep) -> Response:
    values = await read_form(request)
    fields = Fields(values)
    email, password = fields.mailbox("email"), fields.password("password")
    wanted = own_path(values.get("next", ""))
    if not fields.errors:
        origin = request.client.host if request.client else ""
        code = values.get("totp", "").replace(" ", "") or None
        try:
            logged_in = await log_in(LogIn(email, password, code, origin), store, safe=parts.safe)
        except (WrongCredentials, OneTimeCodeWanted, Throttled) as refusal:
            fields.errors.update(_explain(refusal))
        else:
            response = RedirectResponse(wanted, status_code=303)
            parts.cookie.set(response, logged_in.token)
            return response
    return render(
        request, "login.html", status=422, values=values, errors=fields.errors, next=wanted
    )


def _explain(refusal: Exception) -> dict[str, Text]:
    match refusal:
        case OneTimeCodeWanted():
            return {"totp": _CODE_WANTED}
        case Throttled():
            return {"email": _TOO_OFTEN}
        case _:
            return {"email": _WRONG}


@router.post("/logout")
async def sign_out(
    request: Request, session: VisitorDep, parts: PartsDep, store: StoreDep
) -> Response:
    await read_form(request)
    if session is not None:
        await log_out(session.token, store)
    response = RedirectResponse("/", status_code=303)
    parts.cookie.clear(response)
    return response
