"""What comes with a report: who filed it, its files, what the company told the authorities."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID


@dataclass(frozen=True, slots=True)
class Consumer:
    """Who filed the report. `version` is intake's; the newest stays."""

    version: int
    first_name: str
    last_name: str
    email: str
    phone: str | None
    lang: str


@dataclass(frozen=True, slots=True)
class StoredFile:
    """A file that passed every check, under `storage_key` in the bucket of clean files."""

    attachment_id: UUID
    filename: str
    content_type: str
    size: int
    storage_key: str


@dataclass(frozen=True, slots=True)
class AuthorityMessage:
    """What the company wrote for the authorities' eyes only."""

    version: int
    siret: str
    message: str
    informed_at: datetime
