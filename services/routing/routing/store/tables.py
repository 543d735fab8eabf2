"""Routing's tables: the registry, its indexes, the reports followed, the decisions, the agents."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    ForeignKey,
    Identity,
    Index,
    LargeBinary,
    SmallInteger,
    text,
)
from sqlalchemy.dialects.postgresql import ARRAY, CHAR
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column
from sqlalchemy.types import Text

from common.db.base import COLUMN_TYPES, new_metadata


class Base(DeclarativeBase):
    metadata = new_metadata()
    type_annotation_map = COLUMN_TYPES


# Numbers are digits: compared byte by byte, their indexes are built twice as fast.
Number = Text(collation="C")
# General public administration (NAF rev. 2): town halls are of it.
TOWN_HALL_ACTIVITY = "84.11Z"


class LegalUnitRow(Base):
    """A company as INSEE's `StockUniteLegale` describes it. Replaced whole by each import."""

    __tablename__ = "legal_units"
    __table_args__ = (CheckConstraint("diffusion IN ('O', 'P', 'N')", name="diffusion_known"),)
    siren: Mapped[str] = mapped_column(Number, primary_key=True)
    name: Mapped[str | None]
    acronym: Mapped[str | None]
    usual_name: Mapped[str | None]
    legal_category: Mapped[str | None]
    activity_code: Mapped[str | None]
    head_office_siret: Mapped[str | None]
    is_open: Mapped[bool]
    diffusion: Mapped[str] = mapped_column(CHAR(1))
    treated_at: Mapped[datetime | None]


class EstablishmentRow(Base):
    """A place of business as INSEE's `StockEtablissement` describes it. Replaced whole too.

    No foreign key to the legal unit: the two files are written at different hours.
    """

    __tablename__ = "establishments"
    __table_args__ = (
        CheckConstraint("diffusion IN ('O', 'P', 'N')", name="diffusion_known"),
        CheckConstraint("siren = left(siret, 9)", name="siren_starts_siret"),
        # The establishments of a company, listed by its SIREN.
        Index("ix_establishments_siren", "siren"),
        # The town hall of a commune.
        Index(
            "ix_establishments_town_hall",
            "commune_code",
            postgresql_where=text(
                f"is_head_office AND is_open AND activity_code = '{TOWN_HALL_ACTIVITY}'"
            ),
        ),
    )
    siret: Mapped[str] = mapped_column(Number, primary_key=True)
    siren: Mapped[str] = mapped_column(Number)
    is_open: Mapped[bool]
    is_head_office: Mapped[bool]
    diffusion: Mapped[str] = mapped_column(CHAR(1))
    state_since: Mapped[date | None]
    sign: Mapped[str | None]
    other_signs: Mapped[str | None]
    usual_name: Mapped[str | None]
    activity_code: Mapped[str | None]
    complement: Mapped[str | None]
    street: Mapped[str | None]
    special_distribution: Mapped[str | None]
    postal_code: Mapped[str | None]
    commune: Mapped[str | None]
    commune_code: Mapped[str | None]
    department: Mapped[str | None]
    cedex_code: Mapped[str | None]
    cedex: Mapped[str | None]
    country: Mapped[str | None]
    treated_at: Mapped[datetime | None]


class SuccessionRow(Base):
    """One establishment followed another, as `StockEtablissementLiensSuccession` tells it."""

    __tablename__ = "successions"
    predecessor: Mapped[str] = mapped_column(Number, primary_key=True)
    successor: Mapped[str] = mapped_column(Number, primary_key=True)
    linked_on: Mapped[date] = mapped_column(primary_key=True)
    moves_head_office: Mapped[bool]
    is_continuous: Mapped[bool]


class RegistryVersionRow(Base):
    """One import or update of the registry that was put in service; the highest is running."""

    __tablename__ = "registry_versions"
    version: Mapped[int] = mapped_column(Identity(always=True), primary_key=True)
    imported_at: Mapped[datetime]
    establishments: Mapped[int]
    legal_units: Mapped[int]
    rejected: Mapped[int]
    sources: Mapped[dict[str, Any]]
    through: Mapped[datetime | None]


