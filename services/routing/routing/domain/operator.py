"""Who runs trains and stations: people know the train’s name, not the company’s."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from importlib import resources

from common.values import Siren, parse_siren
from routing.domain.words import split


class OperatorKind(StrEnum):
    TRAIN = "train"
    STATION = "station"


@dataclass(frozen=True, slots=True)
class Operator:
    """`names` are what people call it, `beginnings` how longer names begin, as words."""

    code: str
    kind: OperatorKind
    title: str
    names: frozenset[tuple[str, ...]]
    beginnings: tuple[tuple[str, ...], ...]
    siren: Siren | None
    country: str
    source: str

    def is_called(self, name: str) -> bool:
        words = tuple(split(name))
        return words in self.names or any(words[: len(one)] == one for one in self.beginnings)


@cache
def operators() -> Sequence[Operator]:
    """`operators.json`. Raises `NotASiren` for a number with a wrong key."""
    text = resources.files(__package__).joinpath("operators.json").read_text("utf-8")
    return tuple(
        Operator(
            code=one["code"],
            kind=OperatorKind(one["kind"]),
            title=one["title"],
            names=frozenset(tuple(split(name)) for name in one["names"]),
            beginnings=tuple(tuple(split(name)) for name in one["beginnings"]),
            siren=parse_siren(one["siren"]) if one["siren"] else None,
            country=one["country"],
            source=one["source"],
        )
        for one in json.loads(text)
    )


def operator_called(name: str) -> Operator | None:
    """The French operator that people call so; None when none is, or when two are."""
    called = [one for one in operators() if one.siren is not None and one.is_called(name)]
    return called[0] if len(called) == 1 else None
