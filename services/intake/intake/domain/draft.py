"""A report being written on the pages, step by step; nothing in it is believed before the end."""

from dataclasses import asdict, dataclass, field, fields, replace
from datetime import timedelta
from enum import StrEnum
from typing import Any, Self
from uuid import UUID

DRAFT_LIFE = timedelta(hours=48)
# A draft that is waited for elsewhere lives as long as its link.
LINK_LIFE = timedelta(days=7)
LINKS_PER_ADDRESS = 3
LINKS_PER_NETWORK = 20
LINKS_WINDOW = timedelta(hours=1)
LINK_TRIES_PER_NETWORK = 60


class Step(StrEnum):
    """The steps of the form, in their order; each has a page of its own."""

    PROBLEM = "problem"
    COMPANY = "company"
    DETAILS = "details"
    FILES = "files"
    IDENTITY = "identity"
    EMAIL = "email"
    RECAP = "recap"


STEPS = tuple(Step)


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """What was typed so far, as typed. `target` holds the kind and fields of the public contract.

    `tree_version` is the version of the tree that `path` was chosen in. `done` are the steps
    that were left without a fault.
    """

    id: UUID
    path: tuple[str, ...] = ()
    tree_version: int = 1
    target: dict[str, str] = field(default_factory=dict)
    company_label: str = ""
    replies: dict[str, str] = field(default_factory=dict)
    description: str = ""
    observed_on: str = ""
    wish: str = "report"
    first_name: str = ""
    last_name: str = ""
    email: str = ""
    phone: str = ""
    share_identity: str = ""
    code_sent_to: str = ""
    publish_consent: bool = False
    done: tuple[str, ...] = ()

    @classmethod
    def of(cls, draft_id: UUID, content: dict[str, Any]) -> Self:
        """The draft as stored; what an older version of the form stored besides is left out."""
        known = {field.name for field in fields(cls)} - {"id"}
        found = {name: value for name, value in content.items() if name in known}
        for name in ("path", "done"):
            found[name] = tuple(found.get(name, ()))
        return cls(id=draft_id, **found)

    def content(self) -> dict[str, Any]:
        return {name: value for name, value in asdict(self).items() if name != "id"}

    def after(self, step: Step, **changes: Any) -> Self:
        """The draft with a step done and what was typed there."""
        done = tuple(dict.fromkeys((*self.done, step.value)))
        return replace(self, done=done, **changes)

    def undone(self, step: Step, **changes: Any) -> Self:
        """The draft with what was typed at a step that is still to be put right."""
        done = tuple(found for found in self.done if found != step.value)
        return replace(self, done=done, **changes)

    def on_path(self, path: tuple[str, ...], tree_version: int) -> Self:
        """The draft about another problem: what only the old one asked is dropped.

        The same problem in another version of the tree may ask other questions: the replies are
        kept, and looked at again with the details.
        """
        if path == self.path:
            again = self if tree_version == self.tree_version else self.undone(Step.DETAILS)
            return again.after(Step.PROBLEM, tree_version=tree_version)
        kept = tuple(step for step in self.done if step in (Step.IDENTITY, Step.EMAIL))
        changed = replace(
            self,
            path=path,
            tree_version=tree_version,
            replies={},
            target={},
            company_label="",
            done=kept,
        )
        return changed.after(Step.PROBLEM)

    @property
    def next_step(self) -> Step:
        """The first step not done; the recap when all are."""
        return next((step for step in STEPS[:-1] if step.value not in self.done), Step.RECAP)
