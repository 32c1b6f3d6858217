#!/usr/bin/python3
"""A worker (server) of the WebRTC inference protocol on aiortc, for tests: many sessions in one process, failures on request.

In these it does what Roboflow's own server does: the end of a camera that it reads is `processing_complete` without a reason; an absent
processing_timeout is a limit, null is none; an idle session ends; a camera that cannot be opened is a 500 before there is an answer.
"""
import argparse
import asyncio
import json
import logging
import sys
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import mended_sctp
import peer_process
from fake_workflow import FakeWorkflow
from worker_session import BadRequest, CameraFailure, WorkerSession

PATH = "/initialise_webrtc_worker"
MAX_BODY = 10 * 1024 * 1024
ANSWER_TIMEOUT = 30.0


def parse_options():
    parser = argparse.ArgumentParser(description=__doc__)
    peer_process.add_process_options(parser)
    parser.add_argument("--log", help="JSON lines: session, frame, ack, outputs, upload, ping, complete, closed, ...")
    parser.add_argument("--host", default="127.0.0.1", help="address to take requests at")
    parser.add_argument("--api-key", help="refuse (401) requests without this key")
    parser.add_argument("--gzip", action="store_true", help="compress the messages")
    parser.add_argument("--padding", type=int, default=0, help="bytes of an extra output `padding`")
    parser.add_argument("--broken-output", action="store_true", help="an extra output `broken` that cannot be serialised")
    parser.add_argument("--ack-window", type=int, default=1)
    parser.add_argument("--process-ms", type=int, default=0, help="duration of the simulated work per frame")
    parser.add_argument("--order", choices=["forward", "reverse"], default="forward", help="order of a message's chunks")
    parser.add_argument("--idle-timeout", type=float, default=60.0,
                        help="seconds without a frame, an upload message or an acknowledgement that is waited for, which end a session")
    parser.add_argument("--session-limit", type=float, default=3600.0, help="processing_timeout of requests that have none, seconds")
    parser.add_argument("--max-sessions", type=int, default=0, help="refuse (429) more sessions at a time; 0 = any number")
    parser.add_argument("--gateway-timeout", type=float, default=0.0,
                        help="a camera that cannot be opened is a 504 after so many seconds, as behind Roboflow's gateway, not a 500")
    parser.add_argument("--end-track-after", type=int, default=0, help="an exception after frame N ends the video; nothing comes any more")
    parser.add_argument("--mute-track-after", type=int, default=0, help="the video ends after frame N, data goes on")
    parser.add_argument("--mute-data-after", type=int, default=0, help="the data ends after frame N, the video goes on")
    parser.add_argument("--deaf", action="store_true", help="the connection comes up, its channels never open")
    parser.add_argument("--fail-status", type=int, help="answer this HTTP status instead of an SDP answer")
    parser.add_argument("--fail-body", default='{"message": "failure on request"}')
    parser.add_argument("--fail-header", action="append", default=[], help="Name: value, with --fail-status")
    parser.add_argument("--fail-times", type=int, default=-1, help="only so many failures, then succeed")
    parser.add_argument("--drop-channel-after", type=int, default=0, help="close the peer connection after frame N")
    parser.add_argument("--stall-after", type=int, default=0, help="send nothing after frame N, silently")
    parser.add_argument("--throw-on", type=int, action="append", default=[], help="processing frame N fails; repeatable")
    parser.add_argument("--verbose", action="store_true")
    return parser.parse_args()


class TooManySessions(Exception):
    """Refused with HTTP 429."""


class Worker:
    """Makes the sessions; lives on the event loop, except fail_now()."""

    def __init__(self, options):
        self.options = options
        self.log = peer_process.EventLog(options.log)
        self.workflow = FakeWorkflow(options.padding, options.process_ms, options.throw_on, options.broken_output)
        self.loop = asyncio.get_running_loop()
        self._sessions = set()
        self._count = 0
        self._failures = 0
        self._lock = threading.Lock()

    def fail_now(self):
        """Counts a failure when this request shall fail. Any thread."""
        with self._lock:
            if self.options.fail_status is None or 0 <= self.options.fail_times <= self._failures:
                return False
            self._failures += 1
            return True

    async def initialise(self, request, key_in):
        if 0 < self.options.max_sessions <= len(self._sessions):
            self.log.write("refused", status=429)
            raise TooManySessions
        self._count += 1
        number = self._count
        shown = {name: value for name, value in request.items() if name not in ("api_key", "webrtc_offer", "webrtc_config")}
        self.log.write("session", session=number, api_key_in=key_in, request=shown, has_ice="webrtc_config" in request)
        session = WorkerSession(number, self.options, self.workflow, request, self.log)
        self._sessions.add(session)
        try:
            sdp = await session.answer()
        except BaseException:
            self._sessions.discard(session)
            await session.close("not started")
            raise
        asyncio.ensure_future(self._forget(session))
        return {"status": "success", "context": {"request_id": None, "pipeline_id": None}, "sdp": sdp, "type": "answer"}

    async def _forget(self, session):
        await session.closed.wait()
        self._sessions.discard(session)

    async def close(self):
        await asyncio.gather(*(session.close("shutdown") for session in list(self._sessions)))
        self.log.write("end", sessions=self._count)
        self.log.close()


