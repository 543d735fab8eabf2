"""Words as people write them, brought to a form in which two writings of one word are equal."""

import re
import unicodedata
from collections.abc import Iterator, Mapping

from intake.domain.wording import Lang

SHORTEST_STEM = 3
_WORD = re.compile(r"[a-z0-9]+")
_ELIDED = re.compile(r"\b(?:[cdjlmnst]|qu|jusqu|lorsqu|puisqu)'")


def _listed(text: str) -> tuple[str, ...]:
    """The words of a text, the longest first."""
    return tuple(sorted(text.split(), key=lambda word: (-len(word), word)))


# The longest endings first: the first one that leaves a stem is taken off.
_ENDINGS: Mapping[Lang, tuple[str, ...]] = {
    "fr": _listed(
        """
        issements issement atrices atrice ateurs ateur ations ation itions ition utions ution
        ements ement aisons aison euses euse eurs eur ables able ibles ible aient antes ante ants
        ant ees ee ies ie iers ier eront erons erai era ons ent ez er ir is it es e s x ait ais ai i
        """
    ),
    "en": _listed("ations ation ments ment ings ing ies ied ers er ed es ly s e y"),
}
# Words that tell no problem from another: those of the grammar, of quantity, of time.
_EMPTY: Mapping[Lang, frozenset[str]] = {
    "fr": frozenset(
        _listed(
            """
            le la les un une des du de d l au aux a et ou ni que qui quoi dont est sont suis es etre
            ete ai as avons avez ont avait avais ayant avoir fait faire fais je j tu il elle on nous
            vous ils elles me m te t se s ce c ca cela cet cette ces mon ma mes ton ta tes son sa
            ses notre nos votre vos leur leurs y en dans par pour sur avec chez vers entre ne n pas
            plus moins tres trop bien si comme mais donc car quand alors apres avant depuis deja
            encore toujours tout tous toute toutes rien meme aussi lui eux moi toi soi ici
            dit veut veux peux peut va vais vont dois doit bonjour merci svp probleme jour jours
            semaine semaines mois an ans annee euro euros fois deux trois quatre cinq six sept huit
            neuf dix heure heures jai cest
            """
        )
    ),
    "en": frozenset(
        _listed(
            """
            the a an and or of to in on at by for from with without is are was were be been being am
            has have had do does did it its this that these those i me my mine we us our you your he
            him his she her they them their not no nor so as but if then than too very just
            still yet only also can could would should will won t s d ll m re ve about into over
            there here when what which who whom how why all any some hello please problem day days
            week weeks month months year years euros two three four five six seven eight nine ten
            """
        )
    ),
}


def folded(text: str) -> str:
    """Small letters without accents; one kind of apostrophe."""
    plain = unicodedata.normalize("NFKD", text.replace("œ", "oe").replace("’", "'").lower())
    return "".join(letter for letter in plain if not unicodedata.combining(letter))


def words(text: str, lang: Lang) -> Iterator[str]:
    """The words that say something, as stems, in order; sums and dates say nothing here."""
    for word in _WORD.findall(_ELIDED.sub(" ", folded(text))):
        if len(word) > 1 and not word.isdigit() and word not in _EMPTY[lang]:
            yield stem(word, lang)


def stem(word: str, lang: Lang) -> str:
    """The word without its ending: light on purpose, so that few different words become one."""
    for ending in _ENDINGS[lang]:
        if word.endswith(ending) and len(word) - len(ending) >= SHORTEST_STEM:
            word = word.removesuffix(ending)
            break
    # “résili-ation” and “résil-ier” are one word.
    return word.removesuffix("i") if len(word) > SHORTEST_STEM else word


def shortenings(word: str) -> set[str]:
    """The word, and it with any one letter left out: what two words one slip apart share."""
    return {word, *(word[:place] + word[place + 1 :] for place in range(len(word)))}


def is_one_slip(one: str, other: str) -> bool:
    """Whether a letter added, left out, changed or swapped with its neighbour tells them apart."""
    start = 0
    while start < min(len(one), len(other)) and one[start] == other[start]:
        start += 1
    end = 0
    while end < min(len(one), len(other)) - start and one[-1 - end] == other[-1 - end]:
        end += 1
    left, right = one[start : len(one) - end], other[start : len(other) - end]
    return max(len(left), len(right)) <= 1 or (len(left) == 2 and left == right[::-1])
