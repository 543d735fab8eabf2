"""Words for people, in the two languages that consumers read."""

from dataclasses import dataclass
from typing import Literal

Lang = Literal["fr", "en"]


@dataclass(frozen=True, slots=True)
class Wording:
    fr: str
    en: str

    def of(self, lang: Lang) -> str:
        return self.en if lang == "en" else self.fr
