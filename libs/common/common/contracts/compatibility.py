"""Whether a contract still suits those who hold its former shape: additions only."""

from collections.abc import Iterator, Mapping
from typing import Any

Schema = Mapping[str, Any]

# What tells people something, and nothing to a program.
_WORDS = ("title", "description", "default", "examples")


def breaks(old: Schema, new: Schema) -> list[str]:
    """Every way in which `new` refuses what `old` allowed, or leaves out what it promised.

    Allowed: another optional field, another value of an enumeration, another kind of a union
    (its readers are deployed before its writers). Anything else needs a new topic.
    """
    return list(_compare(_Side(old, old), _Side(new, new), "data"))


class _Side:
    """A schema within its document, references followed."""

    def __init__(self, document: Schema, schema: Schema) -> None:
        while "$ref" in schema:
            schema = document["$defs"][schema["$ref"].rpartition("/")[2]]
        self.document = document
        self.schema = schema

    def at(self, schema: Schema) -> "_Side":
        return _Side(self.document, schema)

    @property
    def properties(self) -> Mapping[str, Schema]:
        found: Mapping[str, Schema] = self.schema.get("properties", {})
        return found

    @property
    def required(self) -> frozenset[str]:
        return frozenset(self.schema.get("required", ()))

    @property
    def variants(self) -> list["_Side"]:
        found = self.schema.get("anyOf") or self.schema.get("oneOf") or []
        return [self.at(variant) for variant in found]

    def bare(self) -> dict[str, Any]:
        """The constraints of this level alone."""
        apart = (*_WORDS, "properties", "required", "anyOf", "oneOf", "discriminator")
        below = ("items", "prefixItems", "additionalProperties", "enum", "$defs")
        return {k: v for k, v in self.schema.items() if k not in (*apart, *below)}


def _compare(old: _Side, new: _Side, where: str) -> Iterator[str]:
    if old.bare() != new.bare():
        yield f"{where}: was {_kind(old)}, is {_kind(new)}"
        return
    gone = set(old.schema.get("enum", ())) - set(new.schema.get("enum", ()))
    if gone:
        yield f"{where}: no longer allows {', '.join(sorted(map(str, gone)))}"
    yield from _compare_variants(old, new, where)
    yield from _compare_fields(old, new, where)
    for key in ("items", "additionalProperties"):
        if isinstance(old.schema.get(key), Mapping) and isinstance(new.schema.get(key), Mapping):
            yield from _compare(old.at(old.schema[key]), new.at(new.schema[key]), f"{where}[]")


def _compare_fields(old: _Side, new: _Side, where: str) -> Iterator[str]:
    for name in sorted(old.properties.keys() - new.properties.keys()):
        yield f"{where}.{name}: is gone"
    for name in sorted(new.required - old.required):
        yield f"{where}.{name}: is required, and was not there or not always"
    for name in sorted(old.required - new.required):
        yield f"{where}.{name}: may be missing, and never was"
    for name in sorted(old.properties.keys() & new.properties.keys()):
        old_field, new_field = old.properties[name], new.properties[name]
        yield from _compare(old.at(old_field), new.at(new_field), f"{where}.{name}")


def _compare_variants(old: _Side, new: _Side, where: str) -> Iterator[str]:
    """Each former variant must still be one; null may not appear where it was not."""
    old_kinds = {_kind(variant): variant for variant in old.variants}
    new_kinds = {_kind(variant): variant for variant in new.variants}
    for kind in sorted(old_kinds.keys() - new_kinds.keys()):
        yield f"{where}: no longer allows {kind}"
    if old_kinds and "null" in new_kinds.keys() - old_kinds.keys():
        yield f"{where}: may be null, and never was"
    for kind in sorted(old_kinds.keys() & new_kinds.keys()):
        yield from _compare(old_kinds[kind], new_kinds[kind], where)


def _kind(side: _Side) -> str:
    """What distinguishes a variant: its tag, its name, its type."""
    tag = side.properties.get("kind", {}).get("const")
    name = tag or side.schema.get("title") if side.properties else None
    parts = (name, side.schema.get("type"), side.schema.get("format"))
    return " ".join(str(part) for part in parts if part) or "anything"