class FollowedRow(Base):
    """An establishment that was chosen as a recipient, and what was last told of it.

    `compared_with`: the version of the registry that it was last compared with.
    """

    __tablename__ = "followed_establishments"
    # Those that a new registry leaves to compare.
    __table_args__ = (Index("ix_followed_establishments_behind", "compared_with", "siret"),)
    siret: Mapped[str] = mapped_column(Number, primary_key=True)
    version: Mapped[int]
    told: Mapped[dict[str, Any]]
    successor: Mapped[str | None]
    compared_with: Mapped[int]


class RegistryLoadRow(Base):
    """How far the import of one file is; no row when no import is under way."""

    __tablename__ = "registry_loads"
    __table_args__ = (
        CheckConstraint("state IN ('loading', 'loaded', 'ready')", name="state_known"),
    )
    kind: Mapped[str] = mapped_column(primary_key=True)
    source: Mapped[str]
    parts: Mapped[int]
    accepted: Mapped[int]
    rejected: Mapped[int]
    through: Mapped[datetime | None]
    state: Mapped[str]


class SearchIndexRow(Base):
    """A search index that was built and verified; every process follows the highest."""

    __tablename__ = "search_indexes"
    version: Mapped[int] = mapped_column(Identity(always=True), primary_key=True)
    name: Mapped[str] = mapped_column(unique=True)
    registry_version: Mapped[int]
    documents: Mapped[int]
    size_bytes: Mapped[int] = mapped_column(BigInteger)
    files: Mapped[dict[str, Any]]
    in_storage: Mapped[bool]
    built_at: Mapped[datetime]


class ReportRow(Base):
    """A report as routing follows it. `content` is free text: gone once nobody needs it here."""

    __tablename__ = "reports"
    __table_args__ = (
        CheckConstraint(
            "stage IN ('routed','triage','not_transmitted','closed','withdrawn','erased')",
            name="stage_known",
        ),
        CheckConstraint("(stage = 'triage') = (queued_at IS NOT NULL)", name="queued_in_triage"),
        CheckConstraint("stage <> 'erased' OR content IS NULL", name="erased_is_empty"),
        CheckConstraint("(lead_kind IS NULL) = (lead_key IS NULL)", name="lead_whole"),
        # The triage desk: who waits, the most urgent and longest first.
        Index(
            "ix_reports_triage",
            text("priority DESC"),
            "queued_at",
            "report_id",
            postgresql_where=text("stage = 'triage'"),
        ),
        # How many reports a lead brought, and which of them wait for what is learnt of it.
        Index(
            "ix_reports_lead",
            "lead_kind",
            "lead_key",
            postgresql_where=text("lead_key IS NOT NULL"),
        ),
    )
    report_id: Mapped[UUID] = mapped_column(primary_key=True)
    stage: Mapped[str]
    version: Mapped[int]
    portal_version: Mapped[int]
    holder: Mapped[str | None]
    department: Mapped[str | None]
    queue: Mapped[str] = mapped_column(server_default=text("'general'"))
    priority: Mapped[int] = mapped_column(SmallInteger, server_default=text("0"))
    excluded: Mapped[list[str]] = mapped_column(ARRAY(Text), server_default=text("'{}'"))
    queued_at: Mapped[datetime | None]
    lead_kind: Mapped[str | None]
    lead_key: Mapped[str | None]
    content: Mapped[dict[str, Any] | None]


