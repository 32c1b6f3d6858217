"""Where a worker's frames come from: the client's track, an uploaded file, or a stream that the worker captures."""
import asyncio
import collections
import concurrent.futures
import threading
import time

import av
from aiortc.mediastreams import MediaStreamError

from pictures import rotate, rotation_of

CAPTURE_QUEUE = 30
LIVE_QUEUE_LIMIT = 3000


class FrameQueue:
    """Frames in order; keeps the newest `keep` of them and counts the dropped."""

    def __init__(self, keep):
        self._frames = collections.deque()
        self._keep = keep
        self._arrived = asyncio.Event()
        self._ended = False
        self.dropped = 0

    def put(self, frame):
        self._frames.append(frame)
        while len(self._frames) > self._keep:
            self._frames.popleft()
            self.dropped += 1
        self._arrived.set()

    def end(self):
        self._ended = True
        self._arrived.set()

    async def get(self):
        """The oldest kept frame, or None at the end."""
        while not self._frames:
            if self._ended:
                return None
            self._arrived.clear()
            await self._arrived.wait()
        return self._frames.popleft()


class TrackSource:
    """Frames of the client's video track: realtime keeps only the newest waiting one, else all are queued."""

    fps = None

    def __init__(self, track, realtime):
        self._queue = FrameQueue(1 if realtime else LIVE_QUEUE_LIMIT)
        self._pump = asyncio.ensure_future(self._run(track))

    async def _run(self, track):
        try:
            while True:
                self._queue.put(await track.recv())
        except MediaStreamError:
            self._queue.end()

    async def next(self):
        return await self._queue.get()

    @property
    def dropped(self):
        return self._queue.dropped

    async def close(self):
        self._pump.cancel()
        self._queue.end()


class FileSource:
    """Frames of a video file: realtime at the file's own pace through a bounded queue, else as asked for, decoded one ahead."""

    def __init__(self, path, realtime):
        self._container = av.open(path)
        self._stream = self._container.streams.video[0]
        rate = self._stream.average_rate or self._stream.guessed_rate
        self.fps = float(rate) if rate else None
        self._frames = self._container.decode(self._stream)
        self._executor = concurrent.futures.ThreadPoolExecutor(1)
        self._rotation = rotation_of(path)
        self._queue = FrameQueue(CAPTURE_QUEUE) if realtime else None
        self._ahead = None
        self._pump = asyncio.ensure_future(self._play()) if realtime else None

    def _decode(self):
        frame = next(self._frames, None)
        return None if frame is None else rotate(frame, self._rotation)

    def _decode_next(self):
        return asyncio.get_running_loop().run_in_executor(self._executor, self._decode)

    async def _next_decoded(self):
        frame = await (self._ahead or self._decode_next())
        self._ahead = None if frame is None else self._decode_next()
        return frame

    async def _play(self):
        start = time.monotonic()
        index = 0
        while True:
            frame = await self._decode_next()
            if frame is None:
                break
            delay = start + index / (self.fps or 30.0) - time.monotonic()
            if delay > 0:
                await asyncio.sleep(delay)
            self._queue.put(frame)
            index += 1
        self._queue.end()

    async def next(self):
        return await (self._queue.get() if self._queue else self._next_decoded())

    @property
    def dropped(self):
        return self._queue.dropped if self._queue else 0

    async def close(self):
        if self._pump:
            self._pump.cancel()
        if self._queue:
            self._queue.end()
        await asyncio.get_running_loop().run_in_executor(self._executor, self._container.close)
        self._executor.shutdown(wait=False)


class CaptureSource:
    """Frames of an RTSP or MJPEG stream that the worker opens itself."""

    def __init__(self, url, realtime):
        self._url = url
        self._loop = asyncio.get_running_loop()
        self._queue = FrameQueue(CAPTURE_QUEUE if realtime else LIVE_QUEUE_LIMIT)
        self._stopped = threading.Event()
        self.fps = None
        self.error = None
        self.opened = self._loop.create_future()
        self._thread = threading.Thread(target=self._run, name="capture", daemon=True)
        self._thread.start()

    def _run(self):
        options = {"rtsp_transport": "tcp"} if self._url.startswith("rtsp") else {}
        try:
            with av.open(self._url, options=options, timeout=(10.0, 5.0)) as container:
                stream = container.streams.video[0]
                self.fps = float(stream.average_rate) if stream.average_rate else None
                self._post(self._tell_opened, None)
                for frame in container.decode(stream):
                    if self._stopped.is_set():
                        break
                    if frame.pts is not None:  # RTSP: unknown until the first sender report
                        self._post(self._queue.put, frame)
        except (av.AVError, OSError, IndexError) as error:
            self.error = "%s: %s" % (type(error).__name__, error)
            self._post(self._tell_opened, self.error)
        finally:
            self._post(self._queue.end)

    def _tell_opened(self, error):
        if not self.opened.done():
            self.opened.set_result(error)

    def _post(self, call, *arguments):
        try:
            self._loop.call_soon_threadsafe(call, *arguments)
        except RuntimeError:
            self._stopped.set()  # the event loop is gone: the process ends

    async def next(self):
        return await self._queue.get()

    @property
    def dropped(self):
        return self._queue.dropped

    async def close(self):
        self._stopped.set()
        self._queue.end()
