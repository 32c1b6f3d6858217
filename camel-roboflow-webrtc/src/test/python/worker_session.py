"""One session of the test worker: peer connection, channels, the frame loop, pacing and the injected failures."""
import asyncio
import gzip
import json
import os
import tempfile
import time
from datetime import datetime

from aiortc import RTCConfiguration, RTCIceServer, RTCPeerConnection, RTCSessionDescription
from aiortc.exceptions import InvalidStateError
from aiortc.mediastreams import MediaStreamError, MediaStreamTrack

import wire
from fake_workflow import Picture, render, select
from frame_sources import CaptureSource, FileSource, TrackSource

BUFFER_LIMIT = 256 * 1024
BUFFER_TIMEOUT = 120.0
CHANNEL_WAIT = 5.0
TIMEOUT_RESERVE = 1.0


async def ignored(_):
    """What is done with the packets of a data channel that never opens."""


class BadRequest(Exception):
    """The request is refused with HTTP 400."""


class CameraFailure(Exception):
    """A camera that this server should read cannot be opened."""


class ResultTrack(MediaStreamTrack):
    """The video answer: each recv() drives one frame through the workflow; the frame keeps its pts."""

    kind = "video"

    def __init__(self, session):
        super().__init__()
        self._session = session

    async def recv(self):
        frame = await self._session.produce()
        self._session.maybe_break_video(self)
        if frame is None:
            self.stop()
            raise MediaStreamError
        return frame


