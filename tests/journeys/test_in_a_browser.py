"""The whole journey as people make it: on the pages of five processes, by what they show."""

from contextlib import AsyncExitStack
from dataclasses import replace
from pathlib import Path

import pytest
from playwright.async_api import Browser

from tests.browser import PHONE, SCREENSHOTS, visited
from tests.journeys.consumer_pages import ConsumerPages, Person, Receipt
from tests.journeys.professional_pages import CompanyPages, OfficerPages, PostRoom
from tests.journeys.test_one_report_all_the_way import PASSWORD, a_photo
from tests.journeys.town import town
from tests.journeys.visitor import Mailbox, Visitor
from tests.journeys.walk import Addresses

pytestmark = [
    pytest.mark.broker,
    pytest.mark.browser,
    pytest.mark.timeout(1200),
    pytest.mark.xdist_group("journeys"),
]
AGENT = "agent@autorite.example"
COMPANY = "direction@entreprise.example"
ANSWER = "Bonjour, vous avez raison : la différence vous est remboursée sous huit jours."
NAMED = "boulangerie"
DOMINIQUE = Person(
    first_name="Dominique",
    last_name="Lefèvre",
    email="dominique.lefevre@consommateur.example",
    story="Le prix affiché en rayon était de 4,90 €. En caisse, on m’a compté 6,50 €.",
    company=NAMED,
    photo=Path("ticket.jpg"),
)
SASHA = replace(DOMINIQUE, first_name="Sasha", email="sasha.petit@consommateur.example")
ROBIN = replace(
    DOMINIQUE,
    first_name="Robin",
    last_name="Baker",
    email="robin.baker@consumer.example",
    story="The price on the shelf was 4.90, and I paid 6.50 at the till.",
    company=None,
)


class Square:
    """Where everyone arrives, each in a browser of their own."""

    def __init__(self, browser: Browser, addresses: Addresses, stack: AsyncExitStack) -> None:
        self._browser = browser
        self._stack = stack
        self.addresses = addresses
        self.visitors: list[Visitor] = []

    async def arrive(self, name: str, *, width: int | None = None, scripts: bool = True) -> Visitor:
        """Those who work with reports see each page on a telephone too."""
        arrival = Visitor.arrives(self._browser, name, width=width or 1280, scripts=scripts)
        visitor = await self._stack.enter_async_context(arrival)
        visitor.looks_on_a_phone = width is None
        self.visitors.append(visitor)
        return visitor

    async def mailbox(self) -> Mailbox:
        window = await self._stack.enter_async_context(visited(self._browser, "about:blank"))
        return Mailbox(window, self.addresses.inbox)

    @property
    def faults(self) -> list[str]:
        return [fault for visitor in self.visitors for fault in visitor.faults]


async def file_and_follow(
    square: Square, person: Person, *, name: str, width: int, scripts: bool
) -> tuple[ConsumerPages, Receipt]:
    visitor = await square.arrive(name, width=width, scripts=scripts)
    pages = ConsumerPages(visitor, await square.mailbox(), square.addresses.intake)
    receipt = await pages.file(person)
    await pages.open_tracking(receipt)
    await pages.wait_for("Transmis, pas encore lu", "16-waiting")
    return pages, receipt


async def file_in_english(square: Square, person: Person) -> str:
    """A report about a company that its author cannot name; gives its reference."""
    visitor = await square.arrive("english", width=1280)
    pages = ConsumerPages(visitor, await square.mailbox(), square.addresses.intake)
    await pages.choose_english()
    receipt = await pages.file(person)
    assert await visitor.page.locator("html").get_attribute("lang") == "en"
    await pages.open_tracking(receipt)
    return receipt.reference


async def answer_as_company(square: Square, key: str, *, reference: str) -> None:
    post_room = PostRoom(await square.arrive("post-room"), square.addresses.notifications)
    await post_room.enter(key)
    letter = await post_room.print_letter()
    (SCREENSHOTS / "journey-letter.pdf").write_bytes(letter.content)
    portal = square.addresses.company_portal
    company = CompanyPages(await square.arrive("company"), await square.mailbox(), portal)
    await company.activate(letter, email=COMPANY, password=PASSWORD)
    await company.log_in(COMPANY, PASSWORD)
    read = await company.open_report(reference)
    assert "anonyme" in read
    assert DOMINIQUE.first_name not in read
    await company.answer(ANSWER)


async def work_as_officer(square: Square, totp_secret: str, *, answered: str, unknown: str) -> None:
    officer = OfficerPages(await square.arrive("officer"), square.addresses.agent_analytics)
    await officer.log_in(AGENT, PASSWORD, totp_secret)
    told = await officer.open_report(answered, "Engagement")
    assert "L’étiquette a été changée." in told
    directed = await officer.direct(unknown, NAMED)
    assert "Destinataire" in directed


async def walk_everywhere(
    square: Square, photo: Path, *, printing_key: str, totp_secret: str
) -> None:
    dominique, receipt = await file_and_follow(
        square, replace(DOMINIQUE, photo=photo), name="consumer", width=1280, scripts=True
    )
    sasha, _ = await file_and_follow(
        square, replace(SASHA, photo=photo), name="plain", width=PHONE, scripts=False
    )
    unknown = await file_in_english(square, replace(ROBIN, photo=photo))
    await answer_as_company(square, printing_key, reference=receipt.reference)
    told = await dominique.wait_for("La réponse de", "17-answered")
    assert "remboursée" in told
    assert "étiquette" not in told
    await dominique.rate()
    await sasha.wait_for("Transmis, pas encore lu", "17-still-waiting")
    await work_as_officer(square, totp_secret, answered=receipt.reference, unknown=unknown)


async def test_the_journey_is_made_on_pages_alone(
    tmp_path: Path, postgres_url: str, rabbitmq_url: str, browser: Browser
) -> None:
    photo = tmp_path / "ticket.jpg"
    photo.write_bytes(a_photo())
    async with (
        town(tmp_path, database_server=postgres_url, broker_url=rabbitmq_url) as place,
        AsyncExitStack() as stack,
    ):
        totp_secret = await place.make_agent(AGENT, PASSWORD)
        square = Square(browser, place.addresses, stack)
        await walk_everywhere(
            square, photo, printing_key=place.world.secrets.printing_key, totp_secret=totp_secret
        )
        assert square.faults == []
