"""One message of each kind and variant; `python -m tests.notifications.samples` writes golden/."""

from collections.abc import Iterator, Mapping
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TypedDict

from notifications.domain import messages as say
from notifications.domain.kinds import Kind
from notifications.gateways.mail_writer import TemplateWriter

GOLDEN = Path(__file__).parent / "golden"
FOR_COMPANIES = frozenset(
    {Kind.NEW_REPORT, Kind.COMPANY_REMINDER, Kind.CONSUMER_MESSAGE, Kind.ACTIVATION_LINK}
)
BAKERY = "BOULANGERIE L’ÉPI D’OR & FILS"
SIRET = "36252187900035"


class _Consumer(TypedDict):
    first_name: str
    reference: str
    tracking_url: str


class _Company(TypedDict):
    company_name: str | None
    siret: str
    reference: str
    deadline_on: date | None
    report_url: str
    unsubscribe_url: str


consumer = _Consumer(
    first_name="Zoé <b>",
    reference="V7K2-9QXD",
    tracking_url="https://vigie.example/tracking#c2VjcmV0",
)
company = _Company(
    company_name=BAKERY,
    siret=SIRET,
    reference="V7K2-9QXD",
    deadline_on=date(2026, 6, 1),
    report_url="https://entreprises.vigie.example/reports/01980000",
    unsubscribe_url="https://notifications.vigie.example/unsubscribe?token=t",
)
LATE = datetime(2026, 5, 4, 10, 10, tzinfo=UTC)
acknowledgement = say.Acknowledgement(
    **consumer,
    category=("Achat en magasin", "Prix affiché"),
    observed_on=date(2026, 5, 1),
    description="Affiché 2 €, payé 3 €.\n<script>alert(1)</script>\n\nJe veux {{ la }} différence.",
    attachment_count=2,
    is_advice=False,
)
SAMPLES: Mapping[str, say.MailMessage] = {
    "email_code": say.EmailCode(code="048213", expires_at=LATE),
    "draft_link": say.DraftLink(
        resume_url="https://signaler.vigie.example/resume#c2VjcmV0", expires_at=LATE
    ),
    "activation_link": say.ActivationLink(
        company_name=BAKERY,
        siret=SIRET,
        activation_url="https://entreprises.vigie.example/accounts/new#dG9rZW4",
        expires_at=LATE,
    ),
    "acknowledgement": acknowledgement,
    "acknowledgement_of_advice": say.Acknowledgement(
        **consumer,
        category=("Achat en magasin",),
        observed_on=date(2026, 5, 2),
        description="Ai-je droit à un échange ?",
        attachment_count=0,
        is_advice=True,
    ),
    "triaged": say.Triaged(**consumer),
    "not_transmitted_hidden_tag": say.NotTransmitted(**consumer, reason="hidden_tag"),
    "not_transmitted_foreign_company": say.NotTransmitted(**consumer, reason="foreign_company"),
    "not_transmitted_advice_wished": say.NotTransmitted(**consumer, reason="advice_wished"),
    "transmitted": say.Transmitted(
        **consumer,
        company_name=BAKERY,
        deadline_on=date(2026, 6, 1),
        has_account=True,
        is_handed_on=False,
    ),
    "transmitted_by_letter": say.Transmitted(
        **consumer, company_name=None, deadline_on=None, has_account=False, is_handed_on=False
    ),
    "transmitted_again": say.Transmitted(
        **consumer,
        company_name=BAKERY,
        deadline_on=date(2026, 7, 3),
        has_account=True,
        is_handed_on=True,
    ),
    "read": say.Read(**consumer, company_name=None, deadline_on=date(2026, 6, 1)),
    "question": say.Question(
        **consumer,
        company_name=BAKERY,
        text="Bonjour,\nquel jour êtes-vous <venue> ?",
        reply_by=date(2026, 5, 19),
    ),
    "answered_promise": say.Answered(
        **consumer,
        company_name=BAKERY,
        answer_kind="promise",
        reason="refund_or_credit",
        message="Bonjour,\nnous vous remboursons 1 € <dès demain>.",
        attachment_count=1,
    ),
    "answered_unfounded": say.Answered(
        **consumer,
        company_name=BAKERY,
        answer_kind="unfounded",
        reason="misunderstanding",
        message="Le prix était celui de la promotion.",
        attachment_count=0,
    ),
    "declined": say.Declined(
        **consumer, company_name=None, reason="homonym", message="Ce n’est pas nous."
    ),
    "expired_unread": say.ExpiredUnread(**consumer),
    "expired_unanswered": say.ExpiredUnanswered(**consumer),
    "nobody_concerned": say.NobodyConcerned(**consumer),
    "withdrawn": say.Withdrawn(**consumer),
    "tracking_link": say.TrackingLink(**consumer),
    "promise_check": say.PromiseCheck(**consumer, promised_on=date(2026, 5, 4)),
    "new_report": say.NewReport(**company, category=("Achat en magasin", "Prix affiché")),
    "company_reminder": say.CompanyReminder(**company, is_last=False, is_read=True),
    "consumer_message": say.ConsumerWrote(**company, is_reply=False),
    "consumer_reply": say.ConsumerWrote(**company, is_reply=True),
    "company_reminder_last": say.CompanyReminder(**company, is_last=True, is_read=False),
}
LETTER = say.ActivationLetter(
    company_name=BAKERY,
    address=("BOULANGERIE L’ÉPI D’OR & FILS", "12 RUE DE LA RÉPUBLIQUE", "59800 LILLE"),
    siret=SIRET,
    code="V7K2-9QXD-WM",
    expires_on=date(2026, 7, 3),
    letter_number=2,
    reference="V7K2-9QXD",
    category="Achat en magasin › Prix affiché",
    deadline_on=date(2026, 7, 1),
)


def languages(message: say.MailMessage) -> tuple[say.Lang, ...]:
    """Companies are written to in French."""
    return ("fr",) if message.kind in FOR_COMPANIES else ("fr", "en")


def written() -> Iterator[tuple[Path, str]]:
    """The golden files and what they must hold: `subject` and text in one, HTML in the other."""
    writer = TemplateWriter()
    for name, message in SAMPLES.items():
        for lang in languages(message):
            text = writer.write(message, lang=lang)
            yield GOLDEN / f"{name}.{lang}.txt", f"{text.subject}\n\n{text.plain}"
            yield GOLDEN / f"{name}.{lang}.html", text.html


if __name__ == "__main__":
    GOLDEN.mkdir(exist_ok=True)
    for path, content in written():
        path.write_text(content, encoding="utf-8")
