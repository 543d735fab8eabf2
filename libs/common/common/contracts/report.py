"""The words about a report that every service shares."""

from datetime import date, datetime
from enum import StrEnum
from typing import Annotated, Literal
from uuid import UUID

from pydantic import Field

from common.contracts.event import Payload


class ReportStatus(StrEnum):
    """Where a report stands. Labels for people are each service's own (`labels.py`)."""

    SUBMITTED = "submitted"
    TRIAGE = "triage"
    NOT_TRANSMITTED = "not_transmitted"
    WAITING = "waiting"
    READ = "read"
    PROMISED = "promised"
    UNFOUNDED = "unfounded"
    NOT_CONCERNED = "not_concerned"
    EXPIRED_UNREAD = "expired_unread"
    EXPIRED_UNANSWERED = "expired_unanswered"
    WITHDRAWN = "withdrawn"
    ERASED = "erased"


OPEN_STATUSES = frozenset(
    {ReportStatus.SUBMITTED, ReportStatus.TRIAGE, ReportStatus.WAITING, ReportStatus.READ}
)


class Wish(StrEnum):
    REPORT = "report"
    ADVICE = "advice"


class AnswerKind(StrEnum):
    PROMISE = "promise"
    UNFOUNDED = "unfounded"
    NOT_CONCERNED = "not_concerned"


class AnswerReason(StrEnum):
    """The reasons of the three families of answers; which goes with which is `domain.md` rule 2."""

    REFUND_OR_CREDIT = "refund_or_credit"
    REPAIR_OR_REPLACEMENT = "repair_or_replacement"
    ADVICE_ON_USE = "advice_on_use"
    COMPLY_WITH_RULES = "comply_with_rules"
    CHANGE_PRACTICE = "change_practice"
    PASS_TO_COMPETENT_SERVICE = "pass_to_competent_service"  # noqa: S105 - no password
    ASKS_FOR_MORE_INFORMATION = "asks_for_more_information"
    CANCELLATION = "cancellation"
    LAWFUL_PRACTICE = "lawful_practice"
    DID_NOT_HAPPEN = "did_not_happen"
    MISUNDERSTANDING = "misunderstanding"
    ALREADY_ANSWERED = "already_answered"
    BEING_HANDLED = "being_handled"
    BUSINESS_PARTNER = "business_partner"
    SAME_GROUP = "same_group"
    HOMONYM = "homonym"
    UNKNOWN_COMPANY = "unknown_company"
    IDENTITY_THEFT = "identity_theft"


class Rating(StrEnum):
    POSITIVE = "positive"
    NEUTRAL = "neutral"
    NEGATIVE = "negative"


class PromiseOutcome(StrEnum):
    KEPT = "kept"
    PARTLY = "partly"
    NOT_KEPT = "not_kept"


class NotTransmittedReason(StrEnum):
    HIDDEN_TAG = "hidden_tag"
    FOREIGN_COMPANY = "foreign_company"
    ADVICE_WISHED = "advice_wished"


class SiretTarget(Payload):
    kind: Literal["siret"] = "siret"
    siret: str


class CompanyTarget(Payload):
    """A name and a place: at least one of the postal code and the département is given."""

    kind: Literal["company"] = "company"
    name: str
    postal_code: str | None = None
    department: str | None = None


class WebsiteTarget(Payload):
    kind: Literal["website"] = "website"
    url: str
    seller: str | None = None


class PhoneTarget(Payload):
    kind: Literal["phone"] = "phone"
    number: str


class ProductTarget(Payload):
    kind: Literal["product"] = "product"
    barcode: str
    siret: str | None = None


class SocialTarget(Payload):
    kind: Literal["social"] = "social"
    network: str
    handle: str


class PlaceTarget(Payload):
    """A place: WGS 84 degrees, or an INSEE commune code."""

    kind: Literal["place"] = "place"
    latitude: float | None = None
    longitude: float | None = None
    commune: str | None = None


class ForeignTarget(Payload):
    """A company abroad; `country` is an ISO 3166-1 alpha-2 code."""

    kind: Literal["foreign"] = "foreign"
    name: str
    country: str


class UnknownTarget(Payload):
    kind: Literal["unknown"] = "unknown"
    postal_code: str


Target = Annotated[
    SiretTarget
    | CompanyTarget
    | WebsiteTarget
    | PhoneTarget
    | ProductTarget
    | SocialTarget
    | PlaceTarget
    | ForeignTarget
    | UnknownTarget,
    Field(discriminator="kind"),
]


class Reply(Payload):
    """What the consumer replied to one question of the category tree."""

    question: str
    value: str


class ReportContent(Payload):
    """What the consumer told, without who told it. Free text: personal data all the same.

    `category_labels` are in the consumer's language, `category_labels_fr` in French whatever it
    is. `tree_version` is the version of the category tree that the report was filed under;
    `authority_codes` are the subjects as the authorities file them. `published_text` is all of the
    story that may ever be published: personal data masked; none without consent.
    """

    reference: str
    category: str
    subcategories: tuple[str, ...]
    category_labels: tuple[str, ...]
    tags: tuple[str, ...] = ()
    replies: tuple[Reply, ...] = ()
    description: str
    observed_on: date
    target: Target
    share_identity: bool
    wish: Wish
    lang: Literal["fr", "en"]
    publish_consent: bool = False
    published_text: str | None = None
    attachment_count: int = 0
    tree_version: int | None = None
    authority_codes: tuple[str, ...] = ()
    category_labels_fr: tuple[str, ...] = ()
    submitted_at: datetime

    @property
    def office_labels(self) -> tuple[str, ...]:
        """The category as companies and officers read it: in French, whoever filed the report."""
        return self.category_labels_fr or self.category_labels


class Attachment(Payload):
    """A file that passed every check. `storage_key` names it in the bucket of clean files."""

    attachment_id: UUID
    filename: str
    content_type: str
    size: int
    sha256: str
    storage_key: str


class Address(Payload):
    """Where an establishment is; `lines` is ready for an envelope, postal line last."""

    lines: tuple[str, ...]
    postal_code: str | None = None
    commune: str | None = None
    commune_code: str | None = None
    department: str | None = None


class Recipient(Payload):
    """An establishment as the registry knows it, as far as its diffusion status lets it travel."""

    siret: str
    siren: str
    name: str
    trade_name: str | None = None
    address: Address
    activity_code: str | None = None
    is_open: bool = True
    is_head_office: bool = False
    head_office_siret: str | None = None
