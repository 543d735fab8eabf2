"""A program files a request; anyone may read what is public of it."""

from datetime import timedelta
from random import Random

import httpx
import pytest
from sqlalchemy import func, select

from common.contracts.intake import ConsumerIdentified, ReportSubmitted
from common.testing.clock import FrozenClock
from common.testing.outbox import outbox
from intake.domain.tracking import Fact, FactKind, Producer, Status, track
from intake.handlers.erase_report import erase_report
from intake.handlers.keep_open311_keys import end_open311_key
from intake.handlers.withdraw_report import withdraw_report
from intake.parts import IntakeParts
from intake.store.tables import ReportRow
from tests.intake.open311.programs import HOLE, STORY, a_key, a_request, post, read_xml
from tests.intake.world import a_submitted_report

REQUESTS = "/open311/v2/requests.json"


async def count(parts: IntakeParts) -> int:
    async with parts.open_store() as store:
        return await (await store.connection()).scalar(select(func.count(ReportRow.id))) or 0


async def test_a_request_becomes_a_report_like_any_other(
    parts: IntakeParts, client: httpx.AsyncClient
) -> None:
    made = await a_key(parts)
    answer = await post(client, made.key)

    assert answer.status_code == 200, answer.text
    events = [envelope.event for envelope in await outbox(parts.ground)]
    (told,) = [event for event in events if isinstance(event, ReportSubmitted)]
    assert answer.json()[0]["service_request_id"] == told.content.reference
    assert (told.content.category, *told.content.subcategories) == tuple(HOLE.split("-"))
    assert told.content.target.model_dump(exclude_none=True) == {
        "kind": "place",
        "latitude": 48.856614,
        "longitude": 2.352222,
    }
    assert (told.content.description, told.content.publish_consent) == (STORY, False)
    (person,) = [event for event in events if isinstance(event, ConsumerIdentified)]
    assert person.email == "camille.martin@example.org"
    assert "/tracking#" in person.tracking_url


async def test_in_xml_the_id_is_in_the_answer_too(
    parts: IntakeParts, client: httpx.AsyncClient
) -> None:
    answer = await post(client, (await a_key(parts)).key, "xml")

    assert answer.headers["content-type"] == "text/xml; charset=utf-8"
    reference = read_xml(answer.text).findtext("request/service_request_id")
    token = await client.get(f"/open311/v2/tokens/{reference}.json")
    assert token.json() == [{"service_request_id": reference, "token": reference}]


@pytest.mark.parametrize("key", ["", "wrong", "é" * 50])
async def test_without_a_right_key_nothing_is_filed(
    parts: IntakeParts, client: httpx.AsyncClient, key: str
) -> None:
    answer = await post(client, key)

    assert (answer.status_code, answer.json()[0]["code"]) == (403, 403)
    assert "api_key" in answer.json()[0]["description"]
    assert (await count(parts), list(await outbox(parts.ground))) == (0, [])


async def test_a_key_that_was_taken_back_is_refused(
    parts: IntakeParts, client: httpx.AsyncClient
) -> None:
    made = await a_key(parts)
    async with parts.open_store() as store:
        assert await end_open311_key(made.id, store)

    assert (await post(client, made.key)).status_code == 403


@pytest.mark.parametrize(
    ("changes", "status"),
    [
        ({"service_code": ""}, 400),
        ({"service_code": "none"}, 404),
        ({"service_code": "public_services"}, 404),
        ({"jurisdiction_id": "paris"}, 404),
        ({"email": ""}, 400),
        ({"email": "no address"}, 400),
        ({"first_name": ""}, 400),
        ({"lat": "", "long": ""}, 400),
        ({"lat": "NaN", "long": "NaN"}, 400),
        ({"lat": "1e999"}, 400),
        ({"lat": "9" * 5000}, 400),
        ({"long": ""}, 400),
        ({"lat": "", "long": "", "address_string": "3 rue des Lilas"}, 400),
        ({"lat": "", "long": "", "attribute[report_commune]": "99999999"}, 400),
        ({"address_id": "123"}, 400),
        ({"description": ""}, 400),
        ({"description": "court"}, 400),
        ({"description": "a" * 4001}, 400),
        ({"description": "a \x00 character that is not one"}, 400),
        ({"description": "a \x1b character that is not one"}, 400),
        ({"first_name": "Cam\ufffeille"}, 400),
        ({"media_url": "https://example.org/a.jpg"}, 400),
        ({"attribute[unheard_of]": "1"}, 400),
        ({"attribute[report_publish]": "perhaps"}, 400),
        ({"attribute[report_observed_on]": "2126-01-01"}, 400),
        ({"attribute[report_observed_on]": "0000-13-45"}, 400),
        ({"attribute[report_observed_on]": "9999-12-31T23:59:59-14:00"}, 400),
        ({"service_code": ["a", "b"]}, 400),
        ({"attribute[report_publish]": "yes", "address_string": "3 rue des Lilas"}, 400),
    ],
)
@pytest.mark.parametrize("fmt", ["json", "xml"])
async def test_what_is_wrong_is_told_and_changes_nothing(
    parts: IntakeParts, client: httpx.AsyncClient, changes: dict[str, str], status: int, fmt: str
) -> None:
    answer = await post(client, (await a_key(parts)).key, fmt, **changes)

    assert answer.status_code == status, answer.text
    if fmt == "json":
        (error,) = answer.json()
    else:
        found = read_xml(answer.text).find("error")
        assert found is not None
        error = {
            "code": int(found.findtext("code", "")),
            "description": found.findtext("description"),
        }
    assert error["code"] == status
    assert error["description"]
    assert (await count(parts), list(await outbox(parts.ground))) == (0, [])


