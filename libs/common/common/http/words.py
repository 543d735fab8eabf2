"""Types for text that people write: what is odd is refused, the rest kept in one form."""

import re
import unicodedata
from dataclasses import dataclass
from typing import Any, ClassVar

from pydantic import GetCoreSchemaHandler, GetJsonSchemaHandler
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import CoreSchema, PydanticCustomError, core_schema

# The marks that reverse what a reader sees.
_REVERSING = r"\u202a-\u202e\u2066-\u2069"
_SURROGATES = re.compile("[\ud800-\udfff]")


@dataclass(frozen=True, slots=True)
class _Words:
    """Text of `minimum` to `maximum` characters, trimmed, in NFC."""

    # Characters refused, as the inside of a regular expression's brackets.
    controls: ClassVar[str]
    maximum: int
    minimum: int = 1

    def read(self, text: str) -> str:
        """The text as kept; raises what pydantic reports as a fault of the field."""
        if _SURROGATES.search(text):
            raise PydanticCustomError("text_surrogate", "Input should not hold lone surrogates")
        if re.search(f"[{self.controls}]", text):
            raise PydanticCustomError("text_control", "Input should hold no control characters")
        lines = text.replace("\r\n", "\n").replace("\r", "\n")
        words = unicodedata.normalize("NFC", lines).strip()
        if len(words) < self.minimum:
            raise PydanticCustomError("string_too_short", "Input should not be blank")
        return words

    def __get_pydantic_core_schema__(
        self, source: Any, handler: GetCoreSchemaHandler
    ) -> CoreSchema:
        text = core_schema.str_schema(strict=True, max_length=self.maximum)
        return core_schema.no_info_after_validator_function(self.read, text)

    def __get_pydantic_json_schema__(
        self, schema: CoreSchema, handler: GetJsonSchemaHandler
    ) -> JsonSchemaValue:
        fine, visible = f"[^{self.controls}]*", rf"[^\s{self.controls}]"
        pattern = f"^{fine}{visible}{fine}$" if self.minimum else f"^{fine}$"
        return handler(schema) | {"minLength": self.minimum, "pattern": pattern}


@dataclass(frozen=True, slots=True)
class Line(_Words):
    """One line: a name, a title. `Annotated[str, Line(80)]`."""

    controls: ClassVar[str] = r"\u0000-\u001f\u007f-\u009f\u2028\u2029" + _REVERSING


@dataclass(frozen=True, slots=True)
class Prose(_Words):
    """Several lines: a story. Line ends become line feeds."""

    controls: ClassVar[str] = r"\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f" + _REVERSING


@dataclass(frozen=True, slots=True)
class Digits:
    """Exactly so many ASCII digits: `Annotated[str, Digits(14)]`."""

    count: int

    def __get_pydantic_core_schema__(
        self, source: Any, handler: GetCoreSchemaHandler
    ) -> CoreSchema:
        return core_schema.str_schema(strict=True, pattern=rf"^[0-9]{{{self.count}}}$")
