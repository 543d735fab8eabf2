from enum import StrEnum
from typing import Annotated, Literal

import pytest
from pydantic import BaseModel, Field

from common.contracts.compatibility import breaks


class Colour(StrEnum):
    RED = "red"
    BLUE = "blue"


class MoreColours(StrEnum):
    RED = "red"
    BLUE = "blue"
    GREEN = "green"


class Cat(BaseModel):
    kind: Literal["cat"] = "cat"
    name: str


class Dog(BaseModel):
    kind: Literal["dog"] = "dog"
    name: str


class Part(BaseModel):
    size: int


class LargerPart(BaseModel):
    size: int
    weight: int | None = None


class Kept(BaseModel):
    name: str
    note: str | None = None
    colour: Colour
    pet: Annotated[Cat, Field()]
    parts: tuple[Part, ...] = ()


def broken(old: type[BaseModel], new: type[BaseModel]) -> list[str]:
    return breaks(old.model_json_schema(), new.model_json_schema())


def test_the_same_is_no_change() -> None:
    assert broken(Kept, Kept) == []


def test_an_optional_field_may_be_added() -> None:
    class New(Kept):
        more: int | None = None

    assert broken(Kept, New) == []


def test_a_part_may_gain_an_optional_field() -> None:
    class New(Kept):
        parts: tuple[LargerPart, ...] = ()  # type: ignore[assignment] # the former shape's part

    assert broken(Kept, New) == []


def test_a_value_may_be_added_and_none_removed() -> None:
    class Old(BaseModel):
        colour: Colour

    class New(BaseModel):
        colour: MoreColours

    assert broken(Old, New) == []
    assert broken(New, Old) == ["data.colour: no longer allows green"]


def test_a_kind_may_be_added_and_none_removed() -> None:
    class Old(BaseModel):
        pet: Annotated[Cat | Dog, Field(discriminator="kind")]

    class Bird(BaseModel):
        kind: Literal["bird"] = "bird"

    class New(BaseModel):
        pet: Annotated[Cat | Dog | Bird, Field(discriminator="kind")]

    assert broken(Old, New) == []
    assert broken(New, Old) == ["data.pet: no longer allows bird object"]


def test_a_required_field_may_not_be_added() -> None:
    class New(Kept):
        more: int

    assert broken(Kept, New) == ["data.more: is required, and was not there or not always"]


def test_a_field_may_not_disappear() -> None:
    class Old(Kept):
        more: int | None = None

    assert broken(Old, Kept) == ["data.more: is gone"]


def test_a_field_may_not_become_optional() -> None:
    class Old(BaseModel):
        name: str

    class New(BaseModel):
        name: str = ""

    assert broken(Old, New) == ["data.name: may be missing, and never was"]


@pytest.mark.parametrize("annotation", [int, bytes, tuple[str, ...], str | None])
def test_a_field_may_not_change_its_type(annotation: object) -> None:
    class Old(BaseModel):
        name: str

    new = type("New", (BaseModel,), {"__annotations__": {"name": annotation}})
    assert broken(Old, new) != []


def test_null_may_not_appear_where_it_was_not() -> None:
    class Old(BaseModel):
        name: str | int

    class New(BaseModel):
        name: str | int | None

    assert broken(Old, New) == ["data.name: may be null, and never was"]