@pytest.mark.parametrize(
    ("kind", "body", "status"),
    [
        ("application/json", b"{}", 415),
        ("multipart/form-data; boundary=x", b"--x--", 415),
        ("application/x-www-form-urlencoded", b"a=%ff", 400),
        ("application/x-www-form-urlencoded", b"&".join([b"a=1"] * 300), 400),
        ("application/x-www-form-urlencoded", b"\xff\xfe", 400),
        ("application/x-www-form-urlencoded", b"", 403),
    ],
)
async def test_a_body_that_is_no_form_is_refused(
    client: httpx.AsyncClient, kind: str, body: bytes, status: int
) -> None:
    answer = await client.post(REQUESTS, content=body, headers={"content-type": kind})

    assert (answer.status_code, answer.json()[0]["code"]) == (status, status)


async def test_an_address_goes_to_the_agents_and_never_to_the_public(
    parts: IntakeParts, client: httpx.AsyncClient
) -> None:
    key = (await a_key(parts)).key
    changes = {"lat": "", "long": "", "address_string": "3 rue des Lilas"}
    answer = await post(client, key, **changes, **{"attribute[report_commune]": "75120"})

    events = [envelope.event for envelope in await outbox(parts.ground)]
    (told,) = [event for event in events if isinstance(event, ReportSubmitted)]
    assert told.content.description == f"{STORY}\n\n3 rue des Lilas"
    reference = answer.json()[0]["service_request_id"]
    shown = await client.get(f"/open311/v2/requests/{reference}.json")
    assert shown.json()[0]["address"] == "75120"
    assert "Lilas" not in shown.text


async def test_the_public_reads_nothing_personal(
    parts: IntakeParts, client: httpx.AsyncClient, clock: FrozenClock
) -> None:
    key = (await a_key(parts)).key
    await post(client, key, phone="+33612345678")
    await a_submitted_report(parts)
    listed = await client.get(REQUESTS)

    (one,) = listed.json()
    moment = clock.now().isoformat(timespec="seconds")
    assert (one["lat"], one["long"], one["description"]) == (48.86, 2.35, None)
    assert (one["status"], one["requested_datetime"]) == ("open", moment)
    assert moment.endswith("+00:00")
    for private in ("Camille", "Martin", "example.org", "612345678", "48.8566", STORY, key):
        assert private not in listed.text


async def test_a_story_is_public_with_consent_only_and_masked(
    parts: IntakeParts, client: httpx.AsyncClient
) -> None:
    key = (await a_key(parts)).key
    story = f"{STORY} <b>Écrivez</b> à camille.martin@example.org & merci."
    consent = {"attribute[report_publish]": "yes"}
    reference = (await post(client, key, description=story, **consent)).json()[0][
        "service_request_id"
    ]
    shown = await client.get(f"/open311/v2/requests/{reference}.xml")

    read = read_xml(shown.text).findtext("request/description")
    assert read is not None
    assert read.startswith(f"{STORY} <b>Écrivez</b> à ")
    assert "example.org" not in read


async def test_an_unknown_request_is_404(parts: IntakeParts, client: httpx.AsyncClient) -> None:
    elsewhere = await a_submitted_report(parts)
    for reference in ("none", elsewhere.reference, "a,b", "%01"):
        shown = await client.get(f"/open311/v2/requests/{reference}.json")
        assert (shown.status_code, shown.json()[0]["code"]) == (404, 404)
        token = await client.get(f"/open311/v2/tokens/{reference}.xml")
        assert token.status_code == 404


async def test_an_erased_request_is_404(parts: IntakeParts, client: httpx.AsyncClient) -> None:
    filed = await post(client, (await a_key(parts)).key)
    address = f"/open311/v2/requests/{filed.json()[0]['service_request_id']}.json"
    assert (await client.get(address)).status_code == 200
    async with parts.open_store() as store:
        report_id = await (await store.connection()).scalar(select(ReportRow.id))
        assert report_id is not None
        await erase_report(report_id, store, buckets=parts.buckets)

    assert (await client.get(address)).status_code == 404
    assert (await client.get(REQUESTS)).json() == []


