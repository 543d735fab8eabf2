"""Draws charts in a process of its own, which lives only while charts are looked at."""

import asyncio
import contextlib
import hashlib
import json
import sys
from asyncio.subprocess import DEVNULL, PIPE, Process
from collections import OrderedDict
from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from agent_analytics.ports import ChartFailed

PATIENCE = timedelta(seconds=15)
IDLE = timedelta(seconds=60)
KEPT_PICTURES = 128
LONGEST_LINE = 4 * 1024 * 1024
_PROGRAM = ("-m", "agent_analytics.gateways.chart_process")


class SubprocessRenderer:
    """One drawing process at most; pictures of the same specification are drawn once.

    The process ends after `idle` without a chart to draw, and with it its memory.
    """

    def __init__(self, *, idle: timedelta = IDLE) -> None:
        self._idle = idle.total_seconds()
        self._turn = asyncio.Lock()
        self._process: Process | None = None
        self._watch: asyncio.Task[None] | None = None
        self._used_at = 0.0
        self._pictures: OrderedDict[bytes, bytes] = OrderedDict()

    @property
    def is_drawing_process_alive(self) -> bool:
        return self._process is not None and self._process.returncode is None

    async def svg(self, specification: Mapping[str, Any], *, locale: str) -> bytes:
        request = {"specification": specification, "locale": locale}
        line = json.dumps(request, sort_keys=True).encode()
        key = hashlib.sha256(line).digest()
        async with self._turn:
            if key not in self._pictures:
                self._pictures[key] = await self._draw(line)
            self._pictures.move_to_end(key)
            if len(self._pictures) > KEPT_PICTURES:
                self._pictures.popitem(last=False)
            return self._pictures[key]

    async def close(self) -> None:
        if self._watch is not None:
            self._watch.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await self._watch
            self._watch = None
        async with self._turn:
            await self._end()

    async def _draw(self, line: bytes) -> bytes:
        try:
            async with asyncio.timeout(PATIENCE.total_seconds()):
                answer = await self._ask(line)
        except (TimeoutError, OSError, ValueError) as error:
            await self._end()
            raise ChartFailed from error
        if "svg" not in answer:
            raise ChartFailed(answer.get("error", ""))
        return answer["svg"].encode()

    async def _ask(self, line: bytes) -> dict[str, str]:
        """One question, one answer; ValueError when the process died over the question."""
        process = await self._running()
        if process.stdin is None or process.stdout is None:
            raise ValueError("the drawing process has no pipes")
        process.stdin.write(line + b"\n")
        await process.stdin.drain()
        answer: dict[str, str] = json.loads(await process.stdout.readline())
        self._used_at = asyncio.get_running_loop().time()
        return answer

    async def _running(self) -> Process:
        if self._process is None or self._process.returncode is not None:
            self._process = await asyncio.create_subprocess_exec(
                sys.executable,
                *_PROGRAM,
                stdin=PIPE,
                stdout=PIPE,
                stderr=DEVNULL,
                limit=LONGEST_LINE,
            )
            self._used_at = asyncio.get_running_loop().time()
            self._watch = asyncio.create_task(self._end_when_idle())
        return self._process

    async def _end_when_idle(self) -> None:
        loop = asyncio.get_running_loop()
        while self._process is not None:
            await asyncio.sleep(self._used_at + self._idle - loop.time())
            async with self._turn:
                if self._used_at + self._idle <= loop.time():
                    await self._end()

    async def _end(self) -> None:
        process, self._process = self._process, None
        if process is not None and process.returncode is None:
            process.kill()
            await process.wait()
