"""Those who work with reports, each on their own pages: post room, company, public officer."""

import io
import re
from dataclasses import dataclass

import pyotp
from pypdf import PdfReader

from tests.journeys.visitor import Mailbox, Visitor

ACTIVATION_LINK = r"(https?://\S+[#?=/][A-Za-z0-9_-]{40,}\S*)"
LETTER_CODE = re.compile(r"\b([0-9A-Z]{5}-[0-9A-Z]{5})\b")
SIRET = re.compile(r"\b(?:\d{3}\s){3}\d{5}\b|\b\d{14}\b")


@dataclass(frozen=True, slots=True)
class Letter:
    siret: str
    code: str
    content: bytes


def letter_in(content: bytes) -> Letter:
    """The last letter of a batch: its code has replaced those before."""
    text = "\n".join(page.extract_text() for page in PdfReader(io.BytesIO(content)).pages)
    codes, sirets = LETTER_CODE.findall(text), SIRET.findall(text)
    assert codes, text
    assert sirets, text
    return Letter("".join(sirets[-1].split()), codes[-1], content)


class PostRoom:
    """Prints the letters, where a code stands for each company without an account."""

    def __init__(self, visitor: Visitor, address: str) -> None:
        self._visitor = visitor
        self._address = address

    async def enter(self, key: str) -> None:
        await self._visitor.go(f"{self._address}/letters")
        await self._visitor.look("01-login")
        await self._visitor.write("Clé d’accès", key)
        await self._visitor.press("Se connecter")

    async def print_letter(self) -> Letter:
        visitor = self._visitor
        await visitor.wait_for("[1-9] lettres? attend", at=f"{self._address}/letters")
        await visitor.press("Préparer un lot")
        await visitor.look("02-letters")
        async with visitor.page.expect_download() as download:
            await visitor.shown("link", "Télécharger le PDF", exact=False).first.click()
        content = (await (await download.value).path()).read_bytes()
        await visitor.press("Déclarer imprimé et posté")
        await visitor.look("03-printed")
        return letter_in(content)


class CompanyPages:
    """Someone of the company, from the letter to the answer."""

    def __init__(self, visitor: Visitor, mailbox: Mailbox, address: str) -> None:
        self._visitor = visitor
        self._mailbox = mailbox
        self._address = address

    async def activate(self, letter: Letter, *, email: str, password: str) -> None:
        visitor = self._visitor
        await visitor.go(self._address)
        await visitor.look("01-home")
        await visitor.follow("Activer un compte")
        await visitor.look("02-activation")
        await visitor.write("SIRET de l’établissement", letter.siret)
        await visitor.write("Code du courrier", letter.code)
        await visitor.write("Votre adresse électronique professionnelle", email)
        await visitor.press("Recevoir le lien")
        await visitor.look("03-sent")
        await visitor.go(await self._mailbox.find(email, ACTIVATION_LINK))
        await visitor.write("Prénom", "Camille")
        await visitor.page.locator("#last_name").fill("Durand")
        await visitor.write("Mot de passe", password)
        await visitor.write("Le même mot de passe", password)
        await visitor.look("04-account")
        await visitor.press("Ouvrir le compte")
        await visitor.look("05-opened")

    async def log_in(self, email: str, password: str) -> None:
        visitor = self._visitor
        await visitor.follow("Voir les signalements")
        await visitor.look("06-login")
        await visitor.write("Adresse électronique", email)
        await visitor.write("Mot de passe", password)
        await visitor.press("Se connecter")

    async def open_report(self, reference: str) -> str:
        """The report's page, as text."""
        visitor = self._visitor
        await visitor.wait_for(reference)
        await visitor.look("07-inbox")
        card = visitor.page.locator("article", has_text=reference)
        await card.get_by_role("link").click()
        await visitor.look("08-report")
        return await visitor.read()

    async def answer(self, message: str) -> None:
        visitor = self._visitor
        await visitor.follow("Répondre")
        await visitor.press("Relire avant d’envoyer")
        await visitor.look("09-answer-wrong")
        await visitor.follow("Revenir au signalement")
        await visitor.follow("Répondre")
        await visitor.choose("rembourser ou accorder un avoir")
        await visitor.write("Votre message au consommateur", message)
        await visitor.write("Votre message aux autorités", "L’étiquette a été changée.")
        await visitor.look("09-answer")
        await visitor.press("Relire avant d’envoyer")
        await visitor.look("10-preview")
        await visitor.press("Envoyer la réponse")
        await visitor.look("11-answered")


class OfficerPages:
    """A public officer: counts, a report and its story, the triage desk."""

    def __init__(self, visitor: Visitor, address: str) -> None:
        self._visitor = visitor
        self._address = address

    async def log_in(self, email: str, password: str, totp_secret: str) -> None:
        visitor = self._visitor
        await visitor.go(self._address)
        await visitor.look("01-login")
        await visitor.write("Adresse électronique professionnelle", email)
        await visitor.write("Mot de passe", password)
        await visitor.write("Code à six chiffres", pyotp.TOTP(totp_secret).now())
        await visitor.press("Se connecter")
        await visitor.look("02-dashboard")

    async def open_report(self, reference: str, status: str) -> str:
        """The report's page, found by its reference once it has this status."""
        visitor = self._visitor
        await visitor.follow("Signalements")
        await visitor.write("Mots du signalement", reference)
        await visitor.press("Chercher")
        await visitor.wait_for(status)
        await visitor.look("03-search")
        await visitor.follow(reference)
        await visitor.look("04-report")
        return await visitor.read()

    async def direct(self, reference: str, company: str) -> str:
        """On routing's desk, choose the recipient of a report that has none."""
        visitor = self._visitor
        await visitor.follow("Orientation")
        await visitor.look("05-orientation")
        await visitor.press("Ouvrir le bureau d’orientation")
        await visitor.wait_for(reference)
        await visitor.look("06-desk")
        card = visitor.page.locator("li", has_text=reference)
        await card.get_by_role("link").click()
        await visitor.look("07-to-direct")
        await visitor.write("Nom, enseigne ou numéro", company)
        # The place is the person's own postcode, where no such shop need be.
        await visitor.write("Lieu", "")
        await visitor.press("Rechercher")
        await visitor.look("08-found")
        await visitor.shown("button", re.compile("^Choisir ")).first.click()
        await visitor.page.wait_for_load_state()
        await visitor.look("09-directed")
        return await visitor.read()
