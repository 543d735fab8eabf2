"""Settings and events for the tests of notifications."""

import hashlib
from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID

from pydantic import SecretStr

from common.contracts import company_portal as portal
from common.contracts import intake, routing
from common.contracts.report import (
    Address,
    AnswerKind,
    AnswerReason,
    NotTransmittedReason,
    ReportContent,
    ReportStatus,
    SiretTarget,
    Wish,
)
from common.settings import DatabaseSettings, HttpSettings, StorageSettings
from notifications.settings import (
    AccessSettings,
    BounceSettings,
    LinksSettings,
    MailSettings,
    Settings,
)

OPERATOR_KEY = "operator-key-for-tests-0123456789abcdef"
PRINTING_KEY = "printing-key-for-tests-0123456789abcdef"
BOUNCE_SECRET = "a-secret-of-the-mail-provider"

REPORT = UUID("01980000-0000-7000-8000-000000000001")
ACCOUNT = UUID("01980000-0000-7000-8000-0000000000a1")
SIRET = "36252187900035"
SIREN = SIRET[:9]
REFERENCE = "V7K2-9QXD"
MOMENT = datetime(2026, 5, 4, 9, 0, tzinfo=UTC)
DECISION = routing.Decision(mode="siret", explanation_fr="…", explanation_en="…")


def settings(database_url: str, **mail: Any) -> Settings:
    return Settings(
        database=DatabaseSettings(url=SecretStr(database_url), pool_size=8),
        http=HttpSettings(port=8004, public_url="http://testserver", secure_cookies=False),
        storage=StorageSettings(
            endpoint="http://storage.test", access_key=SecretStr("a"), secret_key=SecretStr("s")
        ),
        mail=MailSettings(
            **{
                "host": "127.0.0.1",
                "port": 1,
                "security": "none",
                "sender_address": "vigie@vigie.test",
                "domain": "vigie.test",
                **mail,
            }
        ),
        links=LinksSettings(company_portal="http://portal.test"),
        access=AccessSettings(
            operator_key_sha256=hashlib.sha256(OPERATOR_KEY.encode()).hexdigest(),
            printing_key_sha256=hashlib.sha256(PRINTING_KEY.encode()).hexdigest(),
        ),
        bounces=BounceSettings(secret=SecretStr(BOUNCE_SECRET)),
        unsubscribe_key=SecretStr("a-key-for-tests"),
    )


def code_requested(**changed: Any) -> intake.EmailCodeRequested:
    return intake.EmailCodeRequested(
        **{
            "email_proof_id": UUID(int=7),
            "email": "ana@consumer.test",
            "code": "123456",
            "lang": "fr",
            "expires_at": datetime(2026, 5, 4, 10, 10, tzinfo=UTC),
            **changed,
        }
    )


def draft_link_requested(**changed: Any) -> intake.DraftLinkRequested:
    return intake.DraftLinkRequested(
        **{
            "draft_link_id": UUID(int=8),
            "email": "ana@consumer.test",
            "resume_url": "http://intake.test/resume#secret",
            "lang": "fr",
            "expires_at": datetime(2026, 5, 11, 10, 0, tzinfo=UTC),
            **changed,
        }
    )


def identified(**changed: Any) -> intake.ConsumerIdentified:
    return intake.ConsumerIdentified(
        **{
            "report_id": REPORT,
            "version": 1,
            "reference": REFERENCE,
            "first_name": "Ana",
            "last_name": "Canari",
            "email": "ana@consumer.test",
            "lang": "fr",
            "tracking_url": "http://intake.test/tracking#secret",
            **changed,
        }
    )


def submitted(**changed: Any) -> intake.ReportSubmitted:
    content = ReportContent(
        **{
            "reference": REFERENCE,
            "category": "shopping",
            "subcategories": ("price",),
            "category_labels": ("Achat en magasin", "Prix"),
            "description": "Le prix affiché n’est pas le prix payé.",
            "observed_on": date(2026, 5, 1),
            "target": SiretTarget(siret=SIRET),
            "share_identity": False,
            "wish": Wish.REPORT,
            "lang": "fr",
            "submitted_at": MOMENT,
            **changed,
        }
    )
    return intake.ReportSubmitted(report_id=REPORT, version=1, content=content)


def withdrawn(version: int = 2) -> intake.ReportWithdrawn:
    return intake.ReportWithdrawn(report_id=REPORT, version=version, withdrawn_at=MOMENT)


def link_asked_for(version: int = 4) -> intake.TrackingLinkRequested:
    return intake.TrackingLinkRequested(report_id=REPORT, version=version, requested_at=MOMENT)


def erased(version: int = 3) -> intake.ReportErased:
    return intake.ReportErased(report_id=REPORT, version=version, erased_at=MOMENT)


def triaged(version: int = 1) -> routing.ReportTriaged:
    return routing.ReportTriaged(
        report_id=REPORT, version=version, decision=DECISION, triaged_at=MOMENT
    )


