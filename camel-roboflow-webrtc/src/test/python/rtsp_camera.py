#!/usr/bin/python3
"""RTSP cameras with the habits of real ones, for tests: rtsp://127.0.0.1:PORT/HABIT. What each does is in HABITS.

Sends the given files over and over, frame by frame, at --fps. Event `listening` tells the ports of TLS and of IPv6; `playing` and
`keyframe` (the first one that was sent) tell the habit.
"""
import argparse
import base64
import datetime
import hashlib
import os
import re
import socket
import ssl
import struct
import tempfile
import threading
import time
from dataclasses import dataclass

import peer_process

USER, PASSWORD = "operator", "p@ss:w/rd#1%&+"
NONCE = "5f2e8a6b90c1d374"
PAYLOAD = 1300
METADATA = b'<?xml version="1.0"?><tt:MetadataStream xmlns:tt="http://www.onvif.org/ver10/schema"/>'


@dataclass(frozen=True)
class Habit:
    codec: str = "h264"
    tracks: tuple = ("video",)
    transports: tuple = ("TCP", "UDP")
    login: str = ""
    fps: float = 0
    first: int = 0  # frame of the file that the first answer begins with
    announces: bool = True  # parameter sets in the SDP
    after: int = 0  # frames, after which something happens
    what: str = ""


HABITS = {
    "plain": Habit(),
    "h265": Habit(codec="h265"),
    "metadata": Habit(tracks=("video", "metadata")),
    "metadata-first": Habit(tracks=("metadata", "video")),
    "audio": Habit(tracks=("video", "audio")),
    "all": Habit(tracks=("audio", "video", "metadata")),
    "two-videos": Habit(tracks=("video", "second")),
    "tcp-alone": Habit(transports=("TCP",)),
    "udp-alone": Habit(transports=("UDP",)),
    "basic": Habit(login="basic"),
    "md5": Habit(login="MD5"),
    "md5-qop": Habit(login="MD5 qop"),
    "sha256": Habit(login="SHA-256"),
    "both-digests": Habit(login="SHA-256 and MD5"),
    "slow": Habit(fps=10),
    "mid-gop": Habit(first=5),
    "in-band": Habit(announces=False),
    "resize": Habit(after=30, what="resize"),
    "vanish": Habit(after=20, what="vanish"),
    "freeze": Habit(after=20, what="freeze"),
    "drip": Habit(what="drip"),
    "redirect": Habit(what="redirect"),
}


def parse_options():
    parser = argparse.ArgumentParser(description=__doc__)
    peer_process.add_process_options(parser)
    parser.add_argument("--h264", required=True, help="Annex B, a slice a frame")
    parser.add_argument("--h265", required=True, help="the same")
    parser.add_argument("--small", required=True, help="H.264 of another size")
    parser.add_argument("--fps", type=float, default=25.0)
    parser.add_argument("--log", help="JSON lines: listening, playing, keyframe, refused, gone, end")
    return parser.parse_args()


class Film:
    """The NAL units of a file, a list for each frame."""

    def __init__(self, path, codec):
        self.codec = codec
        with open(path, "rb") as file:
            units = [unit.rstrip(b"\0") for unit in re.split(b"\0\0\0?\1", file.read()) if unit]
        self.frames, self.parameters, waiting = [], {}, []
        for unit in units:
            kind = self.kind(unit)
            waiting.append(unit)
            if kind in ((7, 8) if codec == "h264" else (32, 33, 34)):
                self.parameters.setdefault(kind, unit)
            elif self.is_picture(kind):
                self.frames.append(waiting)
                waiting = []

    def kind(self, unit):
        return unit[0] & 31 if self.codec == "h264" else unit[0] >> 1 & 63

    def is_picture(self, kind):
        return kind in (1, 5) if self.codec == "h264" else kind < 32

    def is_key(self, frame):
        kind = self.kind(frame[-1])
        return kind == 5 if self.codec == "h264" else 16 <= kind <= 23

    def format_line(self, number, announces):
        name = "H264" if self.codec == "h264" else "H265"
        sets = [base64.b64encode(self.parameters[kind]).decode() for kind in sorted(self.parameters)]
        text = "a=rtpmap:%d %s/90000\r\n" % (number, name)
        if self.codec == "h264":
            text += "a=fmtp:%d packetization-mode=1%s\r\n" % (number, ";sprop-parameter-sets=" + ",".join(sets) if announces else "")
        elif announces:
            text += "a=fmtp:%d sprop-vps=%s;sprop-sps=%s;sprop-pps=%s\r\n" % (number, *sets)
        return text

    def payloads(self, unit):
        """The unit as RTP payloads: itself, or its fragments."""
        if len(unit) <= PAYLOAD:
            return [unit]
        if self.codec == "h264":
            head, kind, body = bytes([unit[0] & 0xE0 | 28]), unit[0] & 31, unit[1:]
        else:
            head, kind, body = bytes([unit[0] & 0x81 | 49 << 1, unit[1]]), unit[0] >> 1 & 63, unit[2:]
        parts = [body[at:at + PAYLOAD] for at in range(0, len(body), PAYLOAD)]
        marks = [(0x80 if i == 0 else 0) | (0x40 if i == len(parts) - 1 else 0) for i in range(len(parts))]
        return [head + bytes([mark | kind]) + part for mark, part in zip(marks, parts)]