async def test_no_nonsense_is_ever_our_fault(parts: IntakeParts, client: httpx.AsyncClient) -> None:
    key = (await a_key(parts)).key
    dice = Random(311)
    names = [*a_request(key), "attribute[report_observed_on]", "start_date", "page", "status"]
    values = ["NaN", "-1e309", "%", "%zz", "%ED%A0%80", "%00", "%1b", "9" * 400, "%E2%80%AE", "[]"]
    form = {"content-type": "application/x-www-form-urlencoded"}
    for _ in range(120):
        pairs = [f"{dice.choice(names)}={dice.choice(values)}" for _ in range(dice.randint(1, 6))]
        nonsense = "&".join(pairs)
        fmt = dice.choice(("xml", "json"))
        body = f"api_key={key}&{nonsense}"
        filed = await client.post(f"/open311/v2/requests.{fmt}", content=body, headers=form)
        listed = await client.get(f"/open311/v2/requests.{fmt}?{nonsense}")
        assert 400 <= filed.status_code < 500, nonsense
        assert listed.status_code < 500, nonsense
    assert await count(parts) == 0


@pytest.mark.parametrize("status", Status)
async def test_the_status_asked_for_is_the_status_told(
    parts: IntakeParts, client: httpx.AsyncClient, clock: FrozenClock, status: Status
) -> None:
    await post(client, (await a_key(parts)).key)
    async with parts.open_store() as store:
        report_id = await (await store.connection()).scalar(select(ReportRow.id))
        assert report_id is not None
        for fact in _facts(status, clock):
            await store.facts.add(report_id, fact)
        if status is Status.WITHDRAWN:
            await withdraw_report(report_id, store)
        told = track(await store.facts.of_report(report_id)).status
    is_open = told in {Status.SUBMITTED, Status.TRIAGE, Status.WAITING, Status.READ}

    asked, other = ("open", "closed") if is_open else ("closed", "open")
    (one,) = (await client.get(f"{REQUESTS}?status={asked}")).json()
    assert one["status"] == asked
    assert (await client.get(f"{REQUESTS}?status={other}")).json() == []


def _facts(status: Status, clock: FrozenClock) -> list[Fact]:
    at = clock.now()
    if status in {Status.SUBMITTED, Status.WITHDRAWN}:
        return []
    if status in {Status.TRIAGE, Status.NOT_TRANSMITTED}:
        kind = FactKind.TRIAGED if status is Status.TRIAGE else FactKind.NOT_TRANSMITTED
        return [
            Fact(producer=Producer.ROUTING, version=1, kind=FactKind.ROUTED, at=at),
            Fact(producer=Producer.ROUTING, version=2, kind=kind, at=at),
        ]
    earlier = {"status": "waiting", "holder_name": None}
    return [
        Fact(
            producer=Producer.COMPANY_PORTAL,
            version=1,
            kind=FactKind.OPENED,
            at=at,
            details=earlier,
        ),
        Fact(
            producer=Producer.COMPANY_PORTAL,
            version=1,
            kind=FactKind.READ,
            at=at,
            details={"status": status.value, "holder_name": None},
        ),
    ]


async def test_lists_are_cut_by_date_code_and_page(
    parts: IntakeParts, client: httpx.AsyncClient, clock: FrozenClock
) -> None:
    key = (await a_key(parts)).key
    first = clock.now()
    for day in range(3):
        assert (await post(client, key, lat=f"4{day}.5")).status_code == 200
        clock.advance(timedelta(days=1))
    window = {"start_date": first.isoformat(), "end_date": (first + timedelta(days=1)).isoformat()}

    async def found(**params: str) -> list[float]:
        answer = await client.get(REQUESTS, params=params)
        assert answer.status_code == 200, answer.text
        return [one["lat"] for one in answer.json()]

    assert await found() == [42.5, 41.5, 40.5]
    assert await found(**window) == [41.5, 40.5]
    assert await found(page="2", page_size="2") == [40.5]
    assert await found(service_code=f"{HOLE},other") == [42.5, 41.5, 40.5]
    assert await found(service_code="other") == []
    clock.advance(timedelta(days=91))
    assert await found() == []
    assert await found(start_date=window["start_date"]) == [42.5, 41.5, 40.5]


@pytest.mark.parametrize(
    "query",
    [
        "start_date=2026-01-01T00:00:00Z&end_date=2026-12-31T00:00:00Z",
        "start_date=2026-02-01T00:00:00Z&end_date=2026-01-01T00:00:00Z",
        "start_date=2026-01-01T00:00:00",
        "start_date=2026-01-01",
        "end_date=9999-12-31T23:59:59-23:59",
        "start_date=0001-01-01T00:00:00%2B23:59",
        "status=half",
        "page=0",
        "page=99999999999999999999",
        "page_size=1001",
        "page_size=%C2%B2",
        "service_request_id=" + ",".join(str(n) for n in range(200)),
        "status=open&status=closed",
        "service_code=%01",
        "&".join(f"a{n}=1" for n in range(300)),
    ],
)
async def test_a_query_that_means_nothing_is_a_400(client: httpx.AsyncClient, query: str) -> None:
    answer = await client.get(f"{REQUESTS}?{query}")

    assert (answer.status_code, answer.json()[0]["code"]) == (400, 400)


async def test_the_same_consumer_does_not_file_the_same_twice(
    parts: IntakeParts, client: httpx.AsyncClient
) -> None:
    key = (await a_key(parts)).key
    await post(client, key)
    again = await post(client, key)

    assert (again.status_code, again.json()[0]["code"]) == (409, 409)
    assert await count(parts) == 1
