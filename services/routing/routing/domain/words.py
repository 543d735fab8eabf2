"""Names and places as comparable words: what people type and what the registry holds meet here."""

import re
import unicodedata
from collections.abc import Sequence
from functools import lru_cache
from itertools import pairwise

MAX_WORDS = 12
MAX_WORD_LENGTH = 40

_LIGATURES = str.maketrans({"œ": "oe", "æ": "ae", "ß": "ss", "’": "'", "`": "'", "´": "'"})
_ELISION = re.compile(r"\b(?:l|d|j|m|n|s|t|c|qu|jusqu|lorsqu)'")
_POSSESSIVE = re.compile(r"'s\b")
_ACRONYM = re.compile(r"\b(?:[a-z0-9](?:\. ?| )){1,8}[a-z0-9]\b")
_SEPARATORS = re.compile(r"[^a-z0-9]+")
# Most names of the registry are plain, and need none of the rules above but the acronyms'.
_PLAIN = re.compile(r"[a-z0-9 ]*")
_LONE_LETTERS = re.compile(r"\b[a-z0-9] [a-z0-9]\b")

# The register says one thing, people the other; both sides are brought to one form.
_SAME_WORD = {
    "st": "saint",
    "ste": "sainte",
    "bd": "boulevard",
    "bld": "boulevard",
    "blvd": "boulevard",
    "boul": "boulevard",
    "av": "avenue",
    "ave": "avenue",
    "pl": "place",
    "rte": "route",
    "imp": "impasse",
    "crs": "cours",
    "fg": "faubourg",
    "fbg": "faubourg",
    "sq": "square",
    "che": "chemin",
    "chem": "chemin",
    "res": "residence",
    "resto": "restaurant",
    "rest": "restaurant",
    "gal": "general",
    "mal": "marechal",
    "dr": "docteur",
    "pdt": "president",
}


def _set_of(words: str) -> frozenset[str]:
    return frozenset(words.split())


_LEGAL_FORMS = _set_of(
    "sarl sa sas sasu eurl snc sci scp scm selarl selas selasu ei eirl gie scop scea earl gaec "
    "societe ets etablissement entreprise cie compagnie monsieur madame mme mlle mr"
)
_EMPTY_WORDS = _set_of("le la les l de du des d dela et a au aux en un une chez the of and")


def fold(text: str) -> str:
    """Lower case without accents or ligatures, straight apostrophes."""
    if text.isascii():
        return text.lower().replace("`", "'")
    decomposed = unicodedata.normalize("NFKD", text.lower().translate(_LIGATURES))
    return "".join(letter for letter in decomposed if not unicodedata.combining(letter))


def split(text: str) -> list[str]:
    """Every word of a text in its one form: elisions dropped, acronyms joined, plurals singular.

    `S.N.C.F.` and `S N C F` are both `sncf`; `ST` is `saint`; `&` is `et`.
    """
    folded = fold(text)
    if not _PLAIN.fullmatch(folded):
        folded = _ELISION.sub(" ", _POSSESSIVE.sub("s", folded.replace("&", " et ")))
        folded = _SEPARATORS.sub(" ", _ACRONYM.sub(_packed, folded))
    elif _LONE_LETTERS.search(folded):
        folded = _ACRONYM.sub(_packed, folded)
    return [_form(word) for word in folded.split()]


def _packed(acronym: re.Match[str]) -> str:
    return acronym.group().replace(".", "").replace(" ", "")


@lru_cache(maxsize=65_536)
def _form(word: str) -> str:
    """The one form of a word. Remembered: most words of a registry come back."""
    return _singular(_SAME_WORD.get(word, word))[:MAX_WORD_LENGTH]


def telling(words: Sequence[str]) -> list[str]:
    """The words that distinguish: neither legal form nor article; all of them if none is left."""
    kept = [word for word in words if word not in _LEGAL_FORMS and word not in _EMPTY_WORDS]
    return kept or list(words)


def name_words(text: str) -> list[str]:
    """The telling words of a name, in order."""
    return telling(split(text))


def query_words(text: str) -> list[str]:
    """The telling words of what was typed, each once, at most `MAX_WORDS`."""
    return list(dict.fromkeys(name_words(text)))[:MAX_WORDS]


def joined_forms(words: Sequence[str]) -> list[str]:
    """Neighbouring words stuck together, and all of them: for those who write without spaces."""
    pairs = [first + second for first, second in pairwise(words)]
    whole = ["".join(words)] if len(words) > 2 else []
    return [form for form in dict.fromkeys(pairs + whole) if len(form) <= MAX_WORD_LENGTH]


def stuck_forms(words: Sequence[str]) -> list[str]:
    """A name as it is written without spaces, articles included or not: `leforum`, `barplace`."""
    told = telling(words)
    pairs = [first + second for first, second in pairwise(words) if first in told or second in told]
    forms = [*joined_forms(told), *pairs, "".join(words)]
    return [form for form in dict.fromkeys(forms) if len(form) <= MAX_WORD_LENGTH]


def _singular(word: str) -> str:
    """Without the mark of the plural: -s, or -x after a u. Wrong at times, but on both sides."""
    if len(word) < 4:
        return word
    ending = (word[-1] == "s" and word[-2] not in "su") or word.endswith("ux")
    return word[:-1] if ending else word
