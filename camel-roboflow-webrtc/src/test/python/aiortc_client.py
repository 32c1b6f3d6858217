#!/usr/bin/python3
"""A client of the WebRTC inference protocol on aiortc, for tests: runs one session, prints one JSON summary line, exits 0 or 1."""
import argparse
import asyncio
import json
import logging
import os
import random
import time
import urllib.error
import urllib.request

import av
from aiortc import RTCPeerConnection, RTCSessionDescription
from aiortc.mediastreams import MediaStreamError

import painted
import mended_sctp
import peer_process
import wire
from client_results import Results
from client_track import NumberedTrack
from pictures import planes_of, rotate, rotation_of
from worker_session import ice_configuration

UPLOAD_BUFFER_LIMIT = 256 * 1024


def parse_options():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--url", required=True, help="base URL of the worker")
    parser.add_argument("--mode", choices=["manual", "file", "rtsp", "mjpeg"], required=True)
    parser.add_argument("--frames", type=int, default=100, help="manual: frames to send; rtsp, mjpeg: results to wait for")
    parser.add_argument("--fps", type=float, default=30.0)
    parser.add_argument("--size", default="640x480")
    parser.add_argument("--file", help="file mode: the video")
    parser.add_argument("--source-url", help="rtsp and mjpeg mode: what the worker captures")
    parser.add_argument("--delivery", choices=["datachannel", "track"], default="datachannel", help="file mode: frames")
    parser.add_argument("--realtime", choices=["true", "false"], help="default: false for files, else true")
    parser.add_argument("--stream-output", default="none", help="comma list; none = [], auto = null")
    parser.add_argument("--data-output", default="number", help="comma list or *; none = [], auto = null")
    parser.add_argument("--change", action="append", default=[], help='JSON like {"after": 50, "data_output": ["*"]}')
    parser.add_argument("--ack", action="store_true", help="acknowledge every handled result")
    parser.add_argument("--ack-delay-ms", type=int, default=0, help="time that handling a result takes")
    parser.add_argument("--ping", action="store_true", help="file mode: a keep-alive ping before the upload")
    parser.add_argument("--upload-any", type=int, help="file mode: chunks of any size up to this one, in any order")
    parser.add_argument("--number-field", default="number", help="dotted path of the number in the outputs")
    parser.add_argument("--workspace", default="test")
    parser.add_argument("--workflow-id", default="numbers")
    parser.add_argument("--specification", help="workflow specification as JSON, instead of workspace and id")
    parser.add_argument("--api-key", default="test-key")
    parser.add_argument("--processing-timeout", type=float)
    parser.add_argument("--min-answered", type=int, help="fewest answers for success; default: all (manual realtime: 80%%)")
    parser.add_argument("--expect-reason", help="success needs this termination_reason, and no full set of answers")
    parser.add_argument("--quiet", type=float, default=5.0, help="seconds without a new number, all sent, that end the session")
    parser.add_argument("--timeout", type=float, default=60.0, help="seconds for everything")
    parser.add_argument("--ice-servers", help="JSON list, for the worker only, as the SDK's webrtc_config")
    parser.add_argument("--stdin-guard", action="store_true", help="end when standard input ends")
    parser.add_argument("--verbose", action="store_true")
    return parser.parse_args()


def names_of(text):
    if text == "auto":
        return None
    return [] if text in ("none", "") else text.split(",")


def numbers_of(path):
    """The painted number of each frame of a video file, as this machine decodes it."""
    rotation = rotation_of(path)
    with av.open(path) as container:
        return [painted.read(planes_of(rotate(frame, rotation))[0]) for frame in container.decode(video=0)]


