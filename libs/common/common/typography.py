"""French typography: the spaces at which a line must not break."""

import re

_NO_BREAK_SPACE = "\u00a0"
_AT_MARKS = re.compile(
    r"(?<=\S) (?=[:;?!»€])"  # before double punctuation
    r"|(?<=«) (?=\S)"
    r"|(?<=[\d)s]) (?=%(?!\())"  # `%(` opens a place for a value
    r"|(?<=\d) (?=\d{3}(?!\d))"  # inside a number
)


def unbroken(text: str) -> str:
    """The text with no-break spaces where French wants them; no space is added or lost."""
    return _AT_MARKS.sub(_NO_BREAK_SPACE, text)