class LeadRow(Base):
    """A website, phone number, account or product, and what is known of the company behind it.

    `silhouette` is how a website's domain looks to the eye; `rerouted_after` tells how far the
    reports that waited for it have been looked at again: NULL when there is nothing left to do.
    `merged_into` is the key of the lead that it is another name of, and that answers for it.
    """

    __tablename__ = "leads"
    __table_args__ = (
        CheckConstraint(
            "kind IN ('website','seller','phone','account','product')", name="kind_known"
        ),
        CheckConstraint(
            "state IN ('unknown','investigation','identified','foreign','untraceable')",
            name="state_known",
        ),
        CheckConstraint(
            "(state = 'identified') = (siret IS NOT NULL OR siren IS NOT NULL)",
            name="identified_has_company",
        ),
        CheckConstraint("(state = 'foreign') = (country IS NOT NULL)", name="foreign_has_country"),
        # Websites that one might take for another: same outline, or nearly as long.
        Index(
            "ix_leads_silhouette",
            "silhouette",
            postgresql_where=text("silhouette IS NOT NULL AND state = 'identified'"),
        ),
        # What the worker has to look at again.
        Index(
            "ix_leads_rerouting",
            "changed_at",
            postgresql_where=text("rerouted_after IS NOT NULL"),
        ),
    )
    kind: Mapped[str] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(primary_key=True)
    state: Mapped[str]
    siret: Mapped[str | None]
    siren: Mapped[str | None]
    country: Mapped[str | None]
    is_marketplace: Mapped[bool]
    label: Mapped[str | None]
    source: Mapped[str | None]
    merged_into: Mapped[str | None]
    silhouette: Mapped[str | None]
    rerouted_after: Mapped[UUID | None]
    changed_at: Mapped[datetime]


class CommuneRow(Base):
    """A commune and its centre (WGS 84), replaced whole by each import."""

    __tablename__ = "communes"
    # The communes around a point.
    __table_args__ = (Index("ix_communes_centre", "latitude", "longitude"),)
    code: Mapped[str] = mapped_column(primary_key=True)
    name: Mapped[str]
    latitude: Mapped[float | None]
    longitude: Mapped[float | None]


class CommunePostRow(Base):
    """A postal code of a commune: a code may serve several, a commune may have several."""

    __tablename__ = "commune_posts"
    postal_code: Mapped[str] = mapped_column(primary_key=True)
    commune_code: Mapped[str] = mapped_column(primary_key=True)


class LocalRuleRow(Base):
    """Which public body answers for a category in an area; without SIRET, the town hall there."""

    __tablename__ = "local_rules"
    category: Mapped[str] = mapped_column(primary_key=True)
    area: Mapped[str] = mapped_column(primary_key=True)
    siret: Mapped[str | None]
    label: Mapped[str | None]
    source: Mapped[str | None]


class DecisionRow(Base):
    """Why a report went where it went: never changed, erased with its report."""

    __tablename__ = "decisions"
    report_id: Mapped[UUID] = mapped_column(
        ForeignKey("reports.report_id", ondelete="CASCADE"), primary_key=True
    )
    version: Mapped[int] = mapped_column(primary_key=True)
    mode: Mapped[str]
    siret: Mapped[str | None]
    explanation_fr: Mapped[str]
    explanation_en: Mapped[str]
    candidates: Mapped[list[Any]]
    evidence: Mapped[dict[str, Any]]
    decided_by: Mapped[str | None]
    decided_at: Mapped[datetime]


class ReportFactsRow(Base):
    """What rules look at in a report: no free text, kept for replays, erased with the report.

    `found_…` is what routing found before any rule; no mode: nobody had to look.
    """

    __tablename__ = "report_facts"
    __table_args__ = (
        # The laboratory: the reports of a period, in order.
        Index("ix_report_facts_submitted", "submitted_at", "report_id"),
    )
    report_id: Mapped[UUID] = mapped_column(
        ForeignKey("reports.report_id", ondelete="CASCADE"), primary_key=True
    )
    path: Mapped[str]
    tags: Mapped[list[str]] = mapped_column(ARRAY(Text), server_default=text("'{}'"))
    kind: Mapped[str]
    wish: Mapped[str]
    department: Mapped[str | None]
    submitted_at: Mapped[datetime]
    found_mode: Mapped[str | None]
    found_siret: Mapped[str | None]
    found_department: Mapped[str | None]
    found_activity: Mapped[str | None]


class RuleSetRow(Base):
    """One version of the routing rules: written once, never changed."""

    __tablename__ = "rule_sets"
    version: Mapped[int] = mapped_column(Identity(always=True), primary_key=True)
    rules: Mapped[list[Any]]
    author: Mapped[str]
    note: Mapped[str]
    created_at: Mapped[datetime]
    based_on: Mapped[int | None]
    restores: Mapped[int | None]


