"""The inbox's page, and Mailpit's API beside it."""

from pathlib import Path
from typing import Annotated, Any
from zoneinfo import ZoneInfo

from babel.dates import format_datetime
from fastapi import FastAPI, HTTPException, Query, Request, Response
from fastapi.responses import HTMLResponse
from fastapi.staticfiles import StaticFiles
from jinja2 import Environment, PackageLoader, StrictUndefined

from common.clock import PARIS
from onebox.access import Accounts
from onebox.codes import codes_at, seconds_left
from onebox.inbox import mailpit
from onebox.inbox.box import Box, Mail

HERE = Path(__file__).parent
MAX_PAGE = 500
# The mail itself is shown in a sandboxed frame: no script of it runs, nothing of it is fetched.
SECURITY = {
    "Content-Security-Policy": (
        "default-src 'none'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; "
        "frame-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'self'"
    ),
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
}


def create_inbox(box: Box, accounts: Accounts | None = None) -> FastAPI:
    """`accounts`: whose codes to show, in the demo."""
    app = FastAPI(title="Inbox of the demo", docs_url=None, redoc_url=None)
    app.mount("/static", StaticFiles(directory=HERE / "static"), name="static")
    _add_pages(app, box, accounts)
    _add_api(app, box)
    return app


def _found(box: Box, mail_id: str) -> Mail:
    mail = box.get(mail_id)
    if mail is None:
        raise HTTPException(404)
    return mail


def _add_pages(app: FastAPI, box: Box, accounts: Accounts | None) -> None:
    templates = _templates()

    def page(name: str, **context: Any) -> HTMLResponse:
        return HTMLResponse(templates.get_template(name).render(**context), headers=SECURITY)

    @app.get("/", include_in_schema=False)
    async def index(page_number: Annotated[int, Query(alias="page", ge=1)] = 1) -> HTMLResponse:
        size = 50
        mails = box.newest((page_number - 1) * size, size)
        pages = max(1, -(-len(box) // size))
        return page(
            "list.html",
            mails=mails,
            total=len(box),
            number=page_number,
            pages=pages,
            has_codes=accounts is not None,
        )

    @app.get("/codes", include_in_schema=False)
    async def codes() -> HTMLResponse:
        if accounts is None:
            raise HTTPException(404)
        now = box.now()
        return page("codes.html", codes=codes_at(accounts, now), left=seconds_left(now))

    @app.get("/message/{mail_id}", include_in_schema=False)
    async def show(mail_id: str) -> HTMLResponse:
        return page("mail.html", mail=_found(box, mail_id))

    @app.get("/message/{mail_id}/html", include_in_schema=False)
    async def show_html(mail_id: str) -> HTMLResponse:
        sandbox = {
            **SECURITY,
            "Content-Security-Policy": (
                "sandbox allow-popups allow-popups-to-escape-sandbox; default-src 'none'; "
                "style-src 'unsafe-inline'; img-src data:; frame-ancestors 'self'"
            ),
        }
        return HTMLResponse(_found(box, mail_id).body("html"), headers=sandbox)


def _add_api(app: FastAPI, box: Box) -> None:
    @app.get("/api/v1/messages")
    async def messages(
        start: Annotated[int, Query(ge=0)] = 0,
        limit: Annotated[int, Query(ge=1, le=MAX_PAGE)] = 50,
    ) -> dict[str, Any]:
        return mailpit.message_list(box, start=start, limit=limit)

    @app.delete("/api/v1/messages")
    async def clear() -> Response:
        box.clear()
        return Response("ok", media_type="text/plain")

    @app.get("/api/v1/message/{mail_id}")
    async def message(mail_id: str, _request: Request) -> dict[str, Any]:
        return mailpit.message(_found(box, mail_id))

    @app.get("/api/v1/message/{mail_id}/part/{number}")
    async def part(mail_id: str, number: str) -> Response:
        for name, each in _found(box, mail_id).attachments():
            if name == number:
                return Response(
                    each.get_payload(decode=True),
                    media_type="application/octet-stream",
                    headers={"Content-Disposition": "attachment", **SECURITY},
                )
        raise HTTPException(404)

    @app.get("/livez", include_in_schema=False)
    async def alive() -> dict[str, str]:
        return {"status": "alive"}


def _templates() -> Environment:
    environment = Environment(
        loader=PackageLoader("onebox.inbox"), autoescape=True, undefined=StrictUndefined
    )
    environment.filters["moment"] = _moment
    return environment


def _moment(value: Any, zone: ZoneInfo = PARIS) -> str:
    return format_datetime(value, "d MMMM y HH:mm", tzinfo=zone, locale="fr_FR")
