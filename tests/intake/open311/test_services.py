"""Discovery, services and definitions, in both formats."""

import httpx
import pytest

from intake.domain.category_tree import CategoryTree
from intake.domain.open311 import Fault, service, service_code, services
from intake.domain.open311_request import OWN_ATTRIBUTES
from intake.labels.open311 import ATTRIBUTE, FAULT
from tests.intake.open311.programs import HOLE, read_xml

BASE = "/open311/v2"


def test_every_leaf_that_takes_reports_has_a_code_of_its_own(tree: CategoryTree) -> None:
    codes = [service_code(trail.keys) for trail in services(tree)]

    assert len(set(codes)) == len(codes) > 700
    assert all(service(tree, code).end.wall is None for code in codes)


def test_no_question_has_the_name_of_an_attribute_of_ours(tree: CategoryTree) -> None:
    asked = {question.key for trail in services(tree) for question in trail.questions}

    assert asked.isdisjoint(OWN_ATTRIBUTES)


def test_every_fault_and_attribute_has_words() -> None:
    assert (set(FAULT), set(ATTRIBUTE)) == (set(Fault), set(OWN_ATTRIBUTES))


async def test_discovery_leads_to_the_endpoint(client: httpx.AsyncClient) -> None:
    found = (await client.get(f"{BASE}/discovery.json")).json()
    tree = read_xml((await client.get(f"{BASE}/discovery.xml")).text)

    (endpoint,) = found["endpoints"]
    assert endpoint["url"] == "http://testserver/open311/v2"
    assert endpoint["formats"] == ["text/xml", "application/json"]
    assert tree.findtext("endpoints/endpoint/url") == endpoint["url"]
    assert [one.text for one in tree.iter("format")] == endpoint["formats"]


async def test_services_are_the_same_in_both_formats(client: httpx.AsyncClient) -> None:
    found = (await client.get(f"{BASE}/services.json?jurisdiction_id=fr")).json()
    listed = await client.get(f"{BASE}/services.xml?jurisdiction_id=")

    assert listed.headers["content-type"] == "text/xml; charset=utf-8"
    read = read_xml(listed.text).findall("service")
    assert [one["service_code"] for one in found] == [one.findtext("service_code") for one in read]
    (hole,) = [one for one in found if one["service_code"] == HOLE]
    assert (hole["metadata"], hole["type"]) == (True, "realtime")
    assert {one.findtext("metadata") for one in read} == {"true"}


async def test_a_definition_asks_what_the_leaf_asks(
    client: httpx.AsyncClient, tree: CategoryTree
) -> None:
    code = "public_services-waste_service-not_collected"
    found = (await client.get(f"{BASE}/services/{code}.json?lang=en")).json()
    read = read_xml((await client.get(f"{BASE}/services/{code}.xml?lang=en")).text)

    by_code = {one["code"]: one for one in found["attributes"]}
    for question in service(tree, code).questions:
        assert by_code[question.key]["description"].startswith(question.label.en)
    often = by_code["how_often"]
    assert often["datatype"] == "singlevaluelist"
    assert [one["key"] for one in often["values"]] == ["once", "several", "always"]
    assert "email" in by_code["report_notice_person"]["description"]
    assert by_code["report_notice_person"]["variable"] is False
    assert [one["order"] for one in found["attributes"]] == list(range(1, len(by_code) + 1))
    assert [one.text for one in read.iter("code")] == list(by_code)
    assert [one.text for one in read.iter("key")][-3:] == ["once", "several", "always"]


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("services/none", 404),
        ("services/public_services", 404),
        ("services/..%2F..%2Fv1", 400),
        ("services?jurisdiction_id=elsewhere", 404),
        ("services?jurisdiction_id=a&jurisdiction_id=b", 400),
        ("nothing", 400),
        ("services/a/b", 400),
    ],
)
@pytest.mark.parametrize("fmt", ["json", "xml"])
async def test_what_is_not_there_is_told_in_the_format_asked_for(
    client: httpx.AsyncClient, path: str, status: int, fmt: str
) -> None:
    place, _, query = path.partition("?")
    answer = await client.get(f"{BASE}/{place}.{fmt}?{query}")

    assert answer.status_code == status
    if fmt == "json":
        assert answer.json()[0]["code"] == status
    else:
        assert read_xml(answer.text).findtext("error/code") == str(status)


@pytest.mark.parametrize(
    ("method", "path"), [("DELETE", "requests.json"), ("GET", "services.html")]
)
async def test_another_method_or_format_is_a_400(
    client: httpx.AsyncClient, method: str, path: str
) -> None:
    assert (await client.request(method, f"{BASE}/{path}")).status_code == 400
