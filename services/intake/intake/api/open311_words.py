"""Open311 answers in XML and JSON, refusals included; parameters read with care."""

import json
import re
import unicodedata
from collections.abc import Callable, Coroutine, Mapping, Sequence
from html import escape
from typing import Any
from urllib.parse import parse_qsl

from fastapi import Request, Response
from fastapi.routing import APIRoute

from common.http.language import Language, Text, language_of
from common.http.words import Prose
from common.throttle import Throttled
from intake.domain.contact import ContactRefused
from intake.domain.open311 import Fault, Open311Refused
from intake.domain.repetition import TooManyReports
from intake.domain.replies import RepliesRefused
from intake.domain.report import ReportRefused
from intake.domain.targets import TargetRefused
from intake.domain.wording import Lang
from intake.labels.faults import refusal_text
from intake.labels.open311 import FAULT, TOO_MANY

FORMATS: Mapping[str, str] = {
    "xml": "text/xml; charset=utf-8",
    "json": "application/json; charset=utf-8",
}
MOST_FIELDS = 200
LONGEST_VALUE = 10_000
_STATUS: Mapping[Fault, int] = {
    Fault.KEY: 403,
    Fault.JURISDICTION: 404,
    Fault.SERVICE_UNKNOWN: 404,
    Fault.REQUEST_UNKNOWN: 404,
    Fault.TOKEN_UNKNOWN: 404,
    Fault.NOT_A_FORM: 415,
}
_SINGULAR = {
    "attributes": "attribute",
    "values": "value",
    "endpoints": "endpoint",
    "formats": "format",
    "services": "service",
    "service_requests": "request",
    "errors": "error",
}
_CONTROLS = re.compile(f"[{Prose.controls}\ufffe\uffff]")
# What XML 1.0 has no way to write, even escaped.
_NOT_IN_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_REFUSALS = (
    ContactRefused,
    Open311Refused,
    RepliesRefused,
    ReportRefused,
    TargetRefused,
    Throttled,
    TooManyReports,
)


class GeoReportRoute(APIRoute):
    """A route whose refusals have the standard's shape, in the format of the address."""

    def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
        answer = super().get_route_handler()

        async def told(request: Request) -> Response:
            try:
                return await answer(request)
            except _REFUSALS as refusal:
                return _refused(request, refusal)

        return told


def lang_of(request: Request) -> Lang:
    return "en" if language_of(request.scope) is Language.ENGLISH else "fr"


def answered(fmt: str, root: str, value: Any, status: int = 200) -> Response:
    """The value under its root: in JSON, as in the Spark convention, the root disappears."""
    if fmt not in FORMATS:
        raise Open311Refused(Fault.BAD_ADDRESS)
    if fmt == "json":
        text = json.dumps(value, ensure_ascii=False, allow_nan=False)
    else:
        text = f'<?xml version="1.0" encoding="utf-8"?>\n{to_xml(root, value)}\n'
    headers = {"vary": "accept-language"}
    return Response(text.encode(), status, headers, media_type=FORMATS[fmt])


def to_xml(name: str, value: Any) -> str:
    """An element: a mapping's entries and a list's items are its children; None is empty."""
    match value:
        case None:
            return f"<{name}/>"
        case bool():
            inside = str(value).lower()
        case Mapping():
            inside = "".join(to_xml(key, one) for key, one in value.items())
        case list() | tuple():
            inside = "".join(to_xml(_SINGULAR[name], one) for one in value)
        case _:
            inside = escape(_NOT_IN_XML.sub("", str(value)), quote=False)
    return f"<{name}>{inside}</{name}>"


def query_pairs(request: Request) -> list[tuple[str, str]]:
    """The parameters of the address. Raises `Open311Refused`."""
    return _pairs(request.scope["query_string"])


async def form_pairs(request: Request) -> list[tuple[str, str]]:
    """The parameters of the body, which must be a form. Raises `Open311Refused`."""
    kind = request.headers.get("content-type", "").split(";")[0].strip().lower()
    if kind != "application/x-www-form-urlencoded":
        raise Open311Refused(Fault.NOT_A_FORM)
    return _pairs(await request.body())


def _pairs(raw: bytes) -> list[tuple[str, str]]:
    try:
        found = parse_qsl(
            raw.decode("utf-8"),
            keep_blank_values=True,
            errors="strict",
            max_num_fields=MOST_FIELDS,
        )
    except ValueError:
        raise Open311Refused(Fault.UNREADABLE) from None
    return [(_tidy(name), _tidy(value)) for name, value in found]


def _tidy(text: str) -> str:
    lines = text.replace("\r\n", "\n").replace("\r", "\n")
    if len(lines) > LONGEST_VALUE or _CONTROLS.search(lines):
        raise Open311Refused(Fault.UNREADABLE)
    return unicodedata.normalize("NFC", lines).strip()


def _refused(request: Request, refusal: Exception) -> Response:
    status, words = _told(refusal)
    language = language_of(request.scope)
    fmt = "json" if request.url.path.endswith(".json") else "xml"
    fields = _fields(refusal)
    description = ", ".join(fields) + (": " if fields else "") + words.speak(language)
    response = answered(fmt, "errors", [{"code": status, "description": description}], status)
    if isinstance(refusal, Throttled):
        response.headers["retry-after"] = str(int(refusal.retry_after.total_seconds()) + 1)
    return response


def _told(refusal: Exception) -> tuple[int, Text]:
    match refusal:
        case Open311Refused(fault=fault):
            return _STATUS.get(fault, 400), FAULT[fault]
        case Throttled():
            return 429, TOO_MANY
        case TooManyReports():
            return 409, refusal_text(refusal)
        case _:
            return 400, refusal_text(refusal)


def _fields(refusal: Exception) -> Sequence[str]:
    match refusal:
        case RepliesRefused(faults=faults):
            return [f"attribute[{key}]" for key in faults]
        case TargetRefused(field=field):
            return [_OPEN311_NAMES.get(field, field)]
        case ContactRefused(field=field) | ReportRefused(field=field) | Open311Refused(field=field):
            return [field] if field else []
        case _:
            return []


_OPEN311_NAMES = {
    "latitude": "lat",
    "longitude": "long",
    "siret": "address_id",
    "commune": "attribute[report_commune]",
}