class Track:
    """One RTP stream to one client."""

    def __init__(self, viewer, number, transport):
        self._viewer, self._number, self._sequence = viewer, number, 0
        interleaved = re.search(r"interleaved=(\d+)", transport)
        self._channel = int(interleaved.group(1)) if interleaved else None
        if interleaved:
            self.answer = "RTP/AVP/TCP;unicast;interleaved=%d-%d" % (self._channel, self._channel + 1)
        else:
            port = int(re.search(r"client_port=(\d+)", transport).group(1))
            self._socket = socket.socket(viewer.family, socket.SOCK_DGRAM)
            self._socket.bind((viewer.host, 0))
            self._target = viewer.peer, port
            self.answer = "RTP/AVP;unicast;client_port=%d-%d;server_port=%d-%d" % (
                port, port + 1, self._socket.getsockname()[1], self._socket.getsockname()[1] + 1)

    def send(self, kind, ticks, marker, payload):
        head = struct.pack(">BBHII", 0x80, kind | (0x80 if marker else 0), self._sequence & 0xFFFF, ticks & 0xFFFFFFFF, 4711 + self._number)
        self._sequence += 1
        if self._channel is None:
            self._socket.sendto(head + payload, self._target)
        else:
            self._viewer.send(b"$" + struct.pack(">BH", self._channel, len(head) + len(payload)) + head + payload)

    def close(self):
        if self._channel is None:
            self._socket.close()


