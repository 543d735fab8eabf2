"""Every word of an enumeration has words for people, in both languages."""

from collections.abc import Mapping
from enum import StrEnum

import pytest

from common.contracts.report import AnswerKind, AnswerReason, Rating
from common.http.language import Text
from intake.domain.attachment import AttachmentFault, AttachmentState
from intake.domain.category_node import QuestionKind
from intake.domain.contact import ContactFault
from intake.domain.draft import Step
from intake.domain.outlook import Outlook
from intake.domain.personal_data import PersonalKind
from intake.domain.replies import ReplyFault
from intake.domain.report import ReportFault
from intake.domain.targets import NETWORKS, TargetFault, TargetKind
from intake.domain.tracking import FactKind, Status
from intake.labels import faults, form, outlook, personal, tracking, tree


@pytest.mark.parametrize(
    ("labels", "words"),
    [
        (tracking.STATUS, Status),
        (tracking.NEXT, Status),
        (tracking.HAPPENED, FactKind),
        (tracking.RATING, Rating),
        (tracking.ANSWER_KIND, AnswerKind),
        (tracking.ANSWER_REASON, AnswerReason),
        (tracking.ATTACHMENT_STATE, AttachmentState),
        (form.STEP, Step),
        (tree.QUESTION_KIND, QuestionKind),
        (form.TARGET_KIND, TargetKind),
        (form.TARGET_HELP, TargetKind),
        (personal.PERSONAL_KIND, PersonalKind),
        (faults.REPLY_FAULT, ReplyFault),
        (faults.TARGET_FAULT, TargetFault),
        (faults.CONTACT_FAULT, ContactFault),
        (faults.REPORT_FAULT, ReportFault),
        (faults.ATTACHMENT_FAULT, AttachmentFault),
    ],
)
def test_labels_are_total(labels: Mapping[str, Text], words: type[StrEnum]) -> None:
    assert set(labels) == set(words)
    assert all(text.fr.strip() and text.en.strip() for text in labels.values())


def test_every_outlook_has_steps() -> None:
    assert set(outlook.OUTLOOK) == set(Outlook)
    assert all(steps for steps in outlook.OUTLOOK.values())


def test_networks_have_names() -> None:
    assert set(form.NETWORK) == set(NETWORKS)


def test_a_refusal_without_words_is_not_hidden() -> None:
    with pytest.raises(RuntimeError):
        faults.refusal_text(RuntimeError())
