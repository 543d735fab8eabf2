"""Looks into files in a process of their own, which may crash, hang or swell without harm."""

import asyncio
import json
import sys
from dataclasses import dataclass
from datetime import timedelta

from intake.domain.attachment import AttachmentFault, AttachmentRefused, FileKind
from intake.ports import InspectedFile, InspectionUnavailable


@dataclass(frozen=True, slots=True)
class SandboxInspector:
    """One child process for each file: `python -m intake.gateways.file_rebuilder KIND`.

    The child limits its own memory, processor time, files and processes before it looks at a
    byte, sees no setting of ours, and says on its output what it made of the file. A child that
    dies or hangs means that the file is unreadable; that none could be started means nothing.
    """

    patience: timedelta = timedelta(seconds=40)

    async def rebuild(self, content: bytes, kind: FileKind) -> InspectedFile:
        try:
            child = await asyncio.create_subprocess_exec(
                sys.executable,
                "-m",
                "intake.gateways.file_rebuilder",
                kind.value,
                stdin=asyncio.subprocess.PIPE,
                stdout=asyncio.subprocess.PIPE,
                stderr=asyncio.subprocess.DEVNULL,
                env={"PYTHONPATH": ":".join(path for path in sys.path if path)},
            )
        except OSError as error:
            raise InspectionUnavailable(type(error).__name__) from error
        output = await self._finish(child, content)
        return _read(output)

    async def _finish(self, child: asyncio.subprocess.Process, content: bytes) -> bytes:
        try:
            async with asyncio.timeout(self.patience.total_seconds()):
                output, _ = await child.communicate(content)
        except TimeoutError:
            output = b""
        finally:
            if child.returncode is None:
                child.kill()
                await child.wait()
        return output


def _read(output: bytes) -> InspectedFile:
    """The child's word: one line of JSON, then the bytes of the new file."""
    head, _, body = output.partition(b"\n")
    try:
        word = json.loads(head)
        if "fault" in word:
            raise AttachmentRefused(AttachmentFault(word["fault"]))
        if word["size"] != len(body):
            raise AttachmentRefused(AttachmentFault.UNREADABLE)
        return InspectedFile(FileKind(word["kind"]), body)
    except (ValueError, KeyError, TypeError) as error:
        raise AttachmentRefused(AttachmentFault.UNREADABLE) from error
