"""One's own account: establishments, rights, one-time codes."""

import io
from typing import Annotated

import segno
from fastapi import APIRouter, Query, Request
from fastapi.responses import RedirectResponse, Response

from common.http.language import Text
from common.throttle import Throttled
from company_portal.domain.one_time_code import enrolment_uri, typed_secret
from company_portal.handlers.enrol_one_time_code import (
    AlreadyEnrolled,
    EnrolOneTimeCode,
    NothingProposed,
    enrol_one_time_code,
    propose_one_time_code,
)
from company_portal.handlers.log_in import WrongCredentials
from company_portal.handlers.recognise_session import SignedIn
from company_portal.labels import ROLES
from company_portal.pages.fields import Fields
from company_portal.pages.visitors import PartsDep, PersonDep, StoreDep, read_form, render
from company_portal.parts import PortalParts
from company_portal.store import Store

router = APIRouter(include_in_schema=False)
ISSUER = "Vigie"
_WRONG_PASSWORD = Text("Ce n’est pas votre mot de passe.", "This is not your password.")
_WRONG_CODE = Text(
    "Ce code n’est pas le bon : attendez le suivant, il change toutes les trente secondes.",
    "This is not the right code: wait for the next one, it changes every thirty seconds.",
)
_TOO_OFTEN = Text(
    "Trop d’essais : patientez un quart d’heure.", "Too many attempts: wait a quarter of an hour."
)


@router.get("/account")
async def account_page(
    request: Request,
    session: PersonDep,
    store: StoreDep,
    done: Annotated[str, Query(max_length=20)] = "",
) -> Response:
    return await _account(request, session, store, errors={}, done=done)


async def _account(
    request: Request, session: SignedIn, store: Store, *, errors: dict[str, Text], done: str = ""
) -> Response:
    account = session.account
    rights = [
        (await store.establishments.name_of(access.siret), access, ROLES[access.role])
        for access in account.accesses
    ]
    return render(
        request,
        "account.html",
        status=422 if errors else 200,
        account=account,
        rights=rights,
        errors=errors,
        done=done,
    )


@router.post("/account")
async def prepare_codes(
    request: Request, session: PersonDep, parts: PartsDep, store: StoreDep
) -> Response:
    """Against the password, prepare the secret that the next page shows."""
    fields = Fields(await read_form(request))
    password = fields.password("password")
    if not fields.errors:
        try:
            await propose_one_time_code(session.account, password, store, safe=parts.safe)
        except WrongCredentials:
            fields.errors["password"] = _WRONG_PASSWORD
        except Throttled:
            fields.errors["password"] = _TOO_OFTEN
        except AlreadyEnrolled:
            return RedirectResponse("/account", status_code=303)
        else:
            return RedirectResponse("/account/one-time-code", status_code=303)
    return await _account(request, session, store, errors=fields.errors)


@router.get("/account/one-time-code")
async def show_secret(request: Request, session: PersonDep, parts: PartsDep) -> Response:
    return _enrolment(request, session, parts, {})


@router.post("/account/one-time-code")
async def enrol(request: Request, session: PersonDep, parts: PartsDep, store: StoreDep) -> Response:
    values = await read_form(request)
    code = values.get("code", "").replace(" ", "")
    command = EnrolOneTimeCode(session.account, code, session.token)
    try:
        await enrol_one_time_code(command, store, safe=parts.safe)
    except NothingProposed:
        return RedirectResponse("/account", status_code=303)
    except (WrongCredentials, Throttled) as refusal:
        error = _TOO_OFTEN if isinstance(refusal, Throttled) else _WRONG_CODE
        return _enrolment(request, session, parts, {"code": error})
    return RedirectResponse("/account?done=enrolled", status_code=303)


def _enrolment(
    request: Request, session: SignedIn, parts: PortalParts, errors: dict[str, Text]
) -> Response:
    secret = _pending_secret(session, parts)
    if secret is None:
        return RedirectResponse("/account", status_code=303)
    return render(
        request,
        "one_time_code.html",
        status=422 if errors else 200,
        secret=typed_secret(secret),
        errors=errors,
    )


@router.get("/account/one-time-code.svg")
async def picture(session: PersonDep, parts: PartsDep) -> Response:
    """The secret as a QR code, from an address of its own: the page's policy allows no other."""
    secret = _pending_secret(session, parts)
    if secret is None:
        return Response(status_code=404)
    drawn = io.BytesIO()
    uri = enrolment_uri(secret, account=session.account.email, issuer=ISSUER)
    segno.make(uri, error="m").save(drawn, kind="svg", scale=5, border=4, light="#fff")
    return Response(drawn.getvalue(), media_type="image/svg+xml")


def _pending_secret(session: SignedIn, parts: PortalParts) -> bytes | None:
    sealed = session.account.sealed_pending_totp
    return None if sealed is None else parts.safe.open(sealed)
