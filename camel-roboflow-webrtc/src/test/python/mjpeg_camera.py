#!/usr/bin/python3
"""MJPEG cameras with the habits of real ones, for tests: http://127.0.0.1:PORT/HABIT. What each does is in HABITS.

Sends painted frames with the numbers from 1 on, at --fps. Event `playing` tells the habit.
"""
import argparse
import asyncio
import base64
import hashlib
import re
import threading
import time
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import av

import painted
import peer_process

USER, PASSWORD = "operator", "p@ss:w/rd#1%&+"
NONCE = "9c0a7de15b2f"
PICTURES = 60


@dataclass(frozen=True)
class Habit:
    kind: str = "multipart/x-mixed-replace; boundary=frame"
    delimiter: str = "--frame"
    head: str = "Content-Type: image/jpeg\r\nContent-Length: {length}\r\n"
    size: tuple = (320, 240)
    pixels: str = "yuvj420p"
    login: str = ""
    after: int = 0  # frames, after which something happens
    what: str = ""


HABITS = {
    "plain": Habit(),
    "charset": Habit(head="Content-Type: image/jpeg; charset=binary\r\nContent-Length: {length}\r\n"),
    "jpg": Habit(head="Content-Type: image/jpg\r\nContent-Length: {length}\r\n"),
    "no-type": Habit(head="Content-Length: {length}\r\n"),
    "no-length": Habit(head="Content-Type: image/jpeg\r\n"),
    "no-head": Habit(head=""),
    "quoted": Habit(kind='multipart/x-mixed-replace; boundary="frame"'),
    "dashes": Habit(kind="multipart/x-mixed-replace; boundary=--frame"),
    "mixed": Habit(kind="multipart/mixed; boundary=frame"),
    "upper": Habit(kind="Multipart/X-Mixed-Replace; Boundary=frame", head="CONTENT-TYPE: IMAGE/JPEG\r\nCONTENT-LENGTH: {length}\r\n"),
    "stamped": Habit(head="X-Timestamp: {time}\r\nContent-Length: {length}\r\nContent-Type: image/jpeg\r\nX-Note: a\r\n"),
    "truncated": Habit(head="Content-Type: image/jpeg\r\n", what="truncated"),
    "odd": Habit(size=(321, 241)),
    "j422": Habit(pixels="yuvj422p"),
    "j444": Habit(pixels="yuvj444p"),
    "snapshot": Habit(what="snapshot"),
    "redirect": Habit(what="redirect"),
    "basic": Habit(login="basic"),
    "md5": Habit(login="MD5"),
    "sha256": Habit(login="SHA-256"),
    "resize": Habit(after=30, what="resize"),
    "vanish": Habit(after=20, what="vanish"),
    "freeze": Habit(after=20, what="freeze"),
    "drip": Habit(what="drip"),
}


def parse_options():
    parser = argparse.ArgumentParser(description=__doc__)
    peer_process.add_process_options(parser)
    parser.add_argument("--fps", type=float, default=25.0)
    parser.add_argument("--log", help="JSON lines: playing, refused, gone, end")
    return parser.parse_args()


class Pictures:
    """JPEGs of painted frames, made when they are first asked for."""

    def __init__(self):
        self._lock, self._made = threading.Lock(), {}

    def jpeg(self, size, pixels, number):
        key = size, pixels, (number - 1) % PICTURES + 1
        with self._lock:
            if key not in self._made:
                self._made[key] = self._encode(*key)
            return self._made[key]

    @staticmethod
    def _encode(size, pixels, number):
        encoder = av.CodecContext.create("mjpeg", "w")
        encoder.width, encoder.height, encoder.pix_fmt = *size, pixels
        encoder.time_base = "1/25"
        encoder.options = {"qmin": "2", "qmax": "2"}
        packets = encoder.encode(painted.picture(*size, number).reformat(format=pixels)) + encoder.encode(None)
        return b"".join(bytes(packet) for packet in packets)


