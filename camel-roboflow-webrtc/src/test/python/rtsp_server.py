#!/usr/bin/python3
"""An RTSP server on GStreamer, for tests: painted frames, a test pattern, or an MP4 file, at rtsp://127.0.0.1:PORT/test."""
import argparse
import datetime
import ipaddress
import os
import signal

import gi
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

gi.require_version("Gst", "1.0")
gi.require_version("GstRtsp", "1.0")
gi.require_version("GstRtspServer", "1.0")
from gi.repository import Gio, GLib, Gst, GstRtsp, GstRtspServer  # noqa: E402

import painted  # noqa: E402
import peer_process  # noqa: E402

ENCODERS = {
    "h264": "x264enc tune=zerolatency speed-preset=ultrafast bitrate=%d key-int-max=%d ! h264parse ! rtph264pay name=pay0 pt=96",
    "h265": "x265enc tune=zerolatency speed-preset=ultrafast bitrate=%d key-int-max=%d ! h265parse ! rtph265pay name=pay0 pt=96",
}


def parse_options():
    parser = argparse.ArgumentParser(description=__doc__)
    peer_process.add_process_options(parser)
    parser.add_argument("--source", choices=["painted", "pattern", "file"], default="painted")
    parser.add_argument("--file", help="MP4 with H.264 without B-frames: sent as it is")
    parser.add_argument("--size", default="640x480")
    parser.add_argument("--fps", type=int, default=30)
    parser.add_argument("--bitrate", type=int, default=4000, help="kbit/s")
    parser.add_argument("--frames", type=int, default=0, help="painted: end of stream after so many; 0 = endless")
    parser.add_argument("--codec", choices=sorted(ENCODERS), default="h264")
    parser.add_argument("--transport", choices=["any", "tcp", "udp"], default="any", help="the only one that SETUP is answered for")
    parser.add_argument("--tls", action="store_true", help="rtsps:// with a certificate that it makes for itself")
    parser.add_argument("--user", default="", help="ask for basic authentication")
    parser.add_argument("--password", default="")
    peer_process.add_camera_options(parser)
    parser.add_argument("--log", help="JSON lines: up, connected, playing, gone (with the painted pictures so far), down, end")
    options = parser.parse_args()
    if options.source == "file" and not options.file:
        parser.error("--source file needs --file")
    return options


class PaintedFeed:
    """Answers need-data of one media's appsrc with the next number: every client sees the numbers from 1 on."""

    painted = 0

    def __init__(self, width, height, fps, frames):
        self._size = width, height
        self._duration = Gst.SECOND // fps
        self._frames = frames
        self._number = 0

    def need_data(self, source, _length):
        if self._frames and self._number >= self._frames:
            source.emit("end-of-stream")
            return
        self._number += 1
        PaintedFeed.painted += 1
        data = b"".join(plane.tobytes() for plane in painted.paint(*self._size, self._number))
        buffer = Gst.Buffer.new_wrapped(data)
        buffer.pts = buffer.dts = (self._number - 1) * self._duration
        buffer.duration = self._duration
        source.emit("push-buffer", buffer)


class Factory(GstRtspServer.RTSPMediaFactory):
    """One pipeline per client."""

    def __init__(self, options):
        super().__init__()
        self._options = options
        self._width, self._height = (int(part) for part in options.size.split("x"))

    def do_create_element(self, _url):
        options = self._options
        encoder = ENCODERS[options.codec] % (options.bitrate, options.fps)
        caps = "video/x-raw,format=I420,width=%d,height=%d,framerate=%d/1" % (self._width, self._height, options.fps)
        if options.source == "pattern":
            line = "videotestsrc is-live=true ! %s ! %s" % (caps, encoder)
        elif options.source == "file":
            path = os.path.abspath(options.file).replace('"', "")
            line = 'filesrc location="%s" ! qtdemux ! h264parse config-interval=-1 ! rtph264pay name=pay0 pt=96' % path
        else:
            line = "appsrc name=painted is-live=false format=time block=true max-buffers=4 caps=%s ! %s" % (caps, encoder)
        return Gst.parse_launch("( %s )" % line)

    def do_configure(self, media):
        if self._options.source == "painted":
            source = media.get_element().get_by_name_recurse_up("painted")
            feed = PaintedFeed(self._width, self._height, self._options.fps, self._options.frames)
            source.connect("need-data", feed.need_data)
        GstRtspServer.RTSPMediaFactory.do_configure(self, media)


