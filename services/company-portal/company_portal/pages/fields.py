"""What people type: read, and explained when it cannot stand."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from pydantic_core import PydanticCustomError

from common.http.language import Text
from common.http.strict import Line, Prose
from common.values import NotASiret, parse_siret
from company_portal.domain.mailbox import NotAMailbox, parse_mailbox

_UNREADABLE = Text(
    "Ce texte contient des caractères qui ne peuvent pas être affichés.",
    "This text holds characters that cannot be shown.",
)


@dataclass(slots=True)
class Fields:
    """The values of a form, and what is wrong with them as it is read."""

    values: Mapping[str, str]
    errors: dict[str, Text] = field(default_factory=dict)

    def line(self, name: str, missing: Text, *, maximum: int = 80) -> str:
        return self._words(Line(maximum), name, missing)

    def prose(self, name: str, missing: Text | None, *, maximum: int = 10_000) -> str:
        """Several lines; may stay empty when nothing is said of its missing."""
        if missing is None and not self.values.get(name, "").strip():
            return ""
        return self._words(Prose(maximum), name, missing or _UNREADABLE)

    def _words(self, kind: Line | Prose, name: str, missing: Text) -> str:
        text = self.values.get(name, "")
        if not text.strip():
            self.errors[name] = missing
            return ""
        try:
            words = kind.read(text)
        except PydanticCustomError:
            self.errors[name] = _UNREADABLE
            return ""
        if len(words) > kind.maximum:
            self.errors[name] = Text(
                f"Ce texte dépasse {kind.maximum} caractères : raccourcissez-le.",
                f"This text is longer than {kind.maximum} characters: shorten it.",
            )
        return words

    def siret(self, name: str) -> str:
        try:
            return parse_siret(self.values.get(name, ""))
        except NotASiret:
            self.errors[name] = Text(
                "Le SIRET compte 14 chiffres ; il est imprimé en haut de votre courrier.",
                "The SIRET has 14 digits; it is printed at the top of your letter.",
            )
            return ""

    def mailbox(self, name: str) -> str:
        try:
            return parse_mailbox(self.values.get(name, ""))
        except NotAMailbox:
            self.errors[name] = Text(
                "Saisissez une adresse complète, par exemple nom@exemple.fr.",
                "Type a complete address, for instance name@example.com.",
            )
            return ""

    def password(self, name: str) -> str:
        """A password, letter for letter."""
        text = self.values.get(name, "")
        if not text:
            self.errors[name] = Text("Saisissez le mot de passe.", "Type the password.")
        return text[:1024]
