"""Pages speak two languages, escape everything, and work for everyone."""

import gzip
import re
from html.parser import HTMLParser
from typing import Any

import httpx
import pytest
from jinja2 import UndefinedError
from starlette.requests import Request

from common.http.headers import PagePolicy
from common.http.language import Text
from common.http.pages import Pages
from tests.common.http.gallery import Gallery

GALLERY = Gallery()


def request(query: str = "", **headers: str) -> Request:
    named = [(name.replace("_", "-").encode(), value.encode()) for name, value in headers.items()]
    return Request(
        {
            "type": "http",
            "method": "GET",
            "path": "/page",
            "query_string": query.encode(),
            "headers": [(b"host", b"house.test"), *named],
            "server": ("house.test", 443),
            "scheme": "https",
        }
    )


def shown(query: str = "", **headers: str) -> str:
    return bytes(GALLERY.show(request(query, **headers)).body).decode()


class Elements(HTMLParser):
    """The elements of a page with their attributes."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, dict(attrs)))

    def named(self, *tags: str) -> list[dict[str, str | None]]:
        return [attributes for tag, attributes in self.found if tag in tags]


def test_french_is_spoken_unless_asked_otherwise() -> None:
    html = shown()
    assert '<html lang="fr">' in html
    assert "3 points à corriger" in html
    assert "4 mai 2026 à 12:00" in html


@pytest.mark.parametrize(
    ("query", "headers"),
    [
        ("lang=en", {}),
        ("", {"accept_language": "en"}),
        ("", {"cookie": "lang=en", "accept_language": "fr"}),
        ("lang=en", {"cookie": "lang=fr"}),
    ],
)
def test_english_is_spoken_when_asked(query: str, headers: dict[str, str]) -> None:
    html = shown(query, **headers)
    assert '<html lang="en">' in html
    assert "3 points to correct" in html
    assert "This address is not complete." in html
    assert "4 May 2026 at 12:00" in html
    assert 'hreflang="fr"' in html


def test_a_language_chosen_is_remembered() -> None:
    assert "lang=en" in GALLERY.show(request("lang=en")).headers["set-cookie"]
    assert "set-cookie" not in GALLERY.show(request("lang=xx")).headers


def test_the_other_language_is_the_same_page() -> None:
    assert 'href="/page?q=caf%C3%A9&amp;lang=en"' in shown("q=caf%C3%A9")


def test_an_address_cannot_leave_its_attribute() -> None:
    assert "<script>" not in shown("q=%22%3E%3Cscript%3E")


def test_everything_is_escaped() -> None:
    html = shown()
    assert "<b>" not in html
    assert "&lt;b&gt;Zoé &amp; Cie&lt;/b&gt;" in html


def test_a_password_never_comes_back() -> None:
    (secret,) = [a for a in Elements(shown()).named("input") if a.get("name") == "secret"]
    assert "value" not in secret


def test_nothing_is_inline() -> None:
    html = shown()
    elements = Elements(html)
    assert not elements.named("style")
    assert all("src" in attributes for attributes in elements.named("script"))
    assert not any(
        name == "style" or name.startswith("on") for _, attrs in elements.found for name in attrs
    )


def test_every_field_has_its_label_and_its_messages() -> None:
    elements = Elements(shown())
    labels = {attributes.get("for") for attributes in elements.named("label")}
    ids = {attributes["id"] for _, attributes in elements.found if "id" in attributes}
    for field in elements.named("input", "select", "textarea"):
        if field.get("type") != "hidden":
            assert field["id"] in labels
        if "aria-describedby" in field:
            assert field["aria-describedby"] in ids


def test_every_error_leads_to_its_field() -> None:
    html = shown()
    ids = set(re.findall(r' id="([^"]+)"', html))
    summary = html[html.index('id="errors"') : html.index("</ul>", html.index('id="errors"'))]
    assert set(re.findall(r'href="#([^"]+)"', summary)) == {"email", "wish", "files"} <= ids


def test_identifiers_are_used_once() -> None:
    ids = re.findall(r' id="([^"]+)"', shown())
    assert len(ids) == len(set(ids))


def test_the_title_says_that_something_is_wrong() -> None:
    assert "<title>Erreur – Galerie – Vigie</title>" in shown()
    fine = bytes(GALLERY.show(request(), errors={}).body)
    assert b"<title>Galerie" in fine


def test_a_forgotten_value_is_an_accident_and_no_blank() -> None:
    pages = Pages("common", service_title=Text("Essai", "Trial"))
    with pytest.raises(UndefinedError):
        pages.render(request(), "problem.html")


def test_a_page_is_compressed_for_those_who_can_read_it() -> None:
    plain, zipped = GALLERY.show(request()), GALLERY.show(request(accept_encoding="gzip, br"))
    assert "content-encoding" not in plain.headers
    assert zipped.headers["content-encoding"] == "gzip"
    assert gzip.decompress(bytes(zipped.body)) == plain.body
    assert int(zipped.headers["content-length"]) == len(zipped.body) < len(plain.body) / 2


def test_the_length_of_a_compressed_page_tells_nothing() -> None:
    asked = [request(accept_encoding="gzip") for _ in range(20)]
    for number, each in enumerate(asked):
        each.scope["request_id"] = f"request-{number}"
    assert len({len(GALLERY.show(each).body) for each in asked}) > 10


def test_a_service_may_let_its_pages_reach_another_origin() -> None:
    policy = PagePolicy(connect=("https://routing.test",), form_action=("https://files.test",))
    header = policy.header()
    assert "connect-src 'self' https://routing.test;" in header
    assert "form-action 'self' https://files.test;" in header


async def test_every_service_has_its_statement_of_access(client: httpx.AsyncClient) -> None:
    page: Any = await client.get("/accessibility", headers={"Accept-Language": "en"})
    assert "Accessibility: not compliant" in page.text
