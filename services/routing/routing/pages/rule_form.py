"""A rule set as a form: one fieldset for each rule, moved, added and dropped without a script."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from common.http.forms import Form
from common.http.language import Text
from routing.domain.rule_drafts import MOST_RULES, Misread, RuleDraft
from routing.labels import told_fault

MANY = ("categories", "tags", "kinds", "wishes", "departments", "activities")
ONE = ("name", "outcome", "siret", "reason", "queue", "priority", "copy_to")
LONGEST_NOTE = 1_000
_APART = re.compile(r"[,;\s]+")
_NO_NOTE = Text(
    "Dites en une phrase pourquoi cette version.", "Say in a sentence why this version."
)
_LONG_NOTE = Text("Cette note est trop longue.", "This note is too long.")


@dataclass(frozen=True, slots=True)
class RuleForm:
    """What was typed, and which button was pressed: `save`, `add`, `up:2`, `drop:2`."""

    drafts: tuple[RuleDraft, ...]
    note: str
    based_on: int | None
    pressed: str = ""

    @property
    def is_saved(self) -> bool:
        return self.pressed == "save"

    def rearranged(self) -> "RuleForm":
        """The form after the button: one rule more, one less, or one in another place."""
        deed, _, place = self.pressed.partition(":")
        drafts = list(self.drafts)
        at = int(place) if place.isascii() and place.isdigit() and len(place) < 4 else -1
        if deed == "add" and len(drafts) < MOST_RULES:
            drafts.append(RuleDraft())
        elif deed == "drop" and 0 <= at < len(drafts):
            del drafts[at]
        elif deed == "up" and 0 < at < len(drafts):
            drafts[at - 1], drafts[at] = drafts[at], drafts[at - 1]
        return replace(self, drafts=tuple(drafts))

    def note_fault(self) -> dict[str, Text]:
        if not self.note:
            return {"note": _NO_NOTE}
        return {"note": _LONG_NOTE} if len(self.note) > LONGEST_NOTE else {}


def read_rule_form(form: Form) -> RuleForm:
    """Nothing typed is refused here: what cannot be a rule is said beside its field later."""
    count = _number(form.text("count"))
    drafts = [_draft(form, place) for place in range(min(count or 0, MOST_RULES))]
    return RuleForm(
        tuple(drafts), form.text("note"), _number(form.text("based_on")), form.text("do")
    )


def faults_by_name(faults: Sequence[Misread]) -> dict[str, Text]:
    """What to say beside each field of the form; the first fault of each."""
    said: dict[str, Text] = {}
    for one in faults:
        said.setdefault(f"r{one.rule}-{one.field}", told_fault(one))
    return said


def _draft(form: Form, place: int) -> RuleDraft:
    many = {name: _several(form, f"r{place}-{name}") for name in MANY}
    one = {name: form.text(f"r{place}-{name}") for name in ONE}
    return RuleDraft(**many, **one)  # type: ignore[arg-type] # the fields by their kinds


def _several(form: Form, name: str) -> tuple[str, ...]:
    """Values typed with commas or spaces between them, or boxes that were ticked."""
    return tuple(word for text in form.texts(name) for word in _APART.split(text) if word)


def _number(typed: str) -> int | None:
    fits = typed.isascii() and typed.isdigit() and len(typed) <= 9
    return int(typed) if fits else None
