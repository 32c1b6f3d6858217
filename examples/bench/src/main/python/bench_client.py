#!/usr/bin/python3
"""The client side of the bench on aiortc: one run of a job for each line GO on standard input, until that ends.

A run prints FIRST when all its sessions have given a result, and END with what it took. The sessions themselves are those of the tests'
Python client.
"""
import asyncio
import functools
import json
import logging
import sys
import time

import aiortc_client
import mended_sctp

# Many sessions of the same file: it is read once.
aiortc_client.numbers_of = functools.lru_cache(aiortc_client.numbers_of)


class TimedClient(aiortc_client.Client):
    """Tells when its results come."""

    def __init__(self, options, at_first):
        super().__init__(options)
        self._at_first = at_first
        self.started_at = time.monotonic()
        self.first_at = None
        self.last_at = None

    def _on_message(self, message):
        before = self.results.messages
        super()._on_message(message)
        if self.results.messages > before:
            self.last_at = time.monotonic()
            if self.first_at is None:
                self.first_at = self.last_at
                self._at_first()


class Run:
    """All sessions of one run."""

    def __init__(self, options, sessions):
        self._waits_for = sessions
        self._before = 0
        self._clients = [TimedClient(options, self._began) for _ in range(sessions)]

    def _began(self):
        self._waits_for -= 1
        if self._waits_for == 0:
            self._before = sum(client.results.messages for client in self._clients)
            print("FIRST", flush=True)

    async def run(self):
        summaries = await asyncio.gather(*(client.run() for client in self._clients))
        answered = [client for client in self._clients if client.first_at is not None]
        if not answered:
            raise SystemExit("no result: %s" % json.dumps(summaries[0]))
        first = min(client.first_at for client in answered)
        last = max(client.last_at for client in answered)
        return {"messages": sum(summary["messages"] for summary in summaries), "before": self._before,
                "seconds": last - first,
                "firstMillis": 1000 * (first - min(client.started_at for client in self._clients)),
                "medianMillis": summaries[0]["p50_ms"] or 0, "p95Millis": summaries[0]["p95_ms"] or 0, "sessionKib": 0}


async def main():
    sessions = int(sys.argv.pop(1))
    options = aiortc_client.parse_options()
    logging.basicConfig(level=logging.ERROR)
    print("READY", flush=True)
    loop = asyncio.get_running_loop()
    while await loop.run_in_executor(None, sys.stdin.readline):
        print("END " + json.dumps(await Run(options, sessions).run()), flush=True)


if __name__ == "__main__":
    mended_sctp.install()
    asyncio.run(main())
