"""Forms as people send them, read with the same care as JSON."""

import re
import unicodedata
from collections.abc import Mapping

from pydantic import ValidationError
from starlette.datastructures import FormData, UploadFile
from starlette.requests import Request

from common.http.language import Text
from common.http.problem import Problem, ProblemSpec

MAX_FIELDS = 200
MAX_FILES = 10
_TYPES = ("application/x-www-form-urlencoded", "multipart/form-data")
_CONTROLS = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]")

NOT_A_FORM = ProblemSpec(
    415,
    "unsupported-media-type",
    Text("Format non accepté", "Unsupported format"),
    Text("Envoyez le formulaire de la page.", "Send the form of the page."),
)
UNREADABLE = ProblemSpec(
    400,
    "malformed-form",
    Text("Formulaire illisible", "Unreadable form"),
    Text(
        "Le formulaire est mal formé ou contient des caractères interdits.",
        "The form is malformed or contains forbidden characters.",
    ),
)


class Form:
    """The values of a form: NFC, trimmed, line ends as line feeds; a missing field is empty."""

    def __init__(self, fields: FormData) -> None:
        self._fields = fields

    def text(self, name: str) -> str:
        values = self.texts(name)
        return values[-1] if values else ""

    def texts(self, name: str) -> list[str]:
        """Every value of a repeated field: checkboxes."""
        return [_tidy(value) for value in self._fields.getlist(name) if isinstance(value, str)]

    def has(self, name: str) -> bool:
        return name in self._fields

    def values(self) -> Mapping[str, str]:
        """Every text field, to fill the form again after an error."""
        return {name: self.text(name) for name in self._fields if self.texts(name)}

    def files(self, name: str) -> list[UploadFile]:
        """The files chosen; an empty choice is no file."""
        return [
            value
            for value in self._fields.getlist(name)
            if isinstance(value, UploadFile) and value.filename
        ]


async def read_form(request: Request) -> Form:
    """The form in the request's body; 415 for anything else, 400 for what no browser sends."""
    content_type = request.headers.get("content-type", "").split(";")[0].strip().lower()
    if content_type not in _TYPES:
        raise Problem(NOT_A_FORM)
    fields = await request.form(max_fields=MAX_FIELDS, max_files=MAX_FILES)
    for name, value in fields.multi_items():
        text = value if isinstance(value, str) else value.filename or ""
        if _CONTROLS.search(name) or _CONTROLS.search(text):
            raise Problem(UNREADABLE)
    return Form(fields)


def _tidy(text: str) -> str:
    lines = text.replace("\r\n", "\n").replace("\r", "\n")
    return unicodedata.normalize("NFC", lines).strip()


_NEEDED = Text("Ce champ est nécessaire.", "This field is required.")
_WORDS: Mapping[str, Text] = {
    "missing": _NEEDED,
    "string_too_short": _NEEDED,
    "string_too_long": Text("Ce texte est trop long.", "This text is too long."),
    "text_control": Text(
        "Ce texte contient des caractères interdits.", "This text contains forbidden characters."
    ),
}
_UNFIT = Text("Cette valeur n’est pas valable.", "This value is not valid.")


def faults_by_field(error: ValidationError) -> dict[str, Text]:
    """What to say beside each field that a model refuses; the first fault of each."""
    said: dict[str, Text] = {}
    for fault in error.errors(include_input=False, include_url=False):
        name = str(fault["loc"][0]) if fault["loc"] else ""
        said.setdefault(name, _WORDS.get(fault["type"], _UNFIT))
    return said