class Lives:
    """Lets the camera die and come back, as the options say."""

    def __init__(self, options, log, server, listening):
        self._options = options
        self._log = log
        self._server = server
        self._listening = listening
        self._port = server.get_bound_port()
        self._held = None

    def begin(self):
        self._log.write("up")
        if self._options.up:
            GLib.timeout_add(int(self._options.up * 1000), self._die)

    def _die(self):
        GLib.source_remove(self._listening)
        self._server.client_filter(lambda *_: GstRtspServer.RTSPFilterResult.REMOVE)
        self._log.write("down")
        GLib.timeout_add(int(self._options.down * 1000), self._return)
        self._held = peer_process.hold_port(self._port)
        return False

    def _return(self):
        self._held.close()
        self._server.set_service(str(self._port))
        self._listening = self._server.attach(None)
        if self._listening == 0:
            raise SystemExit("cannot listen on port %d again" % self._port)
        self.begin()
        return False


def own_certificate():
    """A certificate for 127.0.0.1 that nobody else has signed, and its key, as PEM."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "127.0.0.1")])
    now = datetime.datetime.now(datetime.timezone.utc)
    certificate = (x509.CertificateBuilder().subject_name(name).issuer_name(name).public_key(key.public_key())
                   .serial_number(x509.random_serial_number()).not_valid_before(now - datetime.timedelta(days=1))
                   .not_valid_after(now + datetime.timedelta(days=1))
                   .add_extension(x509.SubjectAlternativeName([x509.IPAddress(ipaddress.ip_address("127.0.0.1"))]), critical=False)
                   .sign(key, hashes.SHA256()))
    return certificate.public_bytes(serialization.Encoding.PEM) + key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())


def user_token():
    token = GstRtspServer.RTSPToken()
    token.set_string("media.factory.role", "user")
    return token


def protect(factory, auth, user, password):
    """Basic authentication for everything."""
    auth.add_basic(GstRtspServer.RTSPAuth.make_basic(user, password), user_token())
    auth.set_supported_methods(GstRtsp.RTSPAuthMethod.BASIC)
    factory.add_role_from_structure(permissions("user"))


def permissions(role):
    structure = Gst.Structure.new_empty(role)
    structure.set_value("media.factory.access", True)
    structure.set_value("media.factory.construct", True)
    return structure


def main():
    options = parse_options()
    Gst.init(None)
    log = peer_process.EventLog(options.log)
    loop = GLib.MainLoop()
    server = GstRtspServer.RTSPServer()
    server.set_address("127.0.0.1")
    server.set_service(str(options.port))
    factory = Factory(options)
    factory.set_shared(False)
    if options.transport != "any":
        factory.set_protocols(GstRtsp.RTSPLowerTrans.TCP if options.transport == "tcp" else GstRtsp.RTSPLowerTrans.UDP)
    auth = GstRtspServer.RTSPAuth()
    if options.tls:
        pem = own_certificate().decode("ascii")
        auth.set_tls_certificate(Gio.TlsCertificate.new_from_pem(pem, len(pem)))
    if options.user:
        protect(factory, auth, options.user, options.password)
    elif options.tls:
        auth.set_default_token(user_token())
        factory.add_role_from_structure(permissions("user"))
    if options.user or options.tls:
        server.set_auth(auth)
    server.get_mount_points().add_factory("/test", factory)

    def connected(_server, client):
        log.write("connected")
        client.connect("play-request", lambda *_: log.write("playing"))
        client.connect("closed", lambda *_: log.write("gone", painted=PaintedFeed.painted))

    server.connect("client-connected", connected)
    listening = server.attach(None)
    if listening == 0:
        raise SystemExit("cannot listen on port %d" % options.port)
    lives = Lives(options, log, server, listening)
    for number in (signal.SIGTERM, signal.SIGINT):
        GLib.unix_signal_add(GLib.PRIORITY_HIGH, number, loop.quit)
    if options.stdin_guard:
        peer_process.watch_stdin(lambda: GLib.idle_add(loop.quit))
    peer_process.announce(options, server.get_bound_port())
    lives.begin()
    loop.run()
    log.write("end")
    log.close()
    # GStreamer threads of clients that are still connected would keep the interpreter from ending.
    os._exit(0)


if __name__ == "__main__":
    main()
