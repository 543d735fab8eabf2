"""Messages in words: the folders of `templates/mail`, in French and in English."""

import re
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined, TemplateError

from common.http.catalogues import catalogue_of
from common.http.language import Language
from common.http.speech import filters_of
from notifications.domain.envelope import spaced_siret
from notifications.domain.mail import Text
from notifications.domain.messages import Lang, MailMessage
from notifications.labels import REASONS
from notifications.ports import Unwritable

_BLANKS = re.compile(r"\n{3,}")


class TemplateWriter:
    """Writes each message from its folder: `subject.txt`, `body.txt`, `body.html`."""

    def __init__(self) -> None:
        self._plain = {lang: _environment(lang, autoescape=False) for lang in Language}
        self._html = {lang: _environment(lang, autoescape=True) for lang in Language}

    def write(self, message: MailMessage, *, lang: Lang) -> Text:
        plain, html = self._plain[Language(lang)], self._html[Language(lang)]
        folder = message.kind.value
        try:
            subject = _render(plain, f"{folder}/subject.txt", message=message).strip()
            body = _render(plain, f"{folder}/body.txt", message=message)
            page = _render(html, f"{folder}/body.html", message=message, subject=subject)
        except TemplateError as error:
            raise Unwritable(f"{folder}: {type(error).__name__}") from error
        return Text(subject=subject, plain=_BLANKS.sub("\n\n", body).strip() + "\n", html=page)


def _render(environment: Environment, name: str, **context: Any) -> str:
    return environment.get_template(name).render(**context)


def _environment(language: Language, *, autoescape: bool) -> Environment:
    environment = Environment(
        autoescape=autoescape,  # noqa: S701 - off for plain text only
        undefined=StrictUndefined,
        loader=PackageLoader("notifications", "templates/mail"),
        extensions=["jinja2.ext.i18n"],
    )
    catalogue = catalogue_of(("notifications",), language)
    environment.install_gettext_callables(  # type: ignore[attr-defined] # added by the extension
        catalogue.gettext, catalogue.ngettext, newstyle=True
    )
    environment.globals |= {
        "lang": language.value,
        "colon": "\u00a0:" if language is Language.FRENCH else ":",
        "company": lambda name: name or catalogue.gettext("l’entreprise"),
        "label": lambda reason: REASONS[reason].speak(language),
    }
    environment.filters |= {
        **filters_of(language),
        "siret": spaced_siret,
        "capital": lambda text: text[:1].upper() + text[1:],
    }
    return environment
