"""The check digits of numbers that belong to people: bank accounts, cards, social security."""

import re

# Characters of an IBAN by country (ISO 13616, the registry kept by SWIFT).
_LENGTHS = (
    "AD24 AE23 AL28 AT20 AZ28 BA20 BE16 BG22 BH22 BR29 BY28 CH21 CR22 CY28 CZ24 DE22 DK18 DO28 "
    "EE20 EG29 ES24 FI18 FO18 FR27 GB22 GE22 GI23 GL18 GR27 GT28 HR21 HU28 IE22 IL23 IQ23 IS26 "
    "IT27 JO30 KW30 KZ20 LB28 LC32 LI21 LT20 LU20 LV21 MC27 MD24 ME22 MK19 MR27 MT31 MU30 NL18 "
    "NO15 PK24 PL28 PS29 PT25 QA29 RO24 RS22 SA24 SC31 SE24 SI19 SK24 SM27 ST25 SV28 TL23 TN24 "
    "TR26 UA29 VA22 VG24 XK20"
)
IBAN_LENGTH = {found[:2]: int(found[2:]) for found in _LENGTHS.split()}

# First digits and lengths of the cards that people pay with in France. Never 13 or 14 digits:
# those are barcodes and SIRET numbers, whose check digit is the same.
_CARD = re.compile(
    r"4[0-9]{15}(?:[0-9]{3})?"  # Visa
    r"|5[1-5][0-9]{14}|2(?:2[2-9]|[3-6][0-9]|7[01])[0-9]{13}|2720[0-9]{12}"  # Mastercard
    r"|3[47][0-9]{13}"  # American Express
    r"|(?:50|5[6-8]|6[0-9])[0-9]{14}(?:[0-9]{3})?"  # Maestro and others
)
_MONTHS = frozenset({*range(1, 13), 20, *range(30, 43), *range(50, 100)})


def is_iban(number: str) -> bool:
    """Whether the account's number holds: length of its country and remainder 1 by 97."""
    if IBAN_LENGTH.get(number[:2]) != len(number) or not number.isascii():
        return False
    digits = "".join(str(int(character, 36)) for character in number[4:] + number[:4])
    return int(digits) % 97 == 1


def is_card(number: str) -> bool:
    """Whether it is a payment card's number: a known beginning, and Luhn's check digit."""
    if not _CARD.fullmatch(number) or len(set(number)) == 1:
        return False
    doubled = (int(digit) * 2 for digit in number[-2::-2])
    return (sum(map(int, number[-1::-2])) + sum(n // 10 + n % 10 for n in doubled)) % 10 == 0


def is_social_number(number: str) -> bool:
    """Whether fifteen characters are a social security number (NIR) with its key.

    Source: Insee; the key is 97 less the remainder by 97, Corsica's letters read as 19 and 18.
    """
    digits = number[:13].replace("2A", "19", 1).replace("2B", "18", 1)
    if "A" in number[:5] or "B" in number[:5] or not digits.isdecimal():
        return False
    return int(number[3:5]) in _MONTHS and 97 - int(digits) % 97 == int(number[13:])
