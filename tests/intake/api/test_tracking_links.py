"""The tracking link sent again, over HTTP."""

import httpx

from intake.parts import IntakeParts
from tests.intake.pages.browser import Browser
from tests.intake.world import EMAIL, a_submitted_report


async def test_the_answer_is_the_same_whether_the_report_exists_or_not(
    client: httpx.AsyncClient, parts: IntakeParts
) -> None:
    accepted = await a_submitted_report(parts)
    known = {"email": EMAIL, "reference": accepted.reference}
    unknown = {"email": "autre@example.org", "reference": accepted.reference}
    answers = [await client.post("/v1/tracking-links", json=body) for body in (known, unknown)]
    assert [answer.status_code for answer in answers] == [202, 202]
    assert answers[0].content == answers[1].content


async def test_what_cannot_be_read_is_refused(client: httpx.AsyncClient) -> None:
    for body in (
        {},
        {"email": "camille", "reference": "V7K2-9QXD"},
        {"email": EMAIL, "reference": ""},
        {"email": EMAIL, "reference": "x" * 21},
        {"email": [EMAIL], "reference": "V7K2-9QXD"},
    ):
        assert (await client.post("/v1/tracking-links", json=body)).status_code == 422


async def test_the_page_takes_what_the_api_takes(
    client: httpx.AsyncClient, parts: IntakeParts
) -> None:
    accepted = await a_submitted_report(parts)
    browser = Browser(client)
    asked = await browser.get("/tracking/link")
    assert 'name="reference"' in asked.text
    bad = await browser.send("/tracking/link", email="camille", reference=accepted.reference)
    assert bad.status_code == 422
    assert accepted.reference in bad.text
    missing = await browser.send("/tracking/link", email=EMAIL, reference="")
    assert missing.status_code == 422
    texts = {
        (
            await browser.send("/tracking/link", email=email, reference=accepted.reference)
        ).status_code
        for email in (EMAIL, "autre@example.org", EMAIL, EMAIL)
    }
    assert texts == {200}
    many = await browser.send("/tracking/link", email=EMAIL, reference=accepted.reference)
    assert many.status_code == 429
