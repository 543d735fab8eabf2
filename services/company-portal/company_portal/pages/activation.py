"""From the letter to an account: the code, the mail, the account."""

from typing import Annotated, Any

from fastapi import APIRouter, Query, Request
from fastapi.responses import RedirectResponse, Response

from common.http.language import Text, language_of
from common.secrets import digest
from common.throttle import Throttled
from company_portal.domain.activation import typed_code
from company_portal.domain.passwords import WeakPassword
from company_portal.handlers.create_account import CreateAccount, LinkSpent, create_account
from company_portal.handlers.request_activation import RequestActivation, request_activation
from company_portal.labels import WEAKNESSES
from company_portal.pages.fields import Fields
from company_portal.pages.visitors import PartsDep, StoreDep, VisitorDep, read_form, render
from company_portal.store import Store

router = APIRouter(include_in_schema=False)

_NO_CODE = Text(
    "Recopiez les dix caractères du code imprimé sur votre courrier.",
    "Copy the ten characters of the code printed on your letter.",
)
_TOO_OFTEN = Text(
    "Trop d’essais pour cet établissement aujourd’hui : recommencez demain.",
    "Too many attempts for this establishment today: try again tomorrow.",
)
_NO_FIRST_NAME = Text("Saisissez votre prénom.", "Type your first name.")
_NO_LAST_NAME = Text("Saisissez votre nom.", "Type your last name.")
_NOT_TWICE = Text(
    "Les deux saisies diffèrent : recommencez.", "The two entries differ: type them again."
)


@router.get("/activation")
async def activation(
    request: Request,
    _: VisitorDep,
    siret: Annotated[str, Query(max_length=30)] = "",
    code: Annotated[str, Query(max_length=40)] = "",
) -> Response:
    """The form, filled when the QR code of the letter was scanned."""
    values = {"siret": siret, "code": code}
    return render(request, "activation.html", values=values, errors={})


@router.post("/activation")
async def ask_for_a_link(
    request: Request, _: VisitorDep, parts: PartsDep, store: StoreDep
) -> Response:
    values = await read_form(request)
    fields = Fields(values)
    siret, email = fields.siret("siret"), fields.mailbox("email")
    code = fields.line("code", _NO_CODE, maximum=40)
    if not typed_code(code):
        fields.errors["code"] = _NO_CODE
    if not fields.errors:
        try:
            await request_activation(
                RequestActivation(siret, code, email), store, public_url=parts.http.public_url
            )
        except Throttled:
            fields.errors["siret"] = _TOO_OFTEN
        else:
            return RedirectResponse("/activation/sent", status_code=303)
    return render(request, "activation.html", status=422, values=values, errors=fields.errors)


@router.get("/activation/sent")
async def link_sent(request: Request, _: VisitorDep) -> Response:
    return render(request, "activation_sent.html")


@router.get("/accounts/new")
async def new_account(
    request: Request,
    _: VisitorDep,
    store: StoreDep,
    token: Annotated[str, Query(max_length=200)] = "",
) -> Response:
    """The form behind the mailed link; looking at it spends nothing, for scanners open links."""
    shown = await _invitation(token, store)
    if shown is None:
        return render(request, "link_spent.html", status=410)
    return render(request, "new_account.html", values={}, errors={}, token=token, **shown)


@router.post("/accounts/new")
async def open_an_account(request: Request, _: VisitorDep, store: StoreDep) -> Response:
    values = await read_form(request)
    token = values.get("token", "")[:200]
    shown = await _invitation(token, store)
    if shown is None:
        return render(request, "link_spent.html", status=410)
    command, errors = _read(request, values, token, has_account=shown["has_account"])
    if not errors:
        try:
            await create_account(command, store)
        except WeakPassword as refusal:
            errors["password"] = WEAKNESSES[refusal.weakness]
        except LinkSpent:
            return render(request, "link_spent.html", status=410)
        else:
            return RedirectResponse("/accounts/opened", status_code=303)
    context = {"values": values, "errors": errors, "token": token, **shown}
    return render(request, "new_account.html", status=422, **context)


@router.get("/accounts/opened")
async def account_opened(request: Request, _: VisitorDep) -> Response:
    return render(request, "account_opened.html")


async def _invitation(token: str, store: Store) -> dict[str, Any] | None:
    """What the link is for, or None when it is spent."""
    link = await store.activations.lock_link(digest(token))
    if link is None or not link.is_usable(store.clock.now()):
        return None
    return {
        "email": link.email,
        "siret": link.siret,
        "establishment": await store.establishments.name_of(link.siret),
        "has_account": await store.accounts.by_email(link.email) is not None,
    }


def _read(
    request: Request, values: dict[str, str], token: str, *, has_account: bool
) -> tuple[CreateAccount, dict[str, Text]]:
    """The account asked for; a mailbox that has one keeps its names and password."""
    lang = language_of(request.scope).value
    if has_account:
        return CreateAccount(token, "", "", "", lang), {}
    fields = Fields(values)
    first_name = fields.line("first_name", _NO_FIRST_NAME)
    last_name = fields.line("last_name", _NO_LAST_NAME)
    password = fields.password("password")
    if password != values.get("password_again", ""):
        fields.errors["password_again"] = _NOT_TWICE
    return CreateAccount(token, password, first_name, last_name, lang), fields.errors
