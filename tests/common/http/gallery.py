"""One page that shows every piece: what the tests of style, words and access look at."""

from datetime import UTC, datetime
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from jinja2 import FileSystemLoader
from starlette.requests import Request
from starlette.responses import HTMLResponse

from common.http.language import Text
from common.http.pages import Pages

MOMENT = datetime(2026, 5, 4, 10, 0, tzinfo=UTC)
ERRORS = {
    "email": Text("Cette adresse n’est pas complète.", "This address is not complete."),
    "wish": Text("Choisissez une réponse.", "Choose an answer."),
    "files": Text("Ce fichier est trop gros.", "This file is too big."),
}
ENTRIES = [
    {"title": "Envoyé", "at": MOMENT, "text": "Bien reçu"},
    SimpleNamespace(title="Lu", at=MOMENT, text=None, is_current=True),
    {"title": "Réponse attendue"},
]


class Gallery(Pages):
    """Pages with the gallery among their templates."""

    def __init__(self, package: str = "common") -> None:
        super().__init__(package, service_title=Text("Essai", "Trial"))
        for environment in self._environments.values():
            environment.loader.loaders.insert(0, FileSystemLoader(Path(__file__).parent))  # type: ignore[union-attr] # the loader that Pages made

    def show(self, request: Request, *, errors: dict[str, Any] | None = None) -> HTMLResponse:
        return self.render(
            request,
            "gallery.html",
            errors=ERRORS if errors is None else errors,
            value="<b>Zoé & Cie</b>",
            moment=MOMENT,
            entries=ENTRIES,
        )
