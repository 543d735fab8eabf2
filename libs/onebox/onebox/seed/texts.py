"""The words of the sample's people, read from `texts.toml`."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from importlib.resources import files


@dataclass(frozen=True, slots=True)
class Reply:
    """What a company answers: family, reason, and the words for the consumer."""

    kind: str
    reason: str
    weight: int
    text: str


@dataclass(frozen=True, slots=True)
class Review:
    rating: str
    weight: int
    text: str


@dataclass(frozen=True, slots=True)
class Texts:
    first_names: tuple[str, ...]
    last_names: tuple[str, ...]
    stories: Mapping[str, tuple[str, ...]]
    replies: tuple[Reply, ...]
    reviews: tuple[Review, ...]

    def stories_of(self, category: str) -> tuple[str, ...]:
        return self.stories.get(category, self.stories["other"])


def read_texts() -> Texts:
    found = tomllib.loads(files("onebox.seed").joinpath("texts.toml").read_text("utf-8"))
    return Texts(
        first_names=tuple(found["first_names"]),
        last_names=tuple(found["last_names"]),
        stories={category: tuple(texts) for category, texts in found["stories"].items()},
        replies=tuple(Reply(**each) for each in found["replies"]),
        reviews=tuple(Review(**each) for each in found["reviews"]),
    )
