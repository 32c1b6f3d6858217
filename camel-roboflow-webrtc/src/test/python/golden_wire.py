#!/usr/bin/env python3
"""Writes the golden bytes of the wire protocol, independently of the Java code (standard library only).

Usage: golden_wire.py [directory], default src/test/resources/wire beside this script.
"""
import gzip
import json
import struct
import sys
from pathlib import Path

CHUNK_PAYLOAD = 48 * 1024


def pattern(length):
    """Bytes that differ from chunk to chunk: a multiplicative sequence modulo a prime."""
    return bytes((i * 31 + i // 251) % 256 for i in range(length))


def compact(value):
    return json.dumps(value, separators=(",", ":"), ensure_ascii=False).encode("utf-8")


def chunks(frame_id, payload):
    parts = [payload[i:i + CHUNK_PAYLOAD] for i in range(0, len(payload), CHUNK_PAYLOAD)] or [b""]
    return [struct.pack("<III", frame_id, i, len(parts)) + part for i, part in enumerate(parts)]


def envelope(outputs, metadata, errors=(), complete=False, reason=None):
    return {
        "serialized_output_data": outputs,
        "video_metadata": metadata,
        "errors": list(errors),
        "processing_complete": complete,
        "termination_reason": reason,
    }


def metadata(frame_id, **known):
    keys = ("received_at", "pts", "time_base", "declared_fps", "measured_fps", "width", "height")
    return {"frame_id": frame_id, **{key: known.get(key) for key in keys}}


def records(messages):
    """Several messages in one file, each after its length (u32, little-endian)."""
    return b"".join(struct.pack("<I", len(message)) + message for message in messages)


def main():
    target = Path(sys.argv[1]) if len(sys.argv) > 1 else Path(__file__).parent.parent / "resources" / "wire"
    target.mkdir(parents=True, exist_ok=True)

    full = envelope({"predictions": {"image": {"width": 640, "height": 480}, "predictions": []}, "text": "Grüße, 世界"},
                    metadata(17, received_at="2026-11-21T00:29:02.791124", pts=46620, time_base=0.25, declared_fps=30.0,
                             measured_fps=29.5, width=640, height=480),
                    errors=["Output 'f' not found", 'quote " and \\ and \n'])
    last = envelope(None, metadata(301), complete=True, reason="timeout_reached")
    bare = envelope(None, None)

    files = {
        "chunks-empty.bin": records(chunks(1, b"")),
        "chunks-exact.bin": records(chunks(2, pattern(CHUNK_PAYLOAD))),
        "chunks-three.bin": records(chunks(0xFFFFFFFE, pattern(2 * CHUNK_PAYLOAD + 5))),
        "upload-chunk.bin": struct.pack("<II", 3, 0x80000001) + pattern(100),
        "server-full.bin": compact(full),
        "server-last.bin": compact(last),
        "server-bare.bin": compact(bare),
        # As the Python server prints it: spaces, escapes, gzip.
        "server-full-gzip.bin": gzip.compress(json.dumps(full).encode("utf-8"), mtime=0),
        "server-full-plain.bin": json.dumps(full).encode("utf-8"),
        "client-messages.bin": records([compact({"ack": 17}), compact({"stream_output": ["image"]}),
                                        compact({"data_output": []}), compact({"stream_output": [], "data_output": ["*"]})]),
    }
    for name, content in files.items():
        (target / name).write_bytes(content)


if __name__ == "__main__":
    main()
