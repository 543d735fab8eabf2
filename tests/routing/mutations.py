"""What people do to a name when they type it, each way with its rule and a seeded chance.

`MUTATIONS` are tried one by one; `as_people_write` draws them by `FREQUENCIES`, in percent: about
half of what is typed is right, a quarter has a typing slip, a quarter has words more, less or
elsewhere. The town has a slip one time in `TOWN_SLIPS`. No count of real questions is public: the
frequencies are ours, and harsher than what agents report. The caller gives the seed.
"""

import random
import unicodedata
from collections.abc import Callable, Mapping

from routing.domain.words import name_words

Words = list[str]
Mutation = Callable[[Words, random.Random], Words]
_LETTERS = "abcdefghijklmnopqrstuvwxyz"
_SHORT = {"saint": "st", "sainte": "ste", "boulevard": "bd", "avenue": "av", "place": "pl"}
_GENERIC = frozenset(name_words("bar café tabac restaurant brasserie snack pub salon thé club"))


def as_written(words: Words, chance: random.Random) -> Words:
    """The very words, in small letters."""
    del chance
    return words


def letter_dropped(words: Words, chance: random.Random) -> Words:
    """One letter missing in the longest word, never its first."""
    return _in_longest(words, chance, lambda word, at: word[:at] + word[at + 1 :])


def letter_doubled(words: Words, chance: random.Random) -> Words:
    """One letter of the longest word typed twice."""
    return _in_longest(words, chance, lambda word, at: word[:at] + word[at] + word[at:])


def letter_changed(words: Words, chance: random.Random) -> Words:
    """One letter of the longest word replaced by another."""
    other = chance.choice(_LETTERS)
    return _in_longest(words, chance, lambda word, at: word[:at] + other + word[at + 1 :])


def letters_swapped(words: Words, chance: random.Random) -> Words:
    """Two neighbouring letters of the longest word exchanged."""
    return _in_longest(
        words, chance, lambda word, at: word[: at - 1] + word[at] + word[at - 1] + word[at + 1 :]
    )


def generic_word_left_out(words: Words, chance: random.Random) -> Words:
    """`Le Central` for `Bar Le Central`: the kind of shop goes unsaid, its own name does not."""
    said = [word for word in words if not set(name_words(word)) & _GENERIC]
    del chance
    return said if name_words(" ".join(said)) and any(len(word) > 2 for word in said) else words


def generic_word_added(words: Words, chance: random.Random) -> Words:
    """`Restaurant Le Central` for `Le Central`."""
    return [chance.choice(["bar", "le", "restaurant", "café"]), *words]


def articles_left_out(words: Words, chance: random.Random) -> Words:
    """`Bar Place` for `Bar de la Place`."""
    del chance
    return name_words(" ".join(words))


def words_turned_round(words: Words, chance: random.Random) -> Words:
    """The last word first."""
    del chance
    return [*words[-1:], *words[:-1]]


def stuck_together(words: Words, chance: random.Random) -> Words:
    """Two neighbouring words without the space between them."""
    if len(words) < 2:
        return words
    at = chance.randrange(len(words) - 1)
    return [*words[:at], words[at] + words[at + 1], *words[at + 2 :]]


def abbreviated(words: Words, chance: random.Random) -> Words:
    """`st` for `saint`, `bd` for `boulevard`."""
    del chance
    return [_SHORT.get(word, word) for word in words]


def in_the_plural(words: Words, chance: random.Random) -> Words:
    """An s at the end of the longest word."""
    del chance
    longest = max(words, key=len)
    return [word + "s" if word == longest else word for word in words]


MUTATIONS: Mapping[str, Mutation] = {
    mutation.__name__: mutation
    for mutation in (
        as_written,
        letter_dropped,
        letter_doubled,
        letter_changed,
        letters_swapped,
        generic_word_left_out,
        generic_word_added,
        articles_left_out,
        words_turned_round,
        stuck_together,
        abbreviated,
        in_the_plural,
    )
}


FREQUENCIES: Mapping[str, int] = {
    "as_written": 45,
    "letter_dropped": 8,
    "letter_doubled": 5,
    "letter_changed": 7,
    "letters_swapped": 5,
    "generic_word_left_out": 8,
    "generic_word_added": 4,
    "articles_left_out": 8,
    "words_turned_round": 2,
    "stuck_together": 3,
    "abbreviated": 3,
    "in_the_plural": 2,
}
TOWN_SLIPS = 6


def as_people_write(name: str, town: str, chance: random.Random) -> tuple[str, str]:
    """A name and a town as somebody might type them."""
    (way,) = chance.choices(list(FREQUENCIES), weights=list(FREQUENCIES.values()))
    slip = chance.choice([letter_dropped, letter_changed, letters_swapped])
    town_way = slip if chance.randrange(TOWN_SLIPS) == 0 else as_written
    return typed(name, MUTATIONS[way], chance), typed(town, town_way, chance)


def typed(text: str, mutation: Mutation, chance: random.Random) -> str:
    """A name as somebody would type it: small letters, then one mutation."""
    plain = unicodedata.normalize("NFC", text.lower())
    words = plain.replace("'", " ").replace("-", " ").split()
    return " ".join(mutation(words, chance)) if words else ""


def _in_longest(words: Words, chance: random.Random, change: Callable[[str, int], str]) -> Words:
    """Change one letter, not the first, of the longest word; short words are left alone."""
    at_word = max(range(len(words)), key=lambda index: len(words[index]))
    word = words[at_word]
    if len(word) < 5:
        return words
    changed = change(word, chance.randrange(1, len(word)))
    return [*words[:at_word], changed, *words[at_word + 1 :]]