class Viewer:
    """One connection: answers requests on one thread, and plays on another."""

    def __init__(self, camera, connection, host):
        self._camera, self._connection, self.host = camera, connection, host
        self.family, self.peer = connection.family, connection.getpeername()[0]
        self._lock, self._tracks, self._playing = threading.Lock(), {}, False
        self._name, self._habit = "", Habit()

    def send(self, data):
        with self._lock:
            self._connection.sendall(data)

    def run(self):
        try:
            with self._connection.makefile("rb") as lines:
                while self._serve(lines):
                    pass
        except (OSError, ValueError):
            pass  # the viewer has gone
        finally:
            self._connection.close()
            for track in self._tracks.values():
                track.close()
            self._camera.log.write("gone", habit=self._name)

    def _serve(self, lines):
        first = lines.read(1)
        if first == b"$":
            lines.read(struct.unpack(">BH", lines.read(3))[1])
            return True
        line = (first + lines.readline()).decode().strip()
        if not line:
            return bool(first)
        method, url, _ = line.split(" ")
        headers = {}
        for header in iter(lambda: lines.readline().decode().strip(), ""):
            name, value = header.split(":", 1)
            headers[name.lower()] = value.strip()
        if url != "*":
            self._name = re.sub(r"^rtsps?://[^/]*/", "", url).split("/")[0].split("?")[0]
            self._habit = HABITS.get(self._name)
        return self._answer(method, url, headers)

    def _reply(self, headers, status, lines="", body=""):
        length = "Content-Length: %d\r\n" % len(body) if body else ""
        text = "RTSP/1.0 %s\r\nCSeq: %s\r\n%s%s\r\n%s" % (status, headers.get("cseq", "0"), lines, length, body)
        if self._habit and self._habit.what == "drip":
            for byte in text.encode():
                self.send(bytes([byte]))
                if self._camera.stopped.wait(2):
                    return
        self.send(text.encode())

    def _answer(self, method, url, headers):
        habit = self._habit
        if habit is None:
            self._reply(headers, "404 Not Found")
        elif method == "OPTIONS":
            self._reply(headers, "200 OK", "Public: OPTIONS, DESCRIBE, SETUP, PLAY, TEARDOWN, GET_PARAMETER\r\n")
        elif habit.login and not self._allowed(method, headers):
            self._camera.log.write("refused", habit=self._name)
            self._reply(headers, "401 Unauthorized", self._challenges())
        elif method == "DESCRIBE" and habit.what == "redirect":
            self._reply(headers, "302 Moved Temporarily", "Location: %s\r\n" % url.replace("redirect", "plain"))
        elif method == "DESCRIBE":
            self._reply(headers, "200 OK", "Content-Type: application/sdp\r\nContent-Base: %s/\r\n" % url, self._description())
        elif method == "SETUP":
            self._setup(url, headers)
        elif method == "PLAY":
            self._reply(headers, "200 OK", "Session: 12345678\r\n")
            if not self._playing:
                self._playing = True
                threading.Thread(target=self._play, daemon=True).start()
        elif method == "TEARDOWN":
            self._reply(headers, "200 OK", "Session: 12345678\r\n")
            return False
        else:
            self._reply(headers, "200 OK", "Session: 12345678\r\n")
        return True

    def _challenges(self):
        login = self._habit.login
        if login == "basic":
            return 'WWW-Authenticate: Basic realm="camera"\r\n'
        qop = ', qop="auth"' if "qop" in login else ""
        return "".join('WWW-Authenticate: Digest realm="camera", nonce="%s", algorithm=%s%s\r\n' % (NONCE, algorithm, qop)
                       for algorithm in ("SHA-256", "MD5") if algorithm in login)

    def _allowed(self, method, headers):
        given = headers.get("authorization", "")
        if self._habit.login == "basic":
            return given == "Basic " + base64.b64encode(("%s:%s" % (USER, PASSWORD)).encode()).decode()
        fields = dict(re.findall(r'(\w+)="?([^",]*)"?', given))
        sha = fields.get("algorithm", "MD5").upper() == "SHA-256"

        def digest(text):
            return (hashlib.sha256 if sha else hashlib.md5)(text.encode()).hexdigest()

        middle = [NONCE]
        if "qop" in self._habit.login:
            middle += [fields.get("nc", ""), fields.get("cnonce", ""), "auth"]
        expected = [digest("%s:camera:%s" % (USER, PASSWORD)), *middle, digest("%s:%s" % (method, fields.get("uri")))]
        return ("SHA-256" if sha else "MD5") in self._habit.login and fields.get("response") == digest(":".join(expected))

    def _description(self):
        lines = "v=0\r\no=- 1 1 IN IP4 127.0.0.1\r\ns=camera\r\nc=IN IP4 0.0.0.0\r\nt=0 0\r\na=control:*\r\n"
        for number, track in enumerate(self._habit.tracks):
            if track == "video":
                lines += "m=video 0 RTP/AVP 96\r\n" + self._film().format_line(96, self._habit.announces)
            elif track == "second":
                lines += "m=video 0 RTP/AVP 97\r\n" + self._camera.small.format_line(97, True)
            elif track == "audio":
                lines += "m=audio 0 RTP/AVP 8\r\na=rtpmap:8 PCMA/8000\r\n"
            else:
                lines += "m=application 0 RTP/AVP 107\r\na=rtpmap:107 vnd.onvif.metadata/90000\r\n"
            lines += "a=control:track%d\r\n" % number
        return lines

    def _film(self):
        return self._camera.h264 if self._habit.codec == "h264" else self._camera.h265

    def _setup(self, url, headers):
        transport = headers["transport"].split(",")[0]
        kind = "TCP" if "TCP" in transport else "UDP"
        if kind not in self._habit.transports:
            self._reply(headers, "461 Unsupported Transport")
            return
        number = int(url[-1])
        self._tracks[self._habit.tracks[number]] = track = Track(self, number, transport)
        self._camera.log.write("setup", habit=self._name, track=self._habit.tracks[number], transport=kind)
        self._reply(headers, "200 OK", "Transport: %s\r\nSession: 12345678\r\n" % track.answer)

    def _play(self):
        habit, film = self._habit, self._film()
        fps = habit.fps or self._camera.fps
        sent, start, key_told = 0, time.monotonic(), False
        again = self._camera.was_played(self._name)
        self._camera.log.write("playing", habit=self._name)
        try:
            while not self._camera.stopped.is_set():
                if habit.after and sent == habit.after and habit.what == "resize":
                    film = self._camera.small
                elif habit.after and sent == habit.after and not again:
                    if habit.what == "vanish":
                        self._connection.shutdown(socket.SHUT_RDWR)
                    return
                at = (habit.first + sent) % len(film.frames)
                if film.is_key(film.frames[at]) and not key_told:
                    key_told = True
                    self._camera.log.write("keyframe", habit=self._name)
                self._send(film, film.frames[at], int(sent * 90_000 / fps), sent)
                sent += 1
                self._camera.stopped.wait(max(0.0, start + sent / fps - time.monotonic()))
        except OSError:
            pass  # the viewer has gone

    def _send(self, film, frame, ticks, number):
        if "video" in self._tracks:
            self._send_frame(self._tracks["video"], film, frame, 96, ticks)
        if "second" in self._tracks:
            small = self._camera.small
            self._send_frame(self._tracks["second"], small, small.frames[number % len(small.frames)], 97, ticks)
        if "audio" in self._tracks:
            self._tracks["audio"].send(8, ticks * 8 // 90, number == 0, b"\xd5" * 320)
        if "metadata" in self._tracks and number % 5 == 0:
            self._tracks["metadata"].send(107, ticks, True, METADATA)

    @staticmethod
    def _send_frame(track, film, frame, kind, ticks):
        payloads = [payload for unit in frame for payload in film.payloads(unit)]
        for i, payload in enumerate(payloads):
            track.send(kind, ticks, i == len(payloads) - 1, payload)


class Camera:
    """All habits: listens with and without TLS, and on IPv6 where the machine has it."""

    def __init__(self, options):
        self.log = peer_process.EventLog(options.log)
        self.fps = options.fps
        self.h264, self.h265 = Film(options.h264, "h264"), Film(options.h265, "h265")
        self.small = Film(options.small, "h264")
        self.stopped = threading.Event()
        self._lock, self._played = threading.Lock(), set()
        self.port = self._listen("127.0.0.1", options.port, None)
        tls = self._listen("127.0.0.1", 0, certificate())
        ipv6 = self._listen("::1", 0, None) if has_ipv6() else 0
        self.log.write("listening", tls=tls, ipv6=ipv6)

    def was_played(self, name):
        with self._lock:
            before = name in self._played
            self._played.add(name)
            return before

    def _listen(self, host, port, tls):
        family = socket.AF_INET6 if ":" in host else socket.AF_INET
        listener = socket.create_server((host, port), family=family)
        threading.Thread(target=self._accept, args=(listener, host, tls), daemon=True).start()
        return listener.getsockname()[1]

    def _accept(self, listener, host, tls):
        while True:
            connection, _ = listener.accept()
            threading.Thread(target=self._serve, args=(connection, host, tls), daemon=True).start()

    def _serve(self, connection, host, tls):
        try:
            if tls:
                connection = tls.wrap_socket(connection, server_side=True)
        except (OSError, ssl.SSLError) as error:
            self.log.write("refused", habit="tls", reason=str(error))
            return
        Viewer(self, connection, host).run()


def has_ipv6():
    try:
        socket.create_server(("::1", 0), family=socket.AF_INET6).close()
        return True
    except OSError:
        return False


def certificate():
    """A TLS context with a certificate that nobody has signed, as cameras have."""
    from cryptography import x509
    from cryptography.hazmat.primitives import hashes, serialization
    from cryptography.hazmat.primitives.asymmetric import ec
    from cryptography.x509.oid import NameOID

    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "camera.test")])
    now = datetime.datetime(2026, 1, 1)
    signed = (x509.CertificateBuilder().subject_name(name).issuer_name(name).public_key(key.public_key()).serial_number(1)
              .not_valid_before(now - datetime.timedelta(days=9000)).not_valid_after(now + datetime.timedelta(days=9000))
              .sign(key, hashes.SHA256()))
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    with tempfile.NamedTemporaryFile(suffix=".pem") as file:
        file.write(signed.public_bytes(serialization.Encoding.PEM))
        file.write(key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()))
        file.flush()
        context.load_cert_chain(file.name)
    return context


def main():
    import asyncio
    options = parse_options()
    camera = Camera(options)
    peer_process.announce(options, camera.port)
    asyncio.run(peer_process.wait_for_stop(options))
    camera.stopped.set()
    camera.log.write("end")
    camera.log.close()
    # threads that wait for viewers would keep the interpreter from ending
    os._exit(0)


if __name__ == "__main__":
    main()
