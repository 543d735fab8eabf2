"""The State's design system, cut down to the rules that a service's templates can match."""

import base64
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

_COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
_CLASS = re.compile(r"\.(-?[_a-zA-Z][\w-]*)")
_CLASS_PART = re.compile(r"\[class[*^]=[\"' ]*([\w-]+)")
_ELEMENT = re.compile(r"(?:^|[\s>+~(,])([a-z][a-z0-9]*)")
_BRACKETS = re.compile(r"\[[^\]]*\]|\((?![^()]*:)[^()]*\)|::?[a-z-]+")
_TAG = re.compile(r"(?:<|createElement\(\")([a-z][a-z0-9]*)")
_MACRO = re.compile(r"{%-? macro (\w+)\(.*?{%-? endmacro", re.DOTALL)
# Elements that browsers make, and those that text put in by a service may hold.
_ALWAYS = {"html", "body", "strong", "em", "small", "svg"}
_NEGATION = re.compile(r":not\([^()]*(?:\([^()]*\)[^()]*)*\)")
_DECLARED = re.compile(r"^\s*(--[\w-]+)\s*:")
_READ = re.compile(r"var\(\s*(--[\w-]+)")
_URL = re.compile(r"url\((?!\"?'?data:)[\"']?([^)\"']+)[\"']?\)")
# Themes are chosen by a script that our pages do not have; fonts are declared by us.
_OTHER_THEMES = ("[data-fr-theme", "[data-fr-scheme", "[data-fr-js")
_NOT_OURS = ("@font-face", "@media print")
# Internet Explorer’s query, alone or beside the standard one that replaced it.
_OBSOLETE, _STANDARD = "(-ms-high-contrast:", "(forced-colors:active)"
_NAME = re.compile(r"\b(?:fr|vigie)-[a-zA-Z0-9_-]+")


@dataclass(frozen=True, slots=True)
class Block:
    """`head {body}`; `rules` when the body is rules, `declarations` when it is not."""

    head: str
    rules: tuple["Block", ...] = ()
    declarations: tuple[str, ...] = ()

    def __str__(self) -> str:
        inside = "".join(map(str, self.rules)) or ";".join(self.declarations)
        return f"{self.head}{{{inside}}}"


class Vocabulary:
    """What templates are written with: elements, and names of classes.

    A name that ends in a hyphen stands for all that it begins.
    """

    def __init__(self, sources: Iterable[str]) -> None:
        text = "\n".join(sources)
        self._names = set(_NAME.findall(text))
        self._prefixes = tuple(name for name in self._names if name.endswith("-"))
        self._elements = set(_TAG.findall(text)) | _ALWAYS

    def has_element(self, name: str) -> bool:
        return name in self._elements

    def has_kin(self, beginning: str) -> bool:
        """Whether a name begins so."""
        return any(name.startswith(beginning) for name in self._names)

    def holds(self, name: str) -> bool:
        return name in self._names or (bool(self._prefixes) and name.startswith(self._prefixes))


def in_use(templates: Sequence[str], libraries: Sequence[str]) -> list[str]:
    """The templates, and of the libraries only the macros that these call, or that those call."""
    kept = list(templates)
    left = {found[1]: found[0] for library in libraries for found in _MACRO.finditer(library)}
    # What stands between macros belongs to all of them.
    kept += [_MACRO.sub("", library) for library in libraries]
    while called := [name for name in left if any(f"{name}(" in text for text in kept)]:
        kept += [left.pop(name) for name in called]
    return kept


def cut_down(css: str, vocabulary: Vocabulary) -> str:
    """The same style for pages written with that vocabulary, without what they cannot match."""
    kept = _matching(_parse(_COMMENT.sub("", css)), vocabulary)
    while True:
        read = set(_READ.findall("".join(map(str, kept))))
        smaller = _declaring(kept, read)
        if smaller == kept:
            return "".join(map(str, kept))
        kept = smaller


def with_images(css: str, folder: Path) -> str:
    """The style with its icons inside, so that a page needs one file."""

    def embedded(found: re.Match[str]) -> str:
        encoded = base64.b64encode((folder / found[1]).read_bytes()).decode()
        return f"url(data:image/svg+xml;base64,{encoded})"

    return _URL.sub(embedded, css)


def _parse(css: str) -> tuple[Block, ...]:
    blocks: list[Block] = []
    start = position = 0
    while (position := _next(css, start, "{;")) < len(css):
        head = css[start:position].strip()
        if css[position] == ";":
            start = position + 1
            continue
        end = _closing(css, position)
        blocks.append(_block(head, css[position + 1 : end]))
        start = end + 1
    return tuple(blocks)


def _block(head: str, body: str) -> Block:
    if head.startswith(("@media", "@supports", "@layer")):
        return Block(head, rules=_parse(body))
    if head.startswith("@"):
        return Block(head, declarations=(body,))
    return Block(head, declarations=tuple(_split(body, ";")))


def _matching(blocks: tuple[Block, ...], vocabulary: Vocabulary) -> tuple[Block, ...]:
    kept = []
    for block in blocks:
        if block.head.startswith(_NOT_OURS):
            continue
        heads = _heads(block, vocabulary)
        inside = _matching(block.rules, vocabulary)
        if heads and (inside or block.declarations):
            kept.append(Block(heads, inside, block.declarations))
    return tuple(kept)


def _heads(block: Block, vocabulary: Vocabulary) -> str:
    """The block's selectors or queries that our pages can meet; empty when there is none."""
    if _OBSOLETE in block.head:
        return f"@media {_STANDARD}" if _STANDARD in block.head else ""
    if block.head.startswith("@"):
        return block.head
    return ",".join(one for one in _split(block.head, ",") if _can_match(one, vocabulary))


def _can_match(selector: str, vocabulary: Vocabulary) -> bool:
    positive = _NEGATION.sub("", selector)
    if any(theme in positive for theme in _OTHER_THEMES):
        return False
    bare = _BRACKETS.sub("", positive)
    return (
        all(map(vocabulary.holds, _CLASS.findall(bare)))
        and all(map(vocabulary.has_element, _ELEMENT.findall(bare)))
        and all(map(vocabulary.has_kin, _CLASS_PART.findall(positive)))
    )


def _declaring(blocks: tuple[Block, ...], read: set[str]) -> tuple[Block, ...]:
    def wanted(declaration: str) -> bool:
        own = _DECLARED.match(declaration)
        return own is None or own[1] in read

    kept = []
    for block in blocks:
        rules = _declaring(block.rules, read)
        declarations = tuple(filter(wanted, block.declarations))
        if rules or declarations:
            kept.append(Block(block.head, rules, declarations))
    return tuple(kept)


def _split(text: str, mark: str) -> list[str]:
    parts, start = [], 0
    while (position := _next(text, start, mark)) < len(text):
        parts.append(text[start:position].strip())
        start = position + 1
    parts.append(text[start:].strip())
    return [part for part in parts if part]


def _closing(css: str, opening: int) -> int:
    depth, position = 1, opening + 1
    while depth:
        position = _next(css, position, "{}")
        depth += 1 if css[position] == "{" else -1
        position += 1
    return position - 1


def _next(text: str, start: int, marks: str) -> int:
    """Where the first of the marks stands outside strings and parentheses; else the end."""
    depth, quote, position = 0, "", start
    while position < len(text):
        character = text[position]
        if quote:
            position += character == "\\"
            quote = "" if character == quote else quote
        elif character in "\"'":
            quote = character
        elif character in "([":
            depth += 1
        elif character in ")]":
            depth -= 1
        elif depth == 0 and character in marks:
            return position
        position += 1
    return len(text)
