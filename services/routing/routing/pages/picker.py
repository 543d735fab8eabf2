"""The picker: intake's form, without JavaScript, sends people here to choose an establishment."""

import json
from datetime import timedelta
from typing import Annotated
from urllib.parse import urlencode, urlsplit

from fastapi import APIRouter, Query, Request, Response
from pydantic import BaseModel, Field

from common.contracts.report import Recipient
from common.secrets import BadSignature, Signer
from routing.handlers.disclose import disclose
from routing.labels import say_why
from routing.pages.deps import CurrentPages, CurrentParts, OpenStore
from routing.pages.lookup import look_up_typed

router = APIRouter(include_in_schema=False)
MAX_AGE = timedelta(days=1)


class Asked(BaseModel):
    """`return` is the form's address, signed by intake."""

    signed_return: Annotated[str, Field(alias="return", max_length=2_000)]
    q: str = ""
    place: str = ""


@router.get("/picker")
async def pick_establishment(
    request: Request,
    asked: Annotated[Asked, Query()],
    pages: CurrentPages,
    store: OpenStore,
    parts: CurrentParts,
) -> Response:
    """Results that lead back to the form; only to an address that intake signed."""
    back = return_address(asked.signed_return, parts.picker)
    lookup = await look_up_typed(asked.q, asked.place, store, parts)
    choices = [
        (told, [say_why(each) for each in one.reasons], chosen_address(back, told, parts.picker))
        for one in lookup.found or ()
        if (told := disclose(one.establishment)).is_open
    ]
    return pages.render(
        request,
        "picker.html",
        status=lookup.status,
        lookup=lookup,
        choices=choices,
        back=back,
        signed_return=asked.signed_return,
    )


def return_address(signed: str, signer: Signer) -> str:
    """The page to go back to. Raises `BadSignature` for one that intake did not sign."""
    try:
        address = signer.unsign(signed, MAX_AGE)
    except ValueError as error:
        raise BadSignature("not signed by intake") from error
    if urlsplit(address).scheme not in {"http", "https"}:
        raise BadSignature("no web address")
    return address


def chosen_address(back: str, chosen: Recipient, signer: Signer) -> str:
    """The same page with the choice, signed so that nobody else can make one."""
    told = {
        "siret": chosen.siret,
        "name": chosen.trade_name or chosen.name,
        "address": ", ".join(chosen.address.lines),
    }
    choice = signer.sign(json.dumps(told, ensure_ascii=False))
    joint = "&" if urlsplit(back).query else "?"
    return f"{back}{joint}{urlencode({'choice': choice})}"