def not_transmitted(
    reason: NotTransmittedReason = NotTransmittedReason.HIDDEN_TAG,
) -> routing.ReportNotTransmitted:
    return routing.ReportNotTransmitted(
        report_id=REPORT, version=1, reason=reason, decision=DECISION, decided_at=MOMENT
    )


def state(status: ReportStatus) -> portal.CaseState:
    is_open = status in {ReportStatus.WAITING, ReportStatus.READ}
    return portal.CaseState(
        status=status,
        holder_siret=SIRET if is_open else None,
        holder_name="BOULANGERIE L’ÉPI D’OR" if is_open else None,
        deadline_on=date(2026, 6, 1) if is_open else None,
    )


def case(version: int, status: ReportStatus) -> dict[str, Any]:
    return {
        "report_id": REPORT,
        "version": version,
        "reference": REFERENCE,
        "state": state(status),
        "occurred_at": MOMENT,
    }


def opened(version: int = 1, *, has_account: bool = True) -> portal.CaseOpened:
    return portal.CaseOpened(
        **case(version, ReportStatus.WAITING),
        siret=SIRET,
        siren=SIREN,
        has_account=has_account,
        category_labels=("Achat en magasin", "Prix"),
    )


def read(version: int = 2) -> portal.ReportRead:
    return portal.ReportRead(**case(version, ReportStatus.READ))


def answered(version: int = 3) -> portal.ReportAnswered:
    return portal.ReportAnswered(
        **case(version, ReportStatus.PROMISED),
        siret=SIRET,
        company_name="BOULANGERIE L’ÉPI D’OR",
        kind=AnswerKind.PROMISE,
        reason=AnswerReason.REFUND_OR_CREDIT,
        message_to_consumer="Nous vous remboursons.",
    )


def declined(version: int = 3) -> portal.ReportDeclined:
    return portal.ReportDeclined(
        **case(version, ReportStatus.TRIAGE),
        siret=SIRET,
        reason=AnswerReason.HOMONYM,
        message_to_consumer="Ce n’est pas nous.",
    )


def closed(version: int, status: ReportStatus) -> portal.CaseClosed:
    return portal.CaseClosed(**case(version, status), siret=SIRET)


def reminder(
    version: int = 2, which: portal.Reminder = portal.Reminder.FIRST
) -> portal.ReminderFellDue:
    return portal.ReminderFellDue(
        **case(version, ReportStatus.WAITING), siret=SIRET, siren=SIREN, reminder=which
    )


def asked(version: int = 3) -> portal.QuestionAsked:
    return portal.QuestionAsked(
        **case(version, ReportStatus.READ),
        question_id=UUID(int=31),
        siret=SIRET,
        company_name="BOULANGERIE L’ÉPI D’OR",
        text="Quel jour était-ce ?",
        reply_by=date(2026, 5, 19),
    )


def message_received(version: int = 4, *, resumes: bool = True) -> portal.MessageReceived:
    return portal.MessageReceived(
        **case(version, ReportStatus.READ),
        message_id=UUID(int=41),
        siret=SIRET,
        siren=SIREN,
        resumes=resumes,
    )


def promise_check(version: int = 4) -> portal.PromiseCheckFellDue:
    return portal.PromiseCheckFellDue(
        **case(version, ReportStatus.PROMISED), promised_on=date(2026, 5, 4)
    )


def account(version: int = 1, **changed: Any) -> portal.AccountChanged:
    return portal.AccountChanged(
        **{
            "account_id": ACCOUNT,
            "version": version,
            "email": "chef@company.test",
            "first_name": "Chloé",
            "last_name": "Chef",
            "is_active": True,
            "accesses": (portal.AccountAccess(siret=SIRET, role=portal.AccountRole.ADMIN),),
            **changed,
        }
    )


def code_issued(**changed: Any) -> portal.ActivationCodeIssued:
    return portal.ActivationCodeIssued(
        **{
            "activation_code_id": UUID(int=11),
            "siret": SIRET,
            "company_name": "BOULANGERIE L’ÉPI D’OR",
            "address": Address(lines=("12 RUE DE LA PAIX", "59800 LILLE")),
            "code": "V7K2-9QXD-WM",
            "expires_on": date(2026, 7, 3),
            "letter_number": 1,
            "report_reference": REFERENCE,
            "report_category": "Achat en magasin",
            "deadline_on": date(2026, 7, 3),
            **changed,
        }
    )


def link_requested(**changed: Any) -> portal.ActivationLinkRequested:
    return portal.ActivationLinkRequested(
        **{
            "activation_id": UUID(int=12),
            "email": "chef@company.test",
            "siret": SIRET,
            "company_name": "BOULANGERIE L’ÉPI D’OR",
            "activation_url": "http://portal.test/accounts/new#token",
            "expires_at": datetime(2026, 5, 5, 10, 0, tzinfo=UTC),
            **changed,
        }
    )
