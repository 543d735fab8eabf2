"""An establishment without an account is told by letter, with a code to open one."""

from dataclasses import dataclass
from datetime import date

from common.clock import paris_date
from common.contracts.company_portal import ActivationCodeIssued
from common.ids import readable_code
from common.secrets import hash_password
from company_portal.domain.activation import CODE_LENGTH, CODE_LIFE, ActivationCode, typed_code
from company_portal.domain.rules import rules_in_force
from company_portal.domain.schedule import letter_task, next_letter_on
from company_portal.store import Store
from company_portal.store.establishments import Establishment


@dataclass(frozen=True, slots=True)
class Occasion:
    """The report that a letter tells of: how it is called, what it is about, until when."""

    reference: str
    category: str
    deadline_on: date


async def send_letter(establishment: Establishment, occasion: Occasion, store: Store) -> None:
    """Issue a code by letter, unless the last letter is too recent; the next one is scheduled.

    A new code replaces the one before it. The caller holds the establishment's lock and knows
    that nobody has an account there.
    """
    today = paris_date(store.clock.now())
    if not _may_leave(establishment, today):
        return
    letter_number = establishment.letters_sent + 1
    code = readable_code(store.ground.chance, CODE_LENGTH // 2, CODE_LENGTH // 2)
    issued = ActivationCode(
        code_id=store.new_id(),
        siret=establishment.siret,
        code_hash=await hash_password(typed_code(code)),
        expires_on=today + CODE_LIFE,
        tries=0,
    )
    await store.activations.issue_code(issued, letter_number=letter_number, at=store.clock.now())
    await store.establishments.count_letter(establishment.siret, on=today)
    rules = rules_in_force(today)
    await store.schedule.add(
        [
            letter_task(
                establishment.siret, letters_sent=letter_number, last_sent_on=today, rules=rules
            )
        ]
    )
    store.publish(
        ActivationCodeIssued(
            activation_code_id=issued.code_id,
            siret=establishment.siret,
            company_name=establishment.name,
            address=establishment.address,
            code=code,
            expires_on=issued.expires_on,
            letter_number=letter_number,
            report_reference=occasion.reference,
            report_category=occasion.category,
            deadline_on=occasion.deadline_on,
        )
    )


def _may_leave(establishment: Establishment, today: date) -> bool:
    last = establishment.last_letter_on
    return last is None or today >= next_letter_on(
        letters_sent=establishment.letters_sent, last_sent_on=last, rules=rules_in_force(today)
    )
