#!/usr/bin/python3
"""An independent client of the Stream Manager's TCP port, for tests: struct, json and aiortc, from the protocol's description alone.

Runs one pipeline from its offer to its end and prints one JSON summary line; exits 0 or 1.
"""
import argparse
import asyncio
import json
import os
import socket
import struct
import sys
import time

from aiortc import RTCPeerConnection, RTCSessionDescription

import mended_sctp
import peer_process
from client_track import NumberedTrack

CLOSED = "closed without an answer"


def parse_options():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--port", type=int, required=True)
    parser.add_argument("--results", type=int, default=20, help="results to wait for, before and after the pause")
    parser.add_argument("--timeout", type=float, default=90.0)
    return parser.parse_args()


def raw(port, data):
    """Sends bytes as they are; the decoded answer, or CLOSED."""
    with socket.create_connection(("127.0.0.1", port), timeout=30) as connection:
        connection.sendall(data)
        header = receive(connection, 4)
        if header is None:
            return CLOSED
        (length,) = struct.unpack(">I", header)
        return json.loads(receive(connection, length).decode("utf-8"))


def receive(connection, length):
    data = b""
    while len(data) < length:
        part = connection.recv(length - len(data))
        if not part:
            return None
        data += part
    return data


def command(port, **fields):
    body = json.dumps(fields).encode("utf-8")
    return raw(port, struct.pack(">I", len(body)) + body)


async def ask(port, **fields):
    return await asyncio.get_running_loop().run_in_executor(None, lambda: command(port, **fields))


async def pipeline(options, summary):
    peer = RTCPeerConnection()
    track = NumberedTrack(640, 480, 30.0, 100_000)
    peer.addTrack(track)
    numbers = []
    channel = peer.createDataChannel("inference")
    channel.on("message", numbers.append)
    await peer.setLocalDescription(await peer.createOffer())
    answer = await ask(options.port, type="webrtc", video_configuration={"type": "VideoConfiguration", "video_reference": "webrtc"},
                       processing_configuration={"type": "WorkflowConfiguration", "workspace_name": "test", "workflow_id": "numbers"},
                       sink_configuration={"type": "MemorySinkConfiguration", "results_buffer_size": 8},
                       webrtc_offer={"type": "offer", "sdp": peer.localDescription.sdp}, webrtc_realtime_processing=True,
                       stream_output=[], data_output=["number"], fps_probe_frames=10)
    response = answer["response"]
    await peer.setRemoteDescription(RTCSessionDescription(sdp=response["sdp"], type=response["type"]))
    pipeline_id = answer["pipeline_id"]
    track.start()
    await results(numbers, options)
    summary["listed"] = (await ask(options.port, type="list_pipelines"))["response"]["pipelines"] == [pipeline_id]
    report = (await ask(options.port, type="status", pipeline_id=pipeline_id))["response"]["report"]
    summary["fps"] = report["sources_metadata"][0]["source_properties"]["fps"]
    consumed = (await ask(options.port, type="consume_result", pipeline_id=pipeline_id, excluded_fields=["image"]))["response"]
    summary["consumed"] = sorted(consumed["outputs"][0])
    summary["paused"] = (await ask(options.port, type="mute", pipeline_id=pipeline_id))["response"]["status"]
    summary["resumed"] = (await ask(options.port, type="resume", pipeline_id=pipeline_id))["response"]["status"]
    channel.send(json.dumps({"data_output": "number"}))
    await results(numbers, options)
    summary["terminated"] = (await ask(options.port, type="terminate", pipeline_id=pipeline_id))["response"]["status"]
    summary["gone"] = (await ask(options.port, type="status", pipeline_id=pipeline_id))["response"]["error_type"]
    summary["left"] = (await ask(options.port, type="list_pipelines"))["response"]["pipelines"]
    summary["text"] = all(isinstance(message, str) for message in numbers)
    values = [json.loads(message) for message in numbers]
    summary["answered"], summary["span"] = len(values), values[-1] - values[0] + 1
    summary["in_order"] = values == sorted(set(values))
    track.stop()
    await peer.close()


async def results(numbers, options):
    wanted = len(numbers) + options.results
    deadline = time.monotonic() + options.timeout
    while len(numbers) < wanted:
        if time.monotonic() > deadline:
            raise TimeoutError("%d of %d results" % (len(numbers), wanted))
        await asyncio.sleep(0.02)


def error_of(answer):
    return answer if answer == CLOSED else answer["response"]["error_type"]


def main():
    options = parse_options()
    # the test that started this ended
    peer_process.watch_stdin(lambda: os._exit(1))
    summary = {
        "not_json": error_of(raw(options.port, struct.pack(">I", 5) + b"hello")),
        "no_object": error_of(raw(options.port, struct.pack(">I", 2) + b"[]")),
        "too_long": error_of(raw(options.port, struct.pack(">I", 0x7FFFFFFF))),
        "empty": error_of(raw(options.port, struct.pack(">I", 0))),
        "unknown_type": error_of(command(options.port, type="dance")),
        "unknown_pipeline": error_of(command(options.port, type="status", pipeline_id="nobody")),
        "no_offer": error_of(command(options.port, type="webrtc", processing_configuration={"workspace_name": "a", "workflow_id": "numbers"})),
    }
    try:
        asyncio.run(asyncio.wait_for(pipeline(options, summary), 3 * options.timeout))
        summary["ok"] = True
    except Exception as problem:  # the test shows it
        summary["ok"] = False
        summary["problem"] = repr(problem)
    print(json.dumps(summary), flush=True)
    sys.exit(0 if summary["ok"] else 1)


if __name__ == "__main__":
    mended_sctp.install()
    main()