class Handler(BaseHTTPRequestHandler):
    """One thread per viewer."""

    protocol_version = "HTTP/1.1"
    fps = 25.0
    log = None
    stopped = None
    pictures = None
    played = set()

    def log_message(self, format, *args):  # the signature is the base class's
        pass

    def do_GET(self):
        name = self.path.split("?")[0].strip("/")
        habit = HABITS.get(name)
        self.close_connection = True
        if habit is None:
            self._head(404, "text/plain", length=0)
        elif habit.login and not self._allowed(habit.login):
            self.log.write("refused", habit=name)
            self._head(401, "text/plain", length=0, challenge=self._challenge(habit.login))
        elif habit.what == "redirect":
            self._head(302, "text/plain", length=0, location="/plain")
        else:
            self._play(name, habit)

    def _head(self, status, kind, length=None, challenge=None, location=None):
        self.send_response(status)
        self.send_header("Content-Type", kind)
        for name, value in (("Content-Length", length), ("WWW-Authenticate", challenge), ("Location", location)):
            if value is not None:
                self.send_header(name, str(value))
        self.send_header("Connection", "close")
        self.end_headers()

    @staticmethod
    def _challenge(login):
        if login == "basic":
            return 'Basic realm="camera"'
        return 'Digest realm="camera", qop="auth", nonce="%s", algorithm=%s' % (NONCE, login)

    def _allowed(self, login):
        given = self.headers.get("Authorization", "")
        if login == "basic":
            return given == "Basic " + base64.b64encode(("%s:%s" % (USER, PASSWORD)).encode()).decode()
        fields = dict(re.findall(r'(\w+)="?([^",]*)"?', given))

        def digest(text):
            return (hashlib.sha256 if login == "SHA-256" else hashlib.md5)(text.encode()).hexdigest()

        expected = digest(":".join([digest("%s:camera:%s" % (USER, PASSWORD)), NONCE, fields.get("nc", ""), fields.get("cnonce", ""), "auth",
                                    digest("GET:%s" % fields.get("uri"))]))
        return fields.get("response") == expected

    def _play(self, name, habit):
        again = name in self.played
        self.played.add(name)
        self.log.write("playing", habit=name)
        try:
            if habit.what == "snapshot":
                data = self.pictures.jpeg(habit.size, habit.pixels, 1)
                self._head(200, "image/jpeg", length=len(data))
                self.wfile.write(data)
            elif habit.what == "drip":
                for byte in b"HTTP/1.1 200 OK\r\nContent-Type: multipart/x-mixed-replace; boundary=frame\r\n\r\n":
                    self.wfile.write(bytes([byte]))
                    if self.stopped.wait(2):
                        return
            else:
                self._head(200, habit.kind)
                self._stream(habit, again)
        except OSError:
            pass  # the viewer has gone
        self.log.write("gone", habit=name)

    def _stream(self, habit, again):
        sent, start, size = 0, time.monotonic(), habit.size
        while not self.stopped.is_set():
            if habit.after and sent == habit.after and habit.what == "resize":
                size = size[1], size[0]
            elif habit.after and sent == habit.after and not again:
                if habit.what == "freeze":
                    self.stopped.wait()
                return
            sent += 1
            data = self.pictures.jpeg(size, habit.pixels, sent)
            if habit.what == "truncated" and sent % 3 == 0:
                data = data[:len(data) // 2]
            head = habit.head.format(length=len(data), time=time.time())
            self.wfile.write((habit.delimiter + "\r\n" + head + "\r\n").encode() + data + b"\r\n")
            self.stopped.wait(max(0.0, start + sent / self.fps - time.monotonic()))


async def main():
    options = parse_options()
    log, stopped = peer_process.EventLog(options.log), threading.Event()
    members = {"fps": options.fps, "log": log, "stopped": stopped, "pictures": Pictures()}
    server = ThreadingHTTPServer(("127.0.0.1", options.port), type("CameraHandler", (Handler,), members))
    server.daemon_threads = True
    threading.Thread(target=server.serve_forever, name="http", daemon=True).start()
    peer_process.announce(options, server.server_address[1])
    await peer_process.wait_for_stop(options)
    stopped.set()
    await asyncio.get_running_loop().run_in_executor(None, server.shutdown)
    server.server_close()
    log.write("end")
    log.close()


if __name__ == "__main__":
    asyncio.run(main())