class Handler(BaseHTTPRequestHandler):
    """HTTP threads: one short request each; the work is done on the event loop."""

    protocol_version = "HTTP/1.1"
    worker = None

    def log_message(self, format, *args):  # the signature is the base class's
        logging.getLogger("http").debug(format, *args)

    def _reply(self, status, body, content_type="application/json", headers=()):
        data = body.encode("utf-8")
        self.send_response(status)
        self.send_header("Content-Type", content_type)
        self.send_header("Content-Length", str(len(data)))
        for header in headers:
            name, value = header.split(":", 1)
            self.send_header(name.strip(), value.strip())
        self.end_headers()
        self.wfile.write(data)

    def _error(self, status, message, error_type):
        self._reply(status, json.dumps({"message": message, "error_type": error_type, "context": None, "inner_error_type": None}))

    def do_GET(self):
        self._reply(200, '{"name": "aiortc test worker"}') if self.path == "/" else self._reply(404, '{"detail": "Not Found"}')

    def do_POST(self):
        length = int(self.headers.get("Content-Length") or 0)
        if length > MAX_BODY:
            self.close_connection = True
            self._error(413, "request body too large", "PayloadTooLarge")
            return
        body = self.rfile.read(length)
        options = self.worker.options
        if self.path.split("?")[0] != PATH:
            self._reply(404, '{"detail": "Not Found"}')
        elif self.worker.fail_now():
            self.worker.log.write("refused", status=options.fail_status)
            kind = "application/json" if options.fail_body.startswith("{") else "text/html"
            self._reply(options.fail_status, options.fail_body, kind, options.fail_header)
        else:
            self._initialise(body)

    def _initialise(self, body):
        try:
            request = json.loads(body)
            if not isinstance(request, dict):
                raise ValueError("not a JSON object")
        except ValueError as error:
            self._error(400, "The request is not JSON: %s" % error, "InvalidRequest")
            return
        bearer = (self.headers.get("Authorization") or "").partition("Bearer ")[2]
        places = {(True, True): "both", (True, False): "body", (False, True): "header", (False, False): "none"}
        key_in = places[bool(request.get("api_key")), bool(bearer)]
        expected = self.worker.options.api_key
        if expected is not None and expected not in (request.get("api_key"), bearer):
            self._error(401, "Unauthorized access to roboflow API - check API key", "RoboflowAPINotAuthorizedError")
            return
        future = asyncio.run_coroutine_threadsafe(self.worker.initialise(request, key_in), self.worker.loop)
        try:
            answer = future.result(ANSWER_TIMEOUT)
        except BadRequest as error:
            self._error(400, str(error), "WebRTCConfigurationError")
        except TooManySessions:
            self._error(429, "You have reached the maximum of %d concurrent streams." % self.worker.options.max_sessions,
                        "WorkspaceStreamQuotaError")
        except CameraFailure as error:
            self.worker.log.write("camera_failed", error=str(error))
            if self.worker.options.gateway_timeout:
                time.sleep(self.worker.options.gateway_timeout)
                self._reply(504, '{"message": "Timeout when attempting to connect to Roboflow API."}')
            else:
                self._reply(500, '{"message": "Internal error."}')
        except Exception as error:  # the client must get an answer, the log the cause
            logging.getLogger("worker").exception("initialisation failed")
            self._error(500, "Internal error: %s" % type(error).__name__, "InternalError")
        else:
            self._reply(200, json.dumps(answer))


class Server(ThreadingHTTPServer):
    """A client that breaks a connection is nothing to tell."""

    daemon_threads = True

    def handle_error(self, request, client_address):
        if not isinstance(sys.exc_info()[1], ConnectionError):
            super().handle_error(request, client_address)


async def main():
    options = parse_options()
    logging.basicConfig(level=logging.DEBUG if options.verbose else logging.WARNING)
    worker = Worker(options)
    handler = type("WorkerHandler", (Handler,), {"worker": worker})
    server = Server((options.host, options.port), handler)
    threading.Thread(target=server.serve_forever, name="http", daemon=True).start()
    peer_process.announce(options, server.server_address[1])
    await peer_process.wait_for_stop(options)
    await worker.loop.run_in_executor(None, server.shutdown)
    server.server_close()
    await worker.close()


if __name__ == "__main__":
    mended_sctp.install()
    asyncio.run(main())
