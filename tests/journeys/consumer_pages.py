"""A consumer on intake's pages: from the home page to the judgement of an answer."""

import re
from dataclasses import dataclass
from pathlib import Path

from common.http.catalogues import catalogue_of
from common.http.language import Language
from tests.journeys.visitor import Mailbox, Visitor

WAY_DOWN = ("shops", "shops/prices", "shops/prices/price_differs")
CODE = r"\b([0-9]{6})\b"
CHOOSE = re.compile("^(Choisir|Choose) ")


@dataclass(frozen=True, slots=True)
class Person:
    """Who reports, and of whom."""

    first_name: str
    last_name: str
    email: str
    story: str
    # What is typed into the search; None: they do not know who it was.
    company: str | None
    photo: Path


@dataclass(frozen=True, slots=True)
class Receipt:
    reference: str
    tracking_link: str


class ConsumerPages:
    """The consumer's steps; `words` are the page's own, in the language chosen."""

    def __init__(self, visitor: Visitor, mailbox: Mailbox, home: str) -> None:
        self._visitor = visitor
        self._mailbox = mailbox
        self._home = home
        self.words = catalogue_of(("intake", "common"), Language.FRENCH).gettext

    async def choose_english(self) -> None:
        await self._visitor.go(self._home)
        await self._visitor.follow("English")
        self.words = catalogue_of(("intake", "common"), Language.ENGLISH).gettext

    async def file(self, person: Person) -> Receipt:
        await self._say_what_is_wrong()
        await self._name_company(person.company)
        await self._tell(person.story)
        await self._join(person.photo)
        await self._introduce(person)
        await self._prove_email(person.email)
        return await self._send()

    async def _say_what_is_wrong(self) -> None:
        visitor = self._visitor
        await visitor.go(self._home)
        await visitor.look("01-home")
        for depth, path in enumerate(WAY_DOWN):
            await visitor.follow_to(f"/problems/{path}")
            await visitor.look(f"{depth + 2:02}-{path.rpartition('/')[2]}")
        await visitor.press(self.words("Commencer mon signalement"))
        await visitor.look("05-company")

    async def _name_company(self, company: str | None) -> None:
        visitor = self._visitor
        if company is None:
            await visitor.follow_to("/report/company/unknown")
            await visitor.look("06-unknown")
            await visitor.write(self.words("Code postal du lieu, ou le vôtre"), "75011")
            await visitor.press(self.words("Continuer"))
            return
        await visitor.write(self.words("Nom, enseigne ou numéro SIRET"), company)
        await visitor.press(self.words("Rechercher"))
        if visitor.has_scripts:
            await visitor.page.locator("#company-results li button").first.wait_for()
            await visitor.look("06-found")
            await visitor.shown("button", CHOOSE).first.click()
        else:
            await visitor.look("06-picker")
            await visitor.follow(CHOOSE)
            await visitor.look("07-confirm")
            await visitor.press(self.words("Oui, continuer"))
        await visitor.page.wait_for_url("**/report/details")

    async def _tell(self, story: str) -> None:
        visitor = self._visitor
        await visitor.look("08-details")
        await visitor.press(self.words("Continuer"))
        await visitor.look("08-details-wrong")
        await visitor.page.locator("#q_shown_price").fill("4,90")
        await visitor.page.locator("#q_paid_price").fill("6,50")
        await visitor.write(self.words("Racontez ce qui s’est passé"), story)
        await visitor.look("08-details-mended")
        await visitor.press(self.words("Continuer"))

    async def _join(self, photo: Path) -> None:
        visitor = self._visitor
        await visitor.look("09-files-none")
        if visitor.has_scripts:
            await visitor.page.get_by_label(self.words("Ajouter des fichiers")).set_input_files(
                photo
            )
        else:
            await visitor.choose("Photo JPEG")
            await visitor.press(self.words("Choisir le fichier"))
            await visitor.look("09-file-choice")
            await visitor.page.get_by_label(self.words("Fichier")).set_input_files(photo)
            await visitor.press(self.words("Envoyer ce fichier"))
        await visitor.page.locator(".intake-files").wait_for()
        await visitor.look("09-files")
        await visitor.press(self.words("Continuer"))

    async def _introduce(self, person: Person) -> None:
        visitor = self._visitor
        await visitor.write(self.words("Prénom"), person.first_name)
        await visitor.page.locator("#last_name").fill(person.last_name)
        await visitor.write(self.words("Adresse électronique"), person.email)
        await visitor.choose(self.words("Non, je reste anonyme pour elle"))
        await visitor.look("10-identity")
        await visitor.press(self.words("Continuer"))

    async def _prove_email(self, email: str) -> None:
        visitor = self._visitor
        await visitor.look("11-email")
        await visitor.press(self.words("Envoyer le code"))
        await visitor.look("12-code")
        await visitor.write(self.words("Code reçu"), await self._mailbox.find(email, CODE))
        await visitor.press(self.words("Vérifier le code"))

    async def _send(self) -> Receipt:
        visitor = self._visitor
        await visitor.look("13-recap")
        await visitor.press(self.words("Envoyer mon signalement"))
        await visitor.look("14-done")
        link = await visitor.page.locator(".intake-link a").inner_text()
        title = await visitor.page.locator(".fr-alert__title").inner_text()
        return Receipt(title.split()[-1], link)

    async def open_tracking(self, receipt: Receipt) -> None:
        """By the link of the mail: clicked, or pasted where no script can read it."""
        visitor = self._visitor
        if visitor.has_scripts:
            await visitor.page.locator(".intake-link a").click()
        else:
            await visitor.follow(self.words("Suivre mon signalement"))
            await visitor.look("15-link")
            await visitor.write(self.words("Votre lien de suivi"), receipt.tracking_link)
            await visitor.press(self.words("Voir mon signalement"))
        await visitor.page.wait_for_url("**/tracking/report")

    async def wait_for(self, words: str, step: str) -> str:
        """What the tracking page says, once it says this."""
        told = await self._visitor.wait_for(words)
        await self._visitor.look(step)
        return told

    async def rate(self) -> None:
        await self._visitor.choose("Satisfaisante")
        await self._visitor.write(self.words("Un commentaire"), "Merci, c’est réglé.")
        await self._visitor.press(self.words("Envoyer mon avis"))
        await self._visitor.look("18-rated")
