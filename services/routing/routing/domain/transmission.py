"""Which reports no company ever gets (domain rule 1)."""

from collections.abc import Collection

from routing.domain.mode import Mode

# Told by the category tree: a company that learnt of such a report could destroy the evidence.
HIDDEN_TAGS = frozenset({"hidden_from_company"})


def withheld_because(tags: Collection[str], *, is_foreign: bool, wants_advice: bool) -> Mode | None:
    """Why the report is not transmitted, the gravest reason first; None: it may be."""
    if HIDDEN_TAGS.intersection(tags):
        return Mode.HIDDEN_TAG
    if is_foreign:
        return Mode.FOREIGN_COMPANY
    if wants_advice:
        return Mode.ADVICE_WISHED
    return None
