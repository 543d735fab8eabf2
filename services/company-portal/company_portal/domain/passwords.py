"""Which passwords are refused: too short, too long, guessed first, or made of what is known."""

import re
from collections.abc import Iterable
from enum import StrEnum

MIN_LENGTH = 12
MAX_LENGTH = 128


class Weakness(StrEnum):
    TOO_SHORT = "too_short"
    TOO_LONG = "too_long"
    COMMON = "common"
    ABOUT_YOU = "about_you"


class WeakPassword(Exception):
    """The password would be guessed; `weakness` says how."""

    def __init__(self, weakness: Weakness) -> None:
        super().__init__(weakness)
        self.weakness = weakness


# Roots of the passwords tried first, in the two languages of the screens. A password is refused
# when nothing but such roots, digits and signs remains once look-alike signs are undone.
_ROOTS = frozenset(
    """
    password passwd motdepasse mdp passe secret secure securite security admin administrator
    administrateur root user utilisateur compte account login connexion welcome bienvenue bonjour
    hello salut coucou soleil sunshine princess princesse dragon monkey football baseball
    iloveyou jetaime amour love chocolat doudou loulou azerty azertyuiop qwerty qwertyuiop
    qwertz asdf asdfgh asdfghjkl qsdf qsdfghjklm zxcvbn wxcvbn letmein changeme change test
    default temp temporary invite guest master superman batman starwars pokemon france paris
    marseille lyon ete hiver automne printemps summer winter autumn spring janvier fevrier mars
    avril mai juin juillet aout septembre octobre novembre decembre january february april june
    july august october december lundi mardi mercredi jeudi vendredi samedi dimanche monday
    friday abc abcd abcdef vigie signalement signalements signaler entreprise company portail
    portal etablissement reponse
    """.split()  # noqa: SIM905 - words read better as a text than as a list of strings
)
_LOOK_ALIKES = str.maketrans("0134579@$!éèêëàâîïôûùç€", "oleastgasieeeeaaiiouuce")
_SEQUENCES = ("abcdefghijklmnopqrstuvwxyz", "01234567890", "azertyuiopqsdfghjklmwxcvbn")
_SHORTEST_CONTEXT = 4


def check_password(password: str, *, about: Iterable[str] = ()) -> None:
    """Raise `WeakPassword` unless the password may stand.

    Length only, no rule of composition (NIST SP 800-63B-4; CNIL asks for throttling beside
    it). `about` is what is known of the person: address, names, company.
    """
    if len(password) < MIN_LENGTH:
        raise WeakPassword(Weakness.TOO_SHORT)
    if len(password) > MAX_LENGTH:
        raise WeakPassword(Weakness.TOO_LONG)
    plain = password.casefold()
    if _is_common(plain):
        raise WeakPassword(Weakness.COMMON)
    if _is_about(plain, about):
        raise WeakPassword(Weakness.ABOUT_YOU)


def _is_common(plain: str) -> bool:
    return (
        _leftover(plain, _ROOTS) == ""
        or _leftover(_unmasked(plain), _ROOTS) == ""
        or len(set(plain)) < 5
        or _is_sequence(plain)
        or _is_repetition(plain)
    )


def _unmasked(plain: str) -> str:
    """The password without the digits and signs at its end, look-alikes read as letters."""
    return re.sub(r"[\W\d_]+$", "", plain).translate(_LOOK_ALIKES)


def _leftover(plain: str, words: Iterable[str]) -> str:
    """The letters that remain without the words, digits and signs."""
    rest = plain
    for word in sorted(words, key=len, reverse=True):
        rest = rest.replace(word, " ")
    return "".join(re.findall(r"[^\W\d_]", rest))


def _is_sequence(plain: str) -> bool:
    runs = (run for row in _SEQUENCES for run in (row, row[::-1]))
    return any(plain in run * 3 for run in runs)


def _is_repetition(plain: str) -> bool:
    """A short block written over and over; doubling a text and looking inside finds its period."""
    period = (plain + plain).find(plain, 1)
    return period <= len(plain) // 3


def _is_about(plain: str, about: Iterable[str]) -> bool:
    """Whether too little remains once what is known of the person is taken out."""
    words = {
        word
        for text in about
        for word in re.split(r"[\W_]+", text.casefold())
        if len(word) >= _SHORTEST_CONTEXT
    }
    rest = plain
    for word in sorted(words, key=len, reverse=True):
        rest = rest.replace(word, "")
    return rest != plain and len(rest) < MIN_LENGTH // 2