class RuleActivationRow(Base):
    """From when a version is in force; the latest that has begun is the one. Never changed.

    `announced_at` is empty until the others were told that it has begun.
    """

    __tablename__ = "rule_activations"
    __table_args__ = (
        # Which rules are in force now: asked for every report.
        Index("ix_rule_activations_effect", "effective_from", "number"),
    )
    number: Mapped[int] = mapped_column(Identity(always=True), primary_key=True)
    version: Mapped[int] = mapped_column(ForeignKey("rule_sets.version"))
    effective_from: Mapped[datetime]
    activated_by: Mapped[str]
    activated_at: Mapped[datetime]
    announced_at: Mapped[datetime | None]


class SimulationRow(Base):
    """A simulation of rules over past reports, how far it is, and what it counted.

    `after_at` and `after_id` name the last report judged. No report is named in what it found.
    """

    __tablename__ = "simulations"
    __table_args__ = (
        # What the worker has still to do, oldest first.
        Index(
            "ix_simulations_unfinished",
            "requested_at",
            postgresql_where=text("finished_at IS NULL"),
        ),
    )
    id: Mapped[UUID] = mapped_column(primary_key=True)
    version: Mapped[int] = mapped_column(ForeignKey("rule_sets.version"))
    base: Mapped[int] = mapped_column(ForeignKey("rule_sets.version"))
    begins: Mapped[datetime]
    ends: Mapped[datetime]
    departments: Mapped[list[str] | None] = mapped_column(ARRAY(Text))
    requested_by: Mapped[str]
    requested_at: Mapped[datetime]
    total: Mapped[int]
    done: Mapped[int]
    after_at: Mapped[datetime | None]
    after_id: Mapped[UUID | None]
    finished_at: Mapped[datetime | None]
    counts: Mapped[dict[str, Any]]
    rules: Mapped[dict[str, Any]]
    uncovered: Mapped[dict[str, Any]]


class SimulationLoadRow(Base):
    """What one recipient would have got in one week, before and after."""

    __tablename__ = "simulation_loads"
    simulation_id: Mapped[UUID] = mapped_column(
        ForeignKey("simulations.id", ondelete="CASCADE"), primary_key=True
    )
    siret: Mapped[str] = mapped_column(primary_key=True)
    week: Mapped[date] = mapped_column(primary_key=True)
    before: Mapped[int]
    after: Mapped[int]
    gained: Mapped[int]
    lost: Mapped[int]


class TriageClaimRow(Base):
    """An agent is at this report until then; nobody else decides about it meanwhile."""

    __tablename__ = "triage_claims"
    report_id: Mapped[UUID] = mapped_column(
        ForeignKey("reports.report_id", ondelete="CASCADE"), primary_key=True
    )
    agent_id: Mapped[UUID]
    until: Mapped[datetime]


class TriageTurnRow(Base):
    """A report's time in triage that ended by an agent's choice: for the measure alone."""

    __tablename__ = "triage_turns"
    __table_args__ = (
        # How long reports waited, of those resolved lately.
        Index("ix_triage_turns_resolved", "resolved_at"),
    )
    report_id: Mapped[UUID] = mapped_column(
        ForeignKey("reports.report_id", ondelete="CASCADE"), primary_key=True
    )
    version: Mapped[int] = mapped_column(primary_key=True)
    department: Mapped[str | None]
    queued_at: Mapped[datetime]
    resolved_at: Mapped[datetime]
    is_bulk: Mapped[bool]


class AgentKeysRow(Base):
    """The public keys that prove agents’ tokens: one row, the newest list heard."""

    __tablename__ = "agent_keys"
    __table_args__ = (CheckConstraint("id = 1", name="single_row"),)
    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    version: Mapped[int]
    keys: Mapped[list[Any]]


class AgentSessionRow(Base):
    """An agent at the triage desk's pages; the cookie's secret is kept as its digest."""

    __tablename__ = "agent_sessions"
    __table_args__ = (Index("ix_agent_sessions_expires_at", "expires_at"),)
    digest: Mapped[bytes] = mapped_column(LargeBinary, primary_key=True)
    agent_id: Mapped[UUID]
    role: Mapped[str]
    departments: Mapped[list[str]] = mapped_column(ARRAY(Text))
    expires_at: Mapped[datetime]