class WorkerSession:
    """Everything runs on the event loop, the workflow on its executor."""

    def __init__(self, number, options, workflow, request, log):
        self.number = number
        self.closed = asyncio.Event()
        self._options = options
        self._workflow = workflow
        self._request = request
        self._log = log
        self._realtime = bool(request.get("webrtc_realtime_processing", True))
        self._data_output = string_list(request, "data_output")
        self._stream_names = string_list(request, "stream_output")
        self._check()
        names = [name for name in self._stream_names or [] if name]
        self._wants_video = self._stream_names is None or bool(names)
        self._stream_field = names[0] if names else None
        self._has_video = False
        timeout = request.get("processing_timeout", options.session_limit)
        self._deadline = time.monotonic() + float(timeout) - TIMEOUT_RESERVE if timeout else None
        self._pc = None
        self._channel = None
        self._channel_open = asyncio.Event()
        self._source = asyncio.get_running_loop().create_future()
        self._upload = wire.UploadAssembler()
        self._upload_path = None
        self._stop = asyncio.Event()
        self._acked = 0
        self._ack_arrived = asyncio.Event()
        self._frames = 0
        self._sent = 0
        self._complete_sent = False
        self._last_activity = time.monotonic()
        self._tasks = []

    def _event(self, name, **fields):
        self._log.write(name, session=self.number, **fields)

    # --- signalling -------------------------------------------------------------------------------------------------

    def _check(self):
        workflow = self._request.get("workflow_configuration")
        offer = self._request.get("webrtc_offer")
        if not isinstance(workflow, dict) or not isinstance(offer, dict) or "sdp" not in offer:
            raise BadRequest("workflow_configuration and webrtc_offer are required")
        specification = workflow.get("workflow_specification")
        if specification is None and not (workflow.get("workspace_name") and workflow.get("workflow_id")):
            raise BadRequest("Either 'workflow_specification' or both 'workspace_name' and 'workflow_id' must be provided")
        if specification is None:
            available = self._workflow.outputs
        else:
            available = [output.get("name") for output in specification.get("outputs", [])]
        wanted = [name for name in self._data_output or [] if name]
        invalid = [name for name in wanted if name not in available] if wanted != ["*"] else []
        if invalid:
            raise BadRequest("Invalid data_output fields: %s. Available workflow outputs: %s" % (invalid, available))
        streamed = [name for name in self._stream_names or [] if name][:1]
        if streamed and streamed[0] not in available:
            raise BadRequest("Invalid stream_output field: '%s'. Available workflow outputs: %s" % (streamed[0], available))
        for key, schemes in (("rtsp_url", ("rtsp://", "rtsps://")), ("mjpeg_url", ("http://", "https://"))):
            url = self._request.get(key)
            if url is not None and not str(url).startswith(schemes):
                raise BadRequest("%s must start with %s" % (key, " or ".join(schemes)))

    async def answer(self):
        """Applies the offer; returns the answer's SDP once its candidates are gathered."""
        self._pc = RTCPeerConnection(configuration=ice_configuration(self._request.get("webrtc_config")))
        self._pc.on("datachannel", self._on_channel)
        self._pc.on("connectionstatechange", self._on_connection_state)
        tracks = []
        self._pc.on("track", tracks.append)
        offer = self._request["webrtc_offer"]
        try:
            await self._pc.setRemoteDescription(RTCSessionDescription(sdp=offer["sdp"], type=offer["type"]))
        except (ValueError, KeyError, IndexError) as error:
            await self.close("bad offer")
            raise BadRequest("webrtc_offer cannot be applied: %s" % error) from error
        if self._options.deaf:
            self._pc.sctp._handle_data = ignored
        await self._open_source([track for track in tracks if track.kind == "video"])
        if self._wants_video:
            self._has_video = self._offer_result_track()
        await self._pc.setLocalDescription(await self._pc.createAnswer())
        if not self._has_video:
            self._tasks.append(asyncio.ensure_future(self._process_data_only()))
        self._tasks.append(asyncio.ensure_future(self._watch_idle()))
        return self._pc.localDescription.sdp

    def _offer_result_track(self):
        # aiortc keeps the offer's direction as this side sees it: the client's recvonly is sendonly here.
        for transceiver in self._pc.getTransceivers():
            if transceiver.kind == "video" and transceiver._offerDirection in ("sendrecv", "sendonly"):
                transceiver.sender.replaceTrack(ResultTrack(self))
                transceiver.direction = transceiver._offerDirection
                return True
        return False

    async def _open_source(self, tracks):
        url = self._request.get("rtsp_url") or self._request.get("mjpeg_url")
        if url:
            camera = CaptureSource(url, self._realtime)
            self._source.set_result(camera)
            failure = await camera.opened
            if failure is not None:
                raise CameraFailure(failure)
        elif not self._request.get("video_file_upload"):
            if not tracks:
                raise BadRequest("the offer has no video, and the request names no other source")
            self._source.set_result(TrackSource(tracks[0], self._realtime))

    def _on_connection_state(self):
        state = self._pc.connectionState
        self._event("connection", state=state)
        if state in ("failed", "closed"):
            asyncio.ensure_future(self.close(state))

    # --- channels ---------------------------------------------------------------------------------------------------

    def _on_channel(self, channel):
        self._event("channel", label=channel.label)
        if channel.label == "video_upload":
            channel.on("message", lambda message: self._on_upload(channel, message))
        else:
            self._channel = channel
            channel.on("message", self._on_message)
            # aiortc learns of the client's end here at once; the connection's state follows only when consent expires.
            channel.on("close", lambda: asyncio.ensure_future(self.close("channel closed")))
            self._channel_open.set()

    def _on_message(self, message):
        try:
            command = json.loads(message)
        except ValueError:
            self._event("bad_message")
            return
        if "ack" in command:
            self._event("ack", ack=command["ack"], produced=self._frames, sent=self._sent)
            if isinstance(command["ack"], int) and command["ack"] > self._acked:
                self._acked = command["ack"]
                self._ack_arrived.set()
        if "stream_output" in command or "data_output" in command:
            self._event("outputs", after=self._frames, **command)
        if "data_output" in command:
            self._data_output = command["data_output"]
        if "stream_output" in command and self._has_video:
            names = [name for name in command["stream_output"] or [] if name]
            self._stream_field = names[0] if names else None

    def _on_upload(self, channel, message):
        self._last_activity = time.monotonic()
        data = message.encode("utf-8") if isinstance(message, str) else message
        if len(data) <= 1:
            self._event("ping")
            channel.send(message)
            return
        try:
            video = self._upload.add(data)
        except ValueError as error:
            self._event("bad_upload", error=str(error))
            return
        if video is not None:
            self._event("upload", chunks=self._upload.total, bytes=len(video))
            self._tasks.append(asyncio.ensure_future(self._open_file(video)))

    async def _open_file(self, video):
        handle, self._upload_path = tempfile.mkstemp(suffix=".video")
        with os.fdopen(handle, "wb") as file:
            file.write(video)
        try:
            source = FileSource(self._upload_path, self._realtime)
        except Exception as error:  # whatever the decoder says, the session must end
            self._event("bad_file", error=str(error))
            await self._send_complete(None)
            return
        if not self._source.done():
            self._source.set_result(source)

    # --- frames -----------------------------------------------------------------------------------------------------

    def maybe_break_video(self, track):
        """Ends the video by an exception, as one that is thrown while a frame is serialised does."""
        ends = self._options.end_track_after
        mutes = self._options.mute_track_after
        if ends and self._frames >= ends or mutes and self._frames >= mutes:
            self._event("track_broken", after=self._frames)
            if mutes:
                self._tasks.append(asyncio.ensure_future(self._process_data_only()))
            track.stop()
            raise RuntimeError("broken on request")

    async def _process_data_only(self):
        while await self.produce() is not None:
            pass

    async def produce(self):
        """Takes and processes the next frame, sends its data; returns the frame for the video track, None at the end."""
        await self._within(self._channel_open.wait(), CHANNEL_WAIT)
        while not self._realtime and self._acked and self._frames + 1 > self._acked + self._options.ack_window:
            self._ack_arrived.clear()
            self._last_activity = time.monotonic()
            await self._within(self._ack_arrived.wait(), 0.2)
            if self._stop.is_set() or self._timed_out():
                break
        acked = self._acked
        source = None if self._stop.is_set() else await self._within(asyncio.shield(self._source))
        frame = await self._within(source.next()) if source else None
        if frame is None:
            if not self._stop.is_set():
                await self._send_complete("timeout_reached" if self._timed_out() else None)
            return None
        self._frames += 1
        self._last_activity = time.monotonic()
        await self._handle(frame, self._frames, source, acked)
        return None if self._stop.is_set() else self._rendered

    async def _handle(self, frame, frame_id, source, acked):
        """acked: the acknowledgement by which the window let the frame in; a later one may come meanwhile."""
        received_at = datetime.now().isoformat()
        loop = asyncio.get_running_loop()
        outputs, errors, number = await loop.run_in_executor(None, self._workflow.run, frame, frame_id)
        if self._has_video and self._stream_names is None and frame_id == 1 and self._stream_field is None:
            self._stream_field = next((name for name, value in outputs.items() if isinstance(value, Picture)), None)
        self._rendered = frame
        if self._has_video:
            self._rendered = await loop.run_in_executor(None, render, outputs, self._stream_field, frame, errors)
        self._event("frame", frame_id=frame_id, number=number, pts=frame.pts, dropped=source.dropped, acked=acked)
        if self._options.stall_after and frame_id > self._options.stall_after:
            self._event("stalled", frame_id=frame_id)
            await self._stop.wait()
            return
        if self._options.mute_data_after and frame_id > self._options.mute_data_after:
            return
        selected, select_errors = await loop.run_in_executor(None, select, outputs, self._data_output)
        metadata = {
            "frame_id": frame_id, "received_at": received_at, "pts": frame.pts,
            "time_base": float(frame.time_base) if frame.time_base else None,
            "declared_fps": self._request.get("declared_fps") or source.fps, "measured_fps": None,
            "width": frame.width, "height": frame.height}
        await self._send(frame_id, envelope(selected, metadata, errors + select_errors))
        if self._options.drop_channel_after and frame_id >= self._options.drop_channel_after:
            asyncio.ensure_future(self.close("drop-channel-after"))
            await self._stop.wait()

    def _timed_out(self):
        return self._deadline is not None and time.monotonic() >= self._deadline

    async def _within(self, awaitable, seconds=None):
        """The result, or None when the session stops, the processing time ends, or the seconds pass before."""
        task = asyncio.ensure_future(awaitable)
        stop = asyncio.ensure_future(self._stop.wait())
        limits = [] if seconds is None else [seconds]
        if self._deadline is not None:
            limits.append(max(0.0, self._deadline - time.monotonic()))
        await asyncio.wait({task, stop}, timeout=min(limits) if limits else None, return_when=asyncio.FIRST_COMPLETED)
        stop.cancel()
        if task.done() and not task.cancelled():
            return task.result()
        task.cancel()
        return None

    async def _send(self, frame_id, message):
        payload = json.dumps(message).encode("utf-8")
        if self._options.gzip:
            payload = await asyncio.get_running_loop().run_in_executor(None, gzip.compress, payload, 6)
        try:
            for chunk in wire.split(frame_id, payload, self._options.order == "reverse"):
                if not await self._buffer_below(BUFFER_LIMIT, BUFFER_LIMIT // 4, BUFFER_TIMEOUT):
                    return
                self._channel.send(chunk)
                await asyncio.sleep(0)
            self._sent = frame_id
        except InvalidStateError:
            self._event("send_failed", frame_id=frame_id)

    async def _buffer_below(self, high, low, timeout):
        if self._channel is None or self._channel.readyState != "open":
            return False
        if self._channel.bufferedAmount <= high:
            return True
        end = time.monotonic() + timeout
        while self._channel.bufferedAmount > low:
            if time.monotonic() > end or self._stop.is_set() or self._channel.readyState != "open":
                return False
            await asyncio.sleep(0.01)
        return True

    async def _send_complete(self, reason):
        if self._complete_sent:
            return
        self._complete_sent = True
        metadata = {"frame_id": self._frames, "received_at": datetime.now().isoformat(), "pts": None, "time_base": None,
                    "declared_fps": None, "measured_fps": None, "width": None, "height": None}
        self._event("complete", frames=self._frames, reason=reason)
        await self._send(self._frames + 1, envelope(None, metadata, [], True, reason))
        await self._drain(2.0)
        if reason is not None:
            asyncio.ensure_future(self.close(reason))

    async def _drain(self, timeout):
        """Waits until nothing is queued or unacknowledged: closing an SCTP association throws away what is in flight."""
        end = time.monotonic() + timeout
        while time.monotonic() < end and not self._stop.is_set():
            sctp = self._pc.sctp
            if sctp is None or not (sctp._outbound_queue or sctp._sent_queue or sctp._data_channel_queue):
                return
            await asyncio.sleep(0.02)

    # --- end --------------------------------------------------------------------------------------------------------

    async def _watch_idle(self):
        while not self._stop.is_set():
            await self._within(asyncio.sleep(1.0))
            if time.monotonic() - self._last_activity > self._options.idle_timeout:
                await self.close("idle")

    async def close(self, reason):
        """Frees everything; idempotent."""
        if self._stop.is_set():
            return
        self._stop.set()
        self._ack_arrived.set()
        if self._source.done():
            await self._source.result().close()
        await self._pc.close()
        if self._upload_path:
            os.unlink(self._upload_path)
        self._event("closed", reason=reason, frames=self._frames)
        self.closed.set()


def envelope(outputs, metadata, errors, complete=False, reason=None):
    return {"serialized_output_data": outputs, "video_metadata": metadata, "errors": errors,
            "processing_complete": complete, "termination_reason": reason}


def string_list(request, key):
    value = request.get(key)
    if value is not None and not (isinstance(value, list) and all(isinstance(item, (str, type(None))) for item in value)):
        raise BadRequest("%s must be list or None, got %s" % (key, type(value).__name__))
    return value


def ice_configuration(config):
    """Only the servers of the request: without the explicit empty list aiortc would ask a public STUN server."""
    servers = []
    for server in (config or {}).get("iceServers", []):
        urls = server.get("urls") or []
        servers.append(RTCIceServer(urls=urls if isinstance(urls, list) else [urls], username=server.get("username"),
                                    credential=server.get("credential")))
    return RTCConfiguration(iceServers=servers)
