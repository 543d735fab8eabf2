"""Personal data in free text: what looks like somebody's address, number or plate, and its mask.

Only what can be checked is pointed out: a number has its check digits or the shape of a real one.
Dates, prices, references, barcodes and the numbers of companies are left alone.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

import phonenumbers
from phonenumbers import PhoneNumberType

from intake.domain.check_digits import IBAN_LENGTH, is_card, is_iban, is_social_number

MASK = "•"


class PersonalKind(StrEnum):
    EMAIL = "email"
    PHONE = "phone"
    IBAN = "iban"
    CARD = "card"
    PLATE = "plate"
    SOCIAL_NUMBER = "social_number"


@dataclass(frozen=True, slots=True, order=True)
class Finding:
    """Personal data at `text[start:end]`, counted in characters."""

    start: int
    end: int
    kind: PersonalKind


def personal_data(text: str) -> tuple[Finding, ...]:
    """What is found, in the order of the text; what overlaps is one finding."""
    apart: list[Finding] = []
    for finding in sorted(finding for detect in _DETECTORS for finding in detect(text)):
        if apart and finding.start < apart[-1].end:
            apart.append(_together(apart.pop(), finding))
        else:
            apart.append(finding)
    return tuple(apart)


def _together(first: Finding, second: Finding) -> Finding:
    """Both as one, named after the longer."""
    longer = max(first, second, key=lambda finding: finding.end - finding.start)
    return Finding(first.start, max(first.end, second.end), longer.kind)


def masked(text: str) -> str:
    """The text with a dot for each letter and digit of the personal data in it.

    As long as before, and nothing is found in it again: what stood beside masked data may look
    like data itself once it stands alone.
    """
    while found := personal_data(text):
        for finding in found:
            hidden = re.sub(r"\w", MASK, text[finding.start : finding.end])
            text = text[: finding.start] + hidden + text[finding.end :]
    return text


_EMAIL = re.compile(
    r"(?<![\w.%+-])[\w.%+-]{1,64}@(?:[\w-]{1,63}\.){1,8}[^\W\d_]{2,24}(?![\w-])", re.IGNORECASE
)
_SPACE = "[ .\\-\u00a0\u202f]"
_GROUPED = re.compile(rf"(?<![\w,])[0-9]+(?:{_SPACE}[0-9]+)*(?!\w)")
_IBAN_START = re.compile(r"(?<!\w)[A-Z]{2}[0-9]{2}", re.IGNORECASE)
_SOCIAL_NUMBER = re.compile(
    rf"(?<!\w)[1-478]{_SPACE}?[0-9]{{2}}{_SPACE}?[0-9]{{2}}{_SPACE}?(?:[0-9]{{2}}|2[AB])"
    rf"{_SPACE}?[0-9]{{3}}{_SPACE}?[0-9]{{3}}{_SPACE}?[0-9]{{2}}(?!\w)",
    re.IGNORECASE,
)
_LETTERS = "[A-HJ-NP-TV-Z]{2}"
_PLATE = re.compile(rf"(?<![\w-]){_LETTERS}-[0-9]{{3}}-{_LETTERS}(?![\w-])", re.IGNORECASE)
# Without its dashes a plate looks like many references: it counts only beside a vehicle.
_BARE_PLATE = re.compile(
    rf"(?<![\w-])(?:{_LETTERS} ?[0-9]{{3}} ?{_LETTERS}"
    r"|[0-9]{2,4} ?[A-Z]{2,3} ?(?:0[1-9]|[1-8][0-9]|9[0-5]|2[AB]))(?![\w-])"
)
_VEHICLE = re.compile(
    r"immatricul|plaque|voiture|v[ée]hicule|camion|moto|scooter|registration|plate|\bcar\b|\bvan\b",
    re.IGNORECASE,
)
VEHICLE_REACH = 60
# What names the number after it as a company's own: it is nobody's telephone or card.
_REFERENCE = re.compile(
    r"(?:commande|facture|r[ée]f(?:[ée]rence)?|dossier|contrat|colis|suivi|ticket|devis|siren|siret"
    r"|tva|code-barres|lot|s[ée]rie|mod[èe]le|order|invoice|reference|parcel|tracking|contract|model|barcode)"
    r"\s*(?:client)?[\s.:(]*(?:n\s*[°ºo]|num[ée]ro|number|no\.?|#)?[\s.:(]*$",
    re.IGNORECASE,
)
REFERENCE_REACH = 40
# Ten digits as the French write them, in pairs or at a stretch. 08 belongs to services.
_FRENCH_PHONE = re.compile(
    r"(?<!\w)(?:\+33 ?(?:\(0\) ?)?|0033 ?|0)[1-79](?P<apart>[ .\-\u00a0\u202f]?)[0-9]{2}"
    r"(?:(?P=apart)[0-9]{2}){3}(?!\w)"
)
_FOREIGN_PHONE = re.compile(
    r"(?<![\w+])(?:\+|00)[1-9](?:[ .\-\u00a0\u202f()]{0,2}[0-9]){6,14}(?!\w)"
)
MOST_LEFT_OUT = 2
# Numbers that only services have.
_OF_SERVICES = frozenset(
    {
        PhoneNumberType.PREMIUM_RATE,
        PhoneNumberType.TOLL_FREE,
        PhoneNumberType.SHARED_COST,
        PhoneNumberType.UAN,
        PhoneNumberType.VOICEMAIL,
    }
)


def _emails(text: str) -> Iterator[Finding]:
    for match in _EMAIL.finditer(text):
        yield Finding(match.start(), match.end(), PersonalKind.EMAIL)


def _phones(text: str) -> Iterator[Finding]:
    for match in _FRENCH_PHONE.finditer(text):
        if not _is_reference(text, match.start()):
            yield Finding(match.start(), match.end(), PersonalKind.PHONE)
    for match in _FOREIGN_PHONE.finditer(text):
        end = _valid_end(match[0])
        if end:
            yield Finding(match.start(), match.start() + end, PersonalKind.PHONE)


def _valid_end(written: str) -> int:
    """How much of it is a valid number of a person, groups left out from the end; 0 when none."""
    ends = [group.end() for group in re.finditer(r"[0-9]+", written)]
    for end in reversed(ends[-MOST_LEFT_OUT - 1 :]):
        try:
            number = phonenumbers.parse(re.sub("^00", "+", written[:end]))
        except phonenumbers.NumberParseException:
            continue
        if phonenumbers.is_valid_number(number):
            return 0 if phonenumbers.number_type(number) in _OF_SERVICES else end
    return 0


def _ibans(text: str) -> Iterator[Finding]:
    for match in _IBAN_START.finditer(text):
        length = IBAN_LENGTH.get(match[0][:2].upper())
        if length is None:
            continue
        end = _end_of(text, match.start(), characters=length)
        if end is not None and is_iban(_bare(text[match.start() : end])):
            yield Finding(match.start(), end, PersonalKind.IBAN)


def _end_of(text: str, start: int, *, characters: int) -> int | None:
    """Where so many letters and digits end, one blank at most between two; None if they do not."""
    shape = re.compile(rf"[A-Z0-9](?:{_SPACE}?[A-Z0-9]){{{characters - 1}}}(?!\w)", re.IGNORECASE)
    found = shape.match(text, start)
    return found.end() if found else None


def _cards(text: str) -> Iterator[Finding]:
    for match in _GROUPED.finditer(text):
        groups = [(found.start(), found.end()) for found in re.finditer("[0-9]+", match[0])]
        for first, (start, _) in enumerate(groups):
            for _, end in groups[first : first + 6]:
                at = match.start()
                number = _bare(match[0][start:end])
                if is_card(number) and not _is_reference(text, at + start):
                    yield Finding(at + start, at + end, PersonalKind.CARD)


def _social_numbers(text: str) -> Iterator[Finding]:
    for match in _SOCIAL_NUMBER.finditer(text):
        if is_social_number(_bare(match[0])):
            yield Finding(match.start(), match.end(), PersonalKind.SOCIAL_NUMBER)


def _plates(text: str) -> Iterator[Finding]:
    for match in _PLATE.finditer(text):
        if not _is_reference(text, match.start()):
            yield Finding(match.start(), match.end(), PersonalKind.PLATE)
    for match in _BARE_PLATE.finditer(text):
        before = text[max(0, match.start() - VEHICLE_REACH) : match.start()]
        if _VEHICLE.search(before) and not _is_reference(text, match.start()):
            yield Finding(match.start(), match.end(), PersonalKind.PLATE)


def _is_reference(text: str, start: int) -> bool:
    return _REFERENCE.search(text[max(0, start - REFERENCE_REACH) : start]) is not None


def _bare(number: str) -> str:
    return re.sub(_SPACE, "", number).upper()


_DETECTORS = (_emails, _phones, _ibans, _cards, _social_numbers, _plates)
