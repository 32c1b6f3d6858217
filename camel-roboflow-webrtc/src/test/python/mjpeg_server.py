#!/usr/bin/python3
"""An MJPEG camera over HTTP, for tests: painted frames as multipart/x-mixed-replace at http://127.0.0.1:PORT/test."""
import argparse
import asyncio
import base64
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import painted
import peer_process
from pictures import jpeg_of

BOUNDARY = "frame"


def parse_options():
    parser = argparse.ArgumentParser(description=__doc__)
    peer_process.add_process_options(parser)
    parser.add_argument("--size", default="640x480")
    parser.add_argument("--fps", type=float, default=30.0)
    parser.add_argument("--frames", type=int, default=0, help="close the answer after so many; 0 = endless")
    parser.add_argument("--user", default="", help="ask for basic authentication")
    parser.add_argument("--password", default="")
    peer_process.add_camera_options(parser)
    parser.add_argument("--log", help="JSON lines: up, connected, gone, down, end")
    return parser.parse_args()


class Handler(BaseHTTPRequestHandler):
    """One thread per viewer; each sees the numbers from 1 on."""

    options = None
    log = None
    stopped = None

    def log_message(self, format, *args):  # the signature is the base class's
        pass

    def do_GET(self):
        if self.path.split("?")[0] != "/test":
            self.send_error(404)
        elif not self._allowed():
            self.send_response(401)
            self.send_header("WWW-Authenticate", 'Basic realm="camera"')
            self.send_header("Content-Length", "0")
            self.end_headers()
        else:
            self._stream()

    def _allowed(self):
        if not self.options.user:
            return True
        expected = base64.b64encode(("%s:%s" % (self.options.user, self.options.password)).encode()).decode()
        return self.headers.get("Authorization") == "Basic " + expected

    def _stream(self):
        options = self.options
        width, height = (int(part) for part in options.size.split("x"))
        self.send_response(200)
        self.send_header("Content-Type", "multipart/x-mixed-replace; boundary=" + BOUNDARY)
        self.send_header("Cache-Control", "no-store")
        self.end_headers()
        self.log.write("connected")
        number, start = 0, time.monotonic()
        try:
            while not self.stopped.is_set() and (options.frames == 0 or number < options.frames):
                number += 1
                data = jpeg_of(painted.picture(width, height, number))
                head = "--%s\r\nContent-Type: image/jpeg\r\nContent-Length: %d\r\n\r\n" % (BOUNDARY, len(data))
                self.wfile.write(head.encode("ascii") + data + b"\r\n")
                self.stopped.wait(max(0.0, start + number / options.fps - time.monotonic()))
            if not self.stopped.is_set():
                self.wfile.write(("--%s--\r\n" % BOUNDARY).encode("ascii"))
        except OSError:
            pass  # the viewer has gone
        self.log.write("gone", sent=number)


class Camera:
    """One life: listens until it dies, which cuts its viewers off."""

    def __init__(self, options, log, port):
        self._stopped = threading.Event()
        handler = type("CameraHandler", (Handler,), {"options": options, "log": log, "stopped": self._stopped})
        self._server = ThreadingHTTPServer(("127.0.0.1", port), handler)
        self._server.daemon_threads = True
        self.port = self._server.server_address[1]
        threading.Thread(target=self._server.serve_forever, args=(0.05,), name="http", daemon=True).start()

    async def die(self):
        self._stopped.set()
        await asyncio.get_running_loop().run_in_executor(None, self._server.shutdown)
        self._server.server_close()


async def main():
    options = parse_options()
    log = peer_process.EventLog(options.log)
    camera = Camera(options, log, options.port)
    port = camera.port
    peer_process.announce(options, port)
    stop = asyncio.ensure_future(peer_process.wait_for_stop(options))
    log.write("up")
    while True:
        await asyncio.wait({stop}, timeout=options.up or None)
        await camera.die()
        if stop.done():
            break
        log.write("down")
        held = peer_process.hold_port(port)
        await asyncio.wait({stop}, timeout=options.down)
        held.close()
        if stop.done():
            break
        camera = Camera(options, log, port)
        log.write("up")
    log.write("end")
    log.close()


if __name__ == "__main__":
    asyncio.run(main())
