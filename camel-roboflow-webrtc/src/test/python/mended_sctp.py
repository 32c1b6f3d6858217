#!/usr/bin/python3
"""Mends a stall of aiortc's data channels. Import it and call install(), or run it to count chunks that are never sent, with and without the mend.

When the timer T3 expires, aiortc 1.4 marks all chunks on the way to be sent again, also those that the other side has acknowledged by gap
blocks. Such a chunk is counted as on the way when it is sent again, and is never taken off: it is acknowledged already. After some of them
the window is full though nothing is on the way, and without something on the way no timer runs: nothing is ever sent again. A busy machine
that loses packets is enough.
"""
import asyncio
import json

from aiortc import rtcsctptransport
from aiortc.rtcsctptransport import RTCSctpTransport


def install():
    """What is acknowledged is not sent again."""
    transmit = RTCSctpTransport._transmit

    async def mended(self):
        for chunk in self._sent_queue:
            if chunk._acked:
                chunk._retransmit = False
        await transmit(self)

    RTCSctpTransport._transmit = mended


class Nowhere:
    """A transport whose packets go nowhere."""

    state = "connected"
    role = "controlling"

    def __init__(self):
        self.transport = self

    async def _send_data(self, data):
        pass


async def unsent():
    """Chunks that are never sent after a loss, a late acknowledgement and an expired timer."""
    sctp = RTCSctpTransport(Nowhere())
    sctp._association_state = RTCSctpTransport.State.ESTABLISHED
    sctp._remote_port = 5000
    sctp._cwnd = 8 * rtcsctptransport.USERDATA_MAX_LENGTH
    last = sctp._last_sacked_tsn = sctp._local_tsn - 1
    await sctp._send(1, 53, b"x" * (4 * rtcsctptransport.USERDATA_MAX_LENGTH))

    async def acknowledged(cumulative, gaps):
        sack = rtcsctptransport.SackChunk()
        sack.cumulative_tsn = last + cumulative
        sack.gaps = gaps
        await sctp._receive_sack_chunk(sack)

    await acknowledged(0, [(2, 4)])
    sctp._t3_expired()
    await asyncio.sleep(0)
    # the window opens again before the other side tells that it has all
    sctp._cwnd = 4 * rtcsctptransport.USERDATA_MAX_LENGTH
    await acknowledged(0, [(2, 4)])
    sctp._cwnd = rtcsctptransport.USERDATA_MAX_LENGTH
    await acknowledged(4, [])
    await sctp._send(1, 53, b"x" * rtcsctptransport.USERDATA_MAX_LENGTH)
    waiting = len(sctp._outbound_queue) if not sctp._sent_queue else 0
    sctp._t3_cancel()
    return waiting


def main():
    before = asyncio.run(unsent())
    install()
    after = asyncio.run(unsent())
    print(json.dumps({"unsent": before, "mended": after}))
    return 0 if after == 0 else 1


if __name__ == "__main__":
    raise SystemExit(main())
