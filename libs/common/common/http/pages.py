"""Pages made on the server: templates, languages, style, and what each page carries along."""

import gzip
import hashlib
import io
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from fastapi import APIRouter
from jinja2 import ChoiceLoader, Environment, PackageLoader, StrictUndefined
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response

from common.http.catalogues import catalogue_of
from common.http.headers import PagePolicy
from common.http.language import COOKIE, Language, Text, language_of
from common.http.problem import REQUEST_ID
from common.http.speech import filters_of
from common.http.static import FONTS, Assets, assets_of, serve

_LANGUAGE_COOKIE_LIFE = 365 * 24 * 3600


@dataclass(frozen=True, slots=True)
class Link:
    """An entry of the navigation."""

    label: Text
    href: str
    is_current: bool = False


@dataclass(frozen=True, slots=True)
class OtherLanguage:
    """The same page in the other language, named in that language."""

    code: str
    label: str
    href: str


ACCESSIBILITY = Link(
    Text("Accessibilité : non conforme", "Accessibility: not compliant"), "/accessibility"
)
Navigation = Callable[[Request], Sequence[Link]]


def _no_navigation(_: Request) -> Sequence[Link]:
    return ()


class Pages:
    """The pages of one service: `package` holds `templates/` and `locales/`."""

    def __init__(
        self,
        package: str,
        *,
        service_title: Text,
        navigation: Navigation = _no_navigation,
        footer: Sequence[Link] = (),
        policy: PagePolicy = PagePolicy(),  # noqa: B008 - frozen
    ) -> None:
        self.service_title = service_title
        self._navigation = navigation
        self._footer = (ACCESSIBILITY, *footer)
        self._policy = policy.header()
        self._assets = assets_of(package)
        self._environments = {
            language: _environment(package, language, self._assets) for language in Language
        }

    def render(
        self, request: Request, name: str, *, status: int = 200, **context: Any
    ) -> HTMLResponse:
        """The template with the context, in the language that the request asks for."""
        language = language_of(request.scope)
        template = self._environments[language].get_template(name)
        html = template.render(
            request=request,
            service_title=self.service_title.speak(language),
            navigation=self._navigation(request),
            footer=self._footer,
            other_language=_other_language(request, language),
            **context,
        )
        response = HTMLResponse(html, status, headers=self._headers(language))
        if request.query_params.get("lang") == language.value:
            response.set_cookie(
                COOKIE, language.value, max_age=_LANGUAGE_COOKIE_LIFE, samesite="lax"
            )
        return _compressed(request, response)

    def _headers(self, language: Language) -> dict[str, str]:
        return {
            "content-security-policy": self._policy,
            # With no-referrer, a browser would hide the origin of our own forms from us.
            "referrer-policy": "same-origin",
            "content-language": language.value,
            "vary": "Accept-Language, Accept-Encoding, Cookie",
        }

    def error_page(self, request: Request, problem: Mapping[str, Any]) -> Response:
        return self.render(request, "problem.html", status=problem["status"], problem=problem)

    def routes(self) -> APIRouter:
        """The files that pages need, and the pages that every service has."""
        router = serve(self._assets)

        @router.get("/accessibility")
        async def accessibility(request: Request) -> Response:
            return self.render(request, "accessibility.html")

        return router


def _other_language(request: Request, language: Language) -> OtherLanguage:
    other, name = _OTHERS[language]
    address = request.url.include_query_params(lang=other.value)
    return OtherLanguage(other.value, name, f"{address.path}?{address.query}")


_OTHERS = {
    Language.FRENCH: (Language.ENGLISH, "English"),
    Language.ENGLISH: (Language.FRENCH, "Français"),
}


def _compressed(request: Request, response: HTMLResponse) -> HTMLResponse:
    """Compress the page for those who can read it, to a length that tells nothing.

    The length of a compressed page tells of the secrets in it (BREACH): a name of unforeseeable
    length in the gzip header blurs it.
    """
    if "gzip" not in request.headers.get("accept-encoding", ""):
        return response
    noise = hashlib.sha256(str(request.scope.get(REQUEST_ID)).encode()).digest()
    buffer = io.BytesIO()
    with gzip.GzipFile("-" * (1 + noise[0] % 100), "wb", 6, buffer, 0) as zipped:
        zipped.write(bytes(response.body))
    response.body = buffer.getvalue()
    response.headers["content-encoding"] = "gzip"
    response.headers["content-length"] = str(len(response.body))
    return response


def _environment(package: str, language: Language, assets: Assets) -> Environment:
    environment = Environment(
        autoescape=True,
        undefined=StrictUndefined,
        loader=ChoiceLoader([PackageLoader(package), PackageLoader("common")]),
        extensions=["jinja2.ext.i18n"],
        trim_blocks=True,
        lstrip_blocks=True,
    )
    catalogue = catalogue_of((package, "common"), language)
    environment.install_gettext_callables(  # type: ignore[attr-defined] # added by the extension
        catalogue.gettext, catalogue.ngettext, newstyle=True
    )
    environment.globals["language"] = language.value
    environment.globals["asset"] = assets.url
    environment.globals["fonts"] = tuple(FONTS)
    environment.filters.update(filters_of(language))
    return environment
