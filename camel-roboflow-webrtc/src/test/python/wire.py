"""The wire formats of the data channels, written from the protocol description: see docs, sections 2 and 4."""
import gzip
import json
import math
import struct

CHUNK_PAYLOAD = 48 * 1024
UPLOAD_PAYLOAD = 48 * 1024
MAX_INFLATED = 256 * 1024 * 1024


def split(frame_id, payload, reverse=False):
    """Messages of a result: u32 frame id, u32 chunk index, u32 total chunks, all little-endian, then at most 48 KiB."""
    total = max(1, math.ceil(len(payload) / CHUNK_PAYLOAD))
    messages = [
        struct.pack("<III", frame_id, index, total) + payload[index * CHUNK_PAYLOAD:(index + 1) * CHUNK_PAYLOAD]
        for index in range(total)
    ]
    return messages[::-1] if reverse else messages


class Reassembler:
    """Puts the chunks of each frame id together; counts what breaks the rules instead of raising."""

    def __init__(self):
        self._frames = {}
        self.malformed = 0
        self.largest = 0
        self.multi_chunk = 0

    def add(self, message):
        """(frame id, payload) when this message completes a frame, else None."""
        if len(message) < 12:
            self.malformed += 1
            return None
        frame_id, index, total = struct.unpack_from("<III", message)
        payload = message[12:]
        self.largest = max(self.largest, len(payload))
        if total < 1 or index >= total or len(payload) > CHUNK_PAYLOAD:
            self.malformed += 1
            return None
        known_total, chunks = self._frames.setdefault(frame_id, (total, {}))
        if known_total != total or index in chunks:
            self.malformed += 1
            return None
        chunks[index] = payload
        if len(chunks) < total:
            return None
        del self._frames[frame_id]
        if total > 1:
            self.multi_chunk += 1
        return frame_id, b"".join(chunks[i] for i in range(total))

    def incomplete(self):
        return len(self._frames)


def is_gzip(payload):
    return payload[:2] == b"\x1f\x8b"


def parse_json(payload):
    """The JSON object of a payload that may be compressed."""
    if is_gzip(payload):
        payload = gzip.decompress(payload)
        if len(payload) > MAX_INFLATED:
            raise ValueError("inflated message too large")
    return json.loads(payload.decode("utf-8"))


def upload_chunk(index, total, payload):
    return struct.pack("<II", index, total) + payload


class UploadAssembler:
    """Collects a file from `video_upload` messages: u32 chunk index, u32 total chunks, little-endian, payload."""

    def __init__(self):
        self._chunks = {}
        self.total = None

    def add(self, message):
        """The whole file when this message completes it, else None. Raises ValueError on a malformed chunk."""
        if len(message) < 8:
            raise ValueError("upload message of %d bytes" % len(message))
        index, total = struct.unpack_from("<II", message)
        if self.total is None:
            self.total = total
        if total != self.total or index >= total:
            raise ValueError("upload chunk %d of %d (expected of %d)" % (index, total, self.total))
        self._chunks[index] = message[8:]
        if len(self._chunks) < self.total:
            return None
        data = b"".join(self._chunks[i] for i in range(self.total))
        self._chunks = {}
        return data