class Client:
    """One session, on the event loop."""

    def __init__(self, options):
        self.options = options
        self.realtime = (options.realtime or ("false" if options.mode == "file" else "true")) == "true"
        self.expected = numbers_of(options.file) if options.mode == "file" else None
        self.results = Results(options.number_field, self.expected)
        self.summary = {"mode": options.mode, "http_status": None, "states": []}
        self.ended = asyncio.get_running_loop().create_future()
        self.track = None
        self._pc = RTCPeerConnection(configuration=ice_configuration(None))
        self._channel = None
        self._upload = None
        self._acked = 0
        self._to_ack = asyncio.Queue()
        self._changes = sorted((json.loads(change) for change in options.change), key=lambda change: change["after"])
        self._tasks = []
        self._pings = 0

    def _end(self, how):
        if not self.ended.done():
            self.ended.set_result(how)

    async def run(self):
        """The summary of the session."""
        start = time.monotonic()
        try:
            if await self._connect():
                self._tasks.append(asyncio.ensure_future(self._acknowledge()))
                self._tasks.append(asyncio.ensure_future(self._watch()))
                how = await asyncio.wait_for(asyncio.shield(self.ended), self.options.timeout)
            else:
                how = "refused"
        except asyncio.TimeoutError:
            how = "timeout"
        await self._drain_acks()
        await self._drain_video()
        for task in self._tasks:
            task.cancel()
        await self._pc.close()
        self.summary.update(ended=how, duration=round(time.monotonic() - start, 3), pings=self._pings, acked=self._acked)
        self.summary.update(self.results.summary(self.track))
        self.summary["ok"] = self._success(how)
        return self.summary

    # --- connecting -------------------------------------------------------------------------------------------------

    async def _connect(self):
        options = self.options
        self._channel = self._pc.createDataChannel("inference")
        self._channel.on("message", self._on_message)
        self._channel.on("close", lambda: self._end("channel closed"))
        self._pc.on("connectionstatechange", self._on_state)
        self._pc.on("track", lambda track: self._tasks.append(asyncio.ensure_future(self._read_video(track))))
        if options.mode == "manual":
            width, height = (int(part) for part in options.size.split("x"))
            self.track = NumberedTrack(width, height, options.fps, options.frames)
            self._channel.on("open", self.track.start)
            self._pc.addTrack(self.track)
        elif options.mode != "file" or options.delivery == "track":
            self._pc.addTransceiver("video", direction="recvonly")
        if options.mode == "file":
            self._upload = self._pc.createDataChannel("video_upload")
            self._upload.on("open", lambda: self._tasks.append(asyncio.ensure_future(self._send_file())))
            self._upload.on("message", self._on_upload_message)
        await self._pc.setLocalDescription(await self._pc.createOffer())
        status, body = await asyncio.get_running_loop().run_in_executor(None, self._post, self._request())
        self.summary["http_status"] = status
        if status != 200:
            self.summary["http_body"] = body[:2000]
            return False
        answer = json.loads(body)
        await self._pc.setRemoteDescription(RTCSessionDescription(sdp=answer["sdp"], type=answer["type"]))
        return True

    def _request(self):
        options = self.options
        workflow = {"type": "WorkflowConfiguration", "image_input_name": "image", "workflows_parameters": {}}
        if options.specification:
            workflow["workflow_specification"] = json.loads(options.specification)
        else:
            workflow.update(workspace_name=options.workspace, workflow_id=options.workflow_id)
        description = self._pc.localDescription
        stream, data = names_of(options.stream_output), names_of(options.data_output)
        request = {"api_key": options.api_key, "workflow_configuration": workflow,
                   "webrtc_offer": {"type": description.type, "sdp": description.sdp},
                   "webrtc_realtime_processing": self.realtime}
        if options.ice_servers:
            request["webrtc_config"] = {"iceServers": json.loads(options.ice_servers)}
        if options.processing_timeout:
            request["processing_timeout"] = options.processing_timeout
        if options.mode == "manual":
            request["manual_mode"] = True
        elif options.mode == "file":
            request["video_file_upload"] = True
            if options.delivery == "datachannel":
                data = (data or []) + [name for name in stream or [] if name not in (data or [])]
                stream = []
        else:
            request[options.mode + "_url"] = options.source_url
        request.update(stream_output=stream, data_output=data)
        return request

    def _post(self, request):
        url = self.options.url.rstrip("/") + "/initialise_webrtc_worker"
        call = urllib.request.Request(url, json.dumps(request).encode("utf-8"), {"Content-Type": "application/json"})
        try:
            with urllib.request.urlopen(call, timeout=90) as answer:
                return answer.status, answer.read().decode("utf-8")
        except urllib.error.HTTPError as error:
            return error.code, error.read().decode("utf-8", "replace")

    def _on_state(self):
        state = self._pc.connectionState
        self.summary["states"].append(state)
        if state in ("failed", "closed"):
            self._end(state)

    # --- upload -----------------------------------------------------------------------------------------------------

    def _on_upload_message(self, message):
        if len(message) <= 1:
            self._pings += 1

    async def _send_file(self):
        if self.options.ping:
            self._upload.send(b"\0")
        with open(self.options.file, "rb") as file:
            data = file.read()
        chunks = list(enumerate(self._cut(data)))
        if self.options.upload_any:
            random.shuffle(chunks)
        for index, payload in chunks:
            while self._upload.bufferedAmount > UPLOAD_BUFFER_LIMIT:
                await asyncio.sleep(0.01)
            if self._upload.readyState != "open":
                return
            self._upload.send(wire.upload_chunk(index, len(chunks), payload))
            await asyncio.sleep(0)
        self.summary["upload_chunks"] = len(chunks)

    def _cut(self, data):
        payloads, at = [], 0
        while at < len(data):
            size = random.randint(1, self.options.upload_any) if self.options.upload_any else wire.UPLOAD_PAYLOAD
            payloads.append(data[at:at + size])
            at += size
        return payloads

    # --- results ----------------------------------------------------------------------------------------------------

    def _on_message(self, message):
        frame_id = self.results.add(message, self._acked)
        if frame_id is None:
            return
        if self.results.complete:
            self._end("complete")
            return
        self._to_ack.put_nowait(frame_id)
        while self._changes and frame_id >= self._changes[0]["after"]:
            change = self._changes.pop(0)
            for key in ("stream_output", "data_output"):
                if key in change:
                    self._channel.send(json.dumps({key: change[key]}))

    async def _acknowledge(self):
        while self.options.ack:
            frame_id = await self._to_ack.get()
            if self.options.ack_delay_ms:
                await asyncio.sleep(self.options.ack_delay_ms / 1000.0)
            self._send_ack(frame_id)

    def _send_ack(self, frame_id):
        if frame_id > self._acked and self._channel.readyState == "open":
            self._acked = frame_id
            self._channel.send(json.dumps({"ack": frame_id}))

    async def _drain_acks(self):
        if self.options.ack:
            while not self._to_ack.empty():
                self._send_ack(self._to_ack.get_nowait())

    async def _drain_video(self):
        """Video may trail the results: waits until no frame has come for half a second."""
        seen, calm = self.results.video_frames, 0
        while self.options.stream_output != "none" and self._pc.connectionState == "connected" and calm < 5:
            await asyncio.sleep(0.1)
            calm = calm + 1 if seen == self.results.video_frames or self.options.mode != "file" else 0
            seen = self.results.video_frames

    async def _read_video(self, track):
        try:
            while True:
                self.results.add_video(await track.recv())
        except MediaStreamError:
            self.summary["video_ended"] = True

    async def _watch(self):
        options = self.options
        while True:
            await asyncio.sleep(0.05)
            if options.mode == "manual" and not options.processing_timeout:
                if options.frames in self.results.numbers:
                    self._end("answered")
                elif self.track.finished_at and self.results.quiet_since(self.track.finished_at) > options.quiet:
                    self._end("quiet")
            elif options.mode in ("rtsp", "mjpeg") and self.results.messages >= options.frames and not options.processing_timeout:
                wants_video = options.stream_output != "none"
                if not wants_video or self.results.video_frames >= options.frames * 0.8:
                    self._end("answered")

    # --- judgement --------------------------------------------------------------------------------------------------

    def _success(self, how):
        options, results = self.options, self.summary
        if results["doubled"] or results["wrong"] or results["malformed"] or results["video_wrong"] or not results["order_ok"]:
            return False
        if self.expected is not None and None in self.expected:
            self.summary["problem"] = "the file carries pictures without a readable number"
            return False
        if options.expect_reason is not None:
            return results["complete"] and results["reason"] == options.expect_reason
        if options.mode == "file" and not self.realtime:
            return results["complete"] and results["messages"] >= (options.min_answered or len(self.expected))
        if options.min_answered is not None:
            least = options.min_answered
        elif options.mode == "manual":
            least = int(options.frames * 0.8) if self.realtime else options.frames - 1
        else:
            least = 1 if options.mode == "file" else options.frames
        return how in ("answered", "complete", "quiet") and results["messages"] >= least


async def main():
    options = parse_options()
    logging.basicConfig(level=logging.DEBUG if options.verbose else logging.ERROR)
    if options.stdin_guard:
        peer_process.watch_stdin(lambda: os._exit(3))
    summary = await Client(options).run()
    print(json.dumps(summary), flush=True)
    return 0 if summary["ok"] else 1


if __name__ == "__main__":
    mended_sctp.install()
    raise SystemExit(asyncio.run(main()))
