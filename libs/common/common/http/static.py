"""Style, fonts and scripts: the State's design system cut down to what our pages use."""

import gzip
import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.metadata import distribution
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path

from fastapi import APIRouter, Request
from starlette.exceptions import HTTPException
from starlette.responses import Response

from common.http.stylesheet import Vocabulary, cut_down, in_use, with_images

COMPONENTS = (
    *("link", "button", "skiplink", "form", "input", "select", "radio", "checkbox", "upload"),
    *("password", "search", "alert", "notice", "badge", "tag", "stepper", "summary"),
    *("breadcrumb", "card", "tile", "callout", "accordion", "table", "pagination", "footer"),
)
FONTS = {"Marianne-Regular.woff2": 400, "Marianne-Bold.woff2": 700}
MACROS = ("forms.html", "ui.html")
FOREVER = "public, max-age=31536000, immutable"
_TYPES = {
    "css": "text/css; charset=utf-8",
    "js": "text/javascript; charset=utf-8",
    "svg": "image/svg+xml",
    "woff2": "font/woff2",
    "png": "image/png",
}


@dataclass(frozen=True, slots=True)
class Asset:
    """One file as it is sent; `zipped` is None where compression gains nothing."""

    body: bytes
    zipped: bytes | None
    media_type: str


@dataclass(frozen=True, slots=True)
class Assets:
    """Files by the name that a template uses, and by the address that carries their digest."""

    urls: Mapping[str, str]
    files: Mapping[str, Asset]

    def url(self, name: str) -> str:
        return self.urls[name]


def serve(assets: Assets) -> APIRouter:
    router = APIRouter(include_in_schema=False)

    @router.api_route("/static/{name}", methods=["GET", "HEAD"])
    async def static(name: str, request: Request) -> Response:
        asset = assets.files.get(name)
        if asset is None:
            raise HTTPException(404)
        headers = {"cache-control": FOREVER, "vary": "Accept-Encoding"}
        takes_gzip = "gzip" in request.headers.get("accept-encoding", "")
        if asset.zipped is not None and takes_gzip:
            headers["content-encoding"] = "gzip"
            return Response(asset.zipped, headers=headers, media_type=asset.media_type)
        return Response(asset.body, headers=headers, media_type=asset.media_type)

    return router


@cache
def assets_of(package: str) -> Assets:
    """The shared files, and those that the package keeps in its own `static/`."""
    urls: dict[str, str] = {}
    found: dict[str, Asset] = {}

    def add(name: str, body: bytes) -> None:
        stem, _, suffix = name.rpartition(".")
        address = f"{stem}.{hashlib.sha256(body).hexdigest()[:12]}.{suffix}"
        urls[name] = f"/static/{address}"
        found[address] = _asset(body, suffix)

    for name in FONTS:
        add(name, (_design_system() / "fonts" / name).read_bytes())
    for owner in dict.fromkeys(("common", package)):
        for file in _own_files(owner):
            add(file.name, file.read_bytes())
    add("style.css", _stylesheet(package, urls).encode())
    return Assets(urls, found)


def _stylesheet(package: str, urls: Mapping[str, str]) -> str:
    vocabulary = Vocabulary(_templates_in_use(package))
    design = "".join(
        with_images(file.read_text(encoding="utf-8"), file.parent) for file in _design_files()
    )
    faces = "".join(
        "@font-face{font-family:Marianne;font-style:normal;font-display:swap;"
        f"font-weight:{weight};src:url({urls[name]}) format('woff2')}}"
        for name, weight in FONTS.items()
    )
    own = (files("common") / "templates" / "vigie.css").read_text(encoding="utf-8")
    return faces + cut_down(design + own, vocabulary)


def _design_system() -> Path:
    """The folder of the design system inside its wheel, which is never imported."""
    return Path(str(distribution("django-dsfr").locate_file("dsfr/static/dsfr/dist")))


def _design_files() -> Iterator[Path]:
    root = _design_system()
    yield root / "core" / "core.main.min.css"
    for name in COMPONENTS:
        yield root / "component" / name / f"{name}.main.min.css"


def _templates_in_use(package: str) -> list[str]:
    shared = files("common") / "templates"
    libraries = [(shared / name).read_text(encoding="utf-8") for name in MACROS]
    own = files(package) / "templates"
    if package == "common" or not own.is_dir():
        return [*_texts(shared)]
    pages = [text for text in _texts(shared) if text not in libraries]
    scripts = [file.read_text("utf-8") for file in _own_files(package) if file.name[-3:] == ".js"]
    return in_use([*pages, *_texts(own), *scripts], libraries)


def _texts(folder: Traversable) -> Iterator[str]:
    for entry in folder.iterdir():
        if entry.is_dir():
            yield from _texts(entry)
        elif entry.name.endswith(".html"):
            yield entry.read_text(encoding="utf-8")


def _own_files(package: str) -> Iterator[Traversable]:
    folder = files(package) / "static"
    if folder.is_dir():
        yield from (entry for entry in folder.iterdir() if entry.name.rpartition(".")[2] in _TYPES)


def _asset(body: bytes, suffix: str) -> Asset:
    zipped = gzip.compress(body, 9, mtime=0)
    gains = len(zipped) < len(body) * 0.9
    return Asset(body, zipped if gains else None, _TYPES[suffix])
