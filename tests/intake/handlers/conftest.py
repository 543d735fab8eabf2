"""What tests of deeds on files share."""

import pytest

from intake.domain.attachment import AttachmentFault, AttachmentRefused, FileKind
from intake.handlers.check_attachment import Checker
from intake.parts import IntakeParts
from intake.ports import InspectedFile, InspectionUnavailable


class FakeInspector:
    """Makes every file anew as the same bytes; or gives up, or refuses, as told."""

    def __init__(self) -> None:
        self.fault: AttachmentFault | None = None
        self.is_down = False
        self.rebuilt = b"rebuilt"

    async def rebuild(self, content: bytes, kind: FileKind) -> InspectedFile:
        del content
        if self.is_down:
            raise InspectionUnavailable("no process")
        if self.fault is not None:
            raise AttachmentRefused(self.fault)
        return InspectedFile(kind, self.rebuilt)


@pytest.fixture
def inspector() -> FakeInspector:
    return FakeInspector()


@pytest.fixture
def checker(parts: IntakeParts, inspector: FakeInspector) -> Checker:
    return Checker(
        storage=parts.storage,
        antivirus=parts.antivirus,
        inspector=inspector,
        buckets=parts.buckets,
        chance=parts.ground.chance,
    )
