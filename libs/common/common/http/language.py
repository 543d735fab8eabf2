"""The two languages of screens and refusals, and which one a request asks for."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from http.cookies import CookieError, SimpleCookie
from urllib.parse import parse_qs

from starlette.types import Scope

from common.typography import unbroken

COOKIE = "lang"


class Language(StrEnum):
    FRENCH = "fr"
    ENGLISH = "en"


_BY_TAG = {language.value: language for language in Language}


@dataclass(frozen=True, slots=True)
class Text:
    """One sentence for people, in both languages."""

    fr: str
    en: str

    def speak(self, language: Language) -> str:
        return self.en if language is Language.ENGLISH else unbroken(self.fr)


def language_of(scope: Scope) -> Language:
    """`?lang=`, else the cookie, else Accept-Language, else French."""
    asked = parse_qs(scope.get("query_string", b"").decode("latin-1")).get("lang", [])
    for choice in (*asked, *_cookie(scope)):
        if choice in _BY_TAG:
            return _BY_TAG[choice]
    return _preferred(_header(scope, b"accept-language"))


def _header(scope: Scope, name: bytes) -> str:
    return next((value.decode("latin-1") for key, value in scope["headers"] if key == name), "")


def _cookie(scope: Scope) -> Iterable[str]:
    try:
        cookies = SimpleCookie(_header(scope, b"cookie"))
    except CookieError:
        return ()
    return (cookies[COOKIE].value,) if COOKIE in cookies else ()


def _preferred(header: str) -> Language:
    best, best_weight = Language.FRENCH, 0.0
    for part in header.split(","):
        name, _, parameter = part.strip().partition(";")
        tag = name.strip().lower().split("-")[0]
        weight = _weight(parameter)
        if tag in _BY_TAG and weight > best_weight:
            best, best_weight = _BY_TAG[tag], weight
    return best


def _weight(parameter: str) -> float:
    text = parameter.strip().removeprefix("q=")
    try:
        return float(text) if text else 1.0
    except ValueError:
        return 0.0
