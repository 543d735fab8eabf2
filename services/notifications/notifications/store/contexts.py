"""Messages to and from the documents kept in `deliveries.context`."""

from typing import Any, cast, get_args

from pydantic import TypeAdapter

from notifications.domain.kinds import Kind
from notifications.domain.messages import Message

_ADAPTERS: dict[Kind, TypeAdapter[Message]] = {
    message.kind: TypeAdapter(message) for message in get_args(Message)
}


def to_document(message: Message) -> dict[str, Any]:
    return cast(  # a dataclass dumps to an object
        "dict[str, Any]", _ADAPTERS[message.kind].dump_python(message, mode="json")
    )


def from_document(kind: Kind, document: dict[str, Any]) -> Message:
    return _ADAPTERS[kind].validate_python(document)
