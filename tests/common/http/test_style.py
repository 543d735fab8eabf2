"""The style is the State's, cut down; a page weighs little and its files are kept for ever."""

import gzip
import re

import httpx
import pytest

from common.http.static import assets_of
from common.http.stylesheet import Vocabulary, cut_down, in_use
from tests.common.http.test_pages import shown

LIMIT = 100_000
# Kept where a service's own templates name them; no shared template does.
MEANT_FOR_SERVICES = {"vigie-actions", "vigie-cards"}


def cut(css: str, *words: str) -> str:
    return cut_down(css, Vocabulary(["<h1>", *words]))


@pytest.mark.parametrize(
    ("css", "kept"),
    [
        (".fr-btn{color:red}.fr-tab{color:blue}", ".fr-btn{color:red}"),
        (".fr-btn,.fr-tab{color:red}", ".fr-btn{color:red}"),
        (".fr-btn:not(.fr-tab){color:red}", ".fr-btn:not(.fr-tab){color:red}"),
        (".fr-btn .fr-tab{color:red}", ""),
        ("h1{color:red}", "h1{color:red}"),
        ("h1,video{color:red}", "h1{color:red}"),
        ("h1>video:hover{color:red}", ""),
        ('h1[class*=" fr-tab-"]{color:red}', ""),
        ('h1[class*=" fr-b"]{color:red}', 'h1[class*=" fr-b"]{color:red}'),
        ("@media (min-width:36em){.fr-tab{color:red}}", ""),
        (
            "@media (min-width:36em){.fr-btn{color:red}.fr-tab{color:red}}",
            "@media (min-width:36em){.fr-btn{color:red}}",
        ),
        ("/* .fr-btn{ */.fr-btn{color:red}", ".fr-btn{color:red}"),
        ('.fr-btn{content:"}.x{"}', '.fr-btn{content:"}.x{"}'),
        (".fr-btn{background:url(data:a;b,{)}", ".fr-btn{background:url(data:a;b,{)}"),
        ('@charset "utf-8";.fr-btn{color:red}', ".fr-btn{color:red}"),
        (":root{--a:red;--b:blue}.fr-btn{color:var(--a)}", ":root{--a:red}.fr-btn{color:var(--a)}"),
        (":root{--a:var(--b);--b:red}h1{color:red}", "h1{color:red}"),
        (":root[data-fr-theme=dark]{--a:red}h1{color:var(--a)}", "h1{color:var(--a)}"),
        ("@font-face{font-family:x;src:url(a.woff)}h1{color:red}", "h1{color:red}"),
    ],
)
def test_only_what_a_page_can_match_is_kept(css: str, kept: str) -> None:
    assert cut(css, "fr-btn") == kept


def test_a_macro_that_no_template_calls_is_left_out() -> None:
    library = (
        "{% set x = 1 %}{% macro a() %}fr-a{{ c() }}{% endmacro %}"
        "{% macro b() %}fr-b{% endmacro %}{% macro c() %}fr-c{% endmacro %}"
    )
    used = "".join(in_use(["{{ ui.a() }}"], [library]))
    assert ("fr-a" in used, "fr-b" in used, "fr-c" in used) == (True, False, True)


def test_a_class_put_together_in_a_template_is_kept_with_all_its_kin() -> None:
    css = ".fr-badge--new{color:red}.fr-badge--old{color:red}.fr-badge{color:red}"
    kept = cut(css, '<p class="fr-badge--{{ kind }}">')
    assert kept == ".fr-badge--new{color:red}.fr-badge--old{color:red}"


def test_every_shared_class_has_its_style() -> None:
    css = style()
    used = {name for found in re.findall(r'class="([^"]+)"', shown()) for name in found.split()}
    styled = {name for name in used if f".{name}" in css}
    assert used - styled <= MEANT_FOR_SERVICES


def style() -> str:
    assets = assets_of("common")
    return assets.files[assets.url("style.css").removeprefix("/static/")].body.decode()


def test_the_style_needs_no_other_file() -> None:
    assert set(re.findall(r"url\((?!\"?'?data:)([^)]*)\)", style())) == {
        assets_of("common").url("Marianne-Regular.woff2"),
        assets_of("common").url("Marianne-Bold.woff2"),
    }


def test_a_page_with_everything_weighs_less_than_a_hundred_kilobytes() -> None:
    assets = assets_of("common")
    files = [asset.zipped or asset.body for asset in assets.files.values()]
    assert sum(map(len, files)) + len(gzip.compress(shown().encode(), 6)) < LIMIT


async def test_files_are_kept_for_ever_under_an_address_of_their_own(
    client: httpx.AsyncClient,
) -> None:
    for address in assets_of("common").urls.values():
        answer = await client.get(address)
        assert answer.status_code == 200
        assert answer.headers["cache-control"] == "public, max-age=31536000, immutable"


async def test_text_is_sent_compressed_to_those_who_can_read_it(client: httpx.AsyncClient) -> None:
    address = assets_of("common").url("style.css")
    zipped = await client.get(address, headers={"Accept-Encoding": "gzip"})
    plain = await client.get(address, headers={"Accept-Encoding": "identity"})
    assert zipped.headers["content-encoding"] == "gzip"
    assert "content-encoding" not in plain.headers
    assert zipped.content == plain.content


async def test_an_old_address_of_a_file_is_unknown(client: httpx.AsyncClient) -> None:
    assert (await client.get("/static/style.000000000000.css")).status_code == 404
