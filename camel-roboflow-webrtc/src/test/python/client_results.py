"""What the test client saw: results and video frames, checked against what was sent."""
import base64
import statistics
import time

import painted
import wire
from pictures import luma_of_jpeg, planes_of

PTS_TOLERANCE = 90


def ticks_of(metadata):
    """The pts in 90 kHz ticks: files keep their own time base."""
    pts, time_base = metadata.get("pts"), metadata.get("time_base")
    return pts if pts is None or time_base is None else pts * time_base * 90000


class Results:
    """Collects messages and frames; all judgement is in summary()."""

    def __init__(self, number_field, expected):
        self._path = number_field.split(".")
        self._expected = expected
        self._chunks = wire.Reassembler()
        self.numbers = {}
        self.messages = 0
        self.complete = False
        self.reason = None
        self.video_frames = 0
        self._video = []
        self._pts = {}
        self._received = {}
        self._ids = []
        self._repeats = []
        self._wrong = 0
        self._unreadable = 0
        self._images = 0
        self._gzipped = 0
        self._texts = 0
        self._bad_json = 0
        self._max_ahead = 0
        self._errors = []
        self._keys = []
        self._last_at = None

    def add(self, message, acked):
        """The frame id of the result that this message completes, else None."""
        if isinstance(message, str):
            self._texts += 1
            payload, chunk_id = message.encode("utf-8"), None
        else:
            whole = self._chunks.add(message)
            if whole is None:
                return None
            chunk_id, payload = whole
        self._gzipped += wire.is_gzip(payload)
        try:
            result = wire.parse_json(payload)
        except (ValueError, OSError):
            self._bad_json += 1
            return None
        metadata = result.get("video_metadata") or {}
        frame_id = metadata.get("frame_id", chunk_id)
        if result.get("processing_complete"):
            self.complete = True
            self.reason = result.get("termination_reason")
            return frame_id
        self.messages += 1
        self._ids.append(frame_id)
        if acked:
            self._max_ahead = max(self._max_ahead, frame_id - acked)
        self._errors += result.get("errors") or []
        outputs = result.get("serialized_output_data") or {}
        keys = sorted(outputs)
        if not self._keys or self._keys[-1][1] != keys:
            self._keys.append([frame_id, keys])
        self._check(frame_id, ticks_of(metadata), outputs)
        return frame_id

    def _check(self, frame_id, pts, outputs):
        number = outputs
        for key in self._path:
            number = number.get(key) if isinstance(number, dict) else None
        for name, value in outputs.items():
            if isinstance(value, dict) and value.get("type") == "base64":
                self._images += 1
                shown = painted.read(luma_of_jpeg(base64.b64decode(value["value"])))
                if number is None:
                    number = shown
                elif shown != number:
                    self._wrong += 1
        if self._expected is not None and number is not None:
            inside = 0 < frame_id <= len(self._expected)
            if not inside or self._expected[frame_id - 1] != number:
                self._wrong += 1
        if number is None:
            self._unreadable += 1
        elif number in self.numbers:
            self._repeats.append(number)
        else:
            self.numbers[number] = frame_id
            self._pts[number] = pts
            self._received[number] = self._last_at = time.monotonic()

    def add_video(self, frame):
        self.video_frames += 1
        self._video.append((painted.read(planes_of(frame)[0]), frame.pts))

    def quiet_since(self, moment):
        """Seconds since the last new number, or since the moment if that is later."""
        return time.monotonic() - max(moment, self._last_at or 0.0)

    def _off(self, pairs):
        """How many of the (a, b) differ by something else than the common offset."""
        differences = [a - b for a, b in pairs]
        if len(differences) < 3:
            return 0
        offset = statistics.median(differences)
        return sum(abs(difference - offset) > PTS_TOLERANCE for difference in differences)

    def summary(self, track):
        wrong, latencies = self._wrong, []
        last = track.last if track is not None else None
        # The last frame is sent again and again on purpose.
        doubled = sum(number != last for number in self._repeats)
        if track is not None:
            wrong += sum(not 1 <= number <= track.last for number in self.numbers)
            known = [(self._pts[number], track.pts_of(number)) for number in self.numbers
                     if self._pts[number] is not None and number != track.last]
            wrong += self._off(known)
            latencies = sorted(1000 * (self._received[number] - track.sent_at[number])
                               for number in self.numbers if number in track.sent_at)
        shown = [(number, pts) for number, pts in self._video if number is not None]
        first_shown = dict(reversed(shown))
        paired = [(pts, self._pts[number]) for number, pts in first_shown.items()
                  if self._pts.get(number) is not None and number != last]
        return {
            "sent": len(track.sent_at) if track is not None else None if self._expected is None else len(self._expected),
            "answered": len(self.numbers), "messages": self.messages, "doubled": doubled, "wrong": wrong,
            "unreadable": self._unreadable, "order_ok": self._ids == sorted(set(self._ids)),
            "numbers_in_order": list(self.numbers) == sorted(self.numbers),
            "complete": self.complete, "reason": self.reason,
            "first_answered": min(self.numbers, default=None), "last_answered": max(self.numbers, default=None),
            "frames_received": self.video_frames, "images_received": self._images, "video_wrong": self._off(paired),
            "video_paired": len(paired), "video_without_data": sum(number not in self.numbers for number, _ in shown),
            "video_in_order": [n for n, _ in shown] == sorted(n for n, _ in shown),
            "video_unreadable": len(self._video) - len(shown),
            "gzip_messages": self._gzipped, "text_messages": self._texts, "multi_chunk": self._chunks.multi_chunk,
            "malformed": self._chunks.malformed + self._bad_json, "incomplete": self._chunks.incomplete(),
            "max_ahead": self._max_ahead, "errors": self._errors[:20], "error_count": len(self._errors),
            "output_keys": self._keys[:20],
            "p50_ms": round(latencies[len(latencies) // 2], 1) if latencies else None,
            "p95_ms": round(latencies[int(len(latencies) * 0.95)], 1) if latencies else None,
        }
