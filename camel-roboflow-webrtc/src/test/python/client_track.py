"""The video that the test client sends: numbered frames at a steady pace."""
import asyncio
import time
from fractions import Fraction

from aiortc.mediastreams import MediaStreamError, MediaStreamTrack

import painted

CLOCK = 90000


class NumberedTrack(MediaStreamTrack):
    """Pictures 1 to N at `fps`, then N again and again: a receiver releases a frame only when the next one begins."""

    kind = "video"

    def __init__(self, width, height, fps, frames):
        super().__init__()
        self.sent_at = {}
        self.finished_at = None
        self.ticks = CLOCK / fps
        self.last = frames
        self._width = width
        self._height = height
        self._fps = fps
        self._count = 0
        self._first_at = None
        self._go = asyncio.Event()

    def start(self):
        self._go.set()

    def pts_of(self, number):
        return int(round(number * self.ticks))

    async def recv(self):
        if self.readyState != "live":
            raise MediaStreamError
        await self._go.wait()
        now = time.monotonic()
        if self._first_at is None:
            self._first_at = now
        delay = self._first_at + self._count / self._fps - now
        if delay > 0:
            await asyncio.sleep(delay)
        self._count += 1
        number = min(self._count, self.last)
        frame = painted.picture(self._width, self._height, number, self.pts_of(self._count), Fraction(1, CLOCK))
        if self._count <= self.last:
            self.sent_at[number] = time.monotonic()
        elif self.finished_at is None:
            self.finished_at = time.monotonic()
        return frame
