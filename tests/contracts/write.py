"""Writes docs/asyncapi.yaml and the snapshots of the contracts; refuses a breaking change."""

import json
import sys
from pathlib import Path
from typing import Any

import yaml

import common.contracts
from common.contracts.compatibility import breaks
from common.contracts.event import EVENTS
from common.messaging.asyncapi import document
from tests.contracts.five import subscribed

ROOT = Path(__file__).parents[2]
ASYNCAPI = ROOT / "docs" / "asyncapi.yaml"
SNAPSHOTS = Path(common.contracts.__file__).parent / "schemas"


def snapshot(topic: str) -> dict[str, Any]:
    """The schema of an event's data, as its readers see it."""
    return EVENTS[topic].model_json_schema(mode="validation")


def as_text(schema: dict[str, Any]) -> str:
    return json.dumps(schema, ensure_ascii=False, indent=2, sort_keys=True) + "\n"


def asyncapi_text() -> str:
    made = document(EVENTS, subscribed())
    return yaml.safe_dump(made, allow_unicode=True, sort_keys=False, width=100)


def own_events() -> list[str]:
    """The topics of the contracts, without those that tests may have made."""
    return sorted(t for t, event in EVENTS.items() if event.__module__.startswith("common."))


def main() -> int:
    document_text = asyncapi_text()
    SNAPSHOTS.mkdir(exist_ok=True)
    refused = False
    for topic in own_events():
        file = SNAPSHOTS / f"{topic}.json"
        if file.exists() and (found := breaks(json.loads(file.read_text()), snapshot(topic))):
            print(f"{topic} must stay readable; give the new shape a new topic:", file=sys.stderr)  # noqa: T201
            print("\n".join(f"  {line}" for line in found), file=sys.stderr)  # noqa: T201
            refused = True
        else:
            file.write_text(as_text(snapshot(topic)))
    ASYNCAPI.write_text(document_text)
    return 1 if refused else 0


if __name__ == "__main__":
    raise SystemExit(main())
