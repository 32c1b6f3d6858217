"""What every peer script does as a process: announce its port, end cleanly, and write events as JSON lines."""
import asyncio
import json
import os
import signal
import socket
import threading
import time


def add_process_options(parser):
    parser.add_argument("--port", type=int, default=0, help="TCP port; 0 takes a free one")
    parser.add_argument("--ready-file", help="also write the port into this file once ready")
    parser.add_argument("--stdin-guard", action="store_true", help="end when standard input ends: nobody is left to stop us")


def announce(options, port):
    """Tells the starter that the peer serves: one line READY <port>."""
    if options.ready_file:
        with open(options.ready_file, "w", encoding="ascii") as file:
            file.write("%d\n" % port)
    print("READY %d" % port, flush=True)


def add_camera_options(parser):
    parser.add_argument("--up", type=float, default=0.0, help="seconds after which the camera dies, with all its viewers; 0 = never")
    parser.add_argument("--down", type=float, default=0.0, help="seconds for which it then stays away, over and over")


def hold_port(port):
    """A socket that keeps the port of a camera that is away: connections to it are refused."""
    held = socket.socket()
    held.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    held.bind(("127.0.0.1", port))
    return held


def watch_stdin(callback):
    """Calls back (on a thread of its own) when standard input ends."""

    def run():
        # not through sys.stdin: a thread that waits in there at the end of the interpreter makes that a "Fatal Python error"
        while os.read(0, 4096):
            pass
        callback()

    threading.Thread(target=run, name="stdin-guard", daemon=True).start()


async def wait_for_stop(options):
    """Returns at SIGTERM, SIGINT, or the end of standard input."""
    loop = asyncio.get_running_loop()
    stopped = asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, stopped.set)
    if options.stdin_guard:
        watch_stdin(lambda: loop.call_soon_threadsafe(stopped.set))
    await stopped.wait()


class EventLog:
    """One JSON object a line, flushed, with `event` and seconds since the start `t`; does nothing without a file.

    The first line, `start`, tells the time of t=0 as `epoch`.
    """

    def __init__(self, path):
        self._file = open(path, "a", encoding="utf-8") if path else None
        self._lock = threading.Lock()
        self._start = time.monotonic()
        self.write("start", epoch=time.time())

    def write(self, event, **fields):
        if self._file is None:
            return
        line = json.dumps({"event": event, "t": round(time.monotonic() - self._start, 4), **fields})
        with self._lock:
            self._file.write(line + "\n")
            self._file.flush()

    def close(self):
        if self._file is not None:
            self._file.close()
            self._file = None
