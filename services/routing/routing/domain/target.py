"""What a consumer said of the recipient, as far as routing decides by it."""

from dataclasses import dataclass

from common.values import NotASiret, Siret, parse_siret
from routing.domain.inquiry import Area
from routing.domain.mode import Mode


@dataclass(frozen=True, slots=True)
class ByNumber:
    """A SIRET; None when the text given is none."""

    siret: Siret | None


@dataclass(frozen=True, slots=True)
class ByName:
    name: str
    area: Area


@dataclass(frozen=True, slots=True)
class ByAgent:
    """Nothing that this service can decide by yet: an agent must; `mode` says what was given."""

    mode: Mode


Way = ByNumber | ByName | ByAgent


def by_number(text: str) -> ByNumber:
    try:
        return ByNumber(parse_siret(text))
    except NotASiret:
        return ByNumber(None)
