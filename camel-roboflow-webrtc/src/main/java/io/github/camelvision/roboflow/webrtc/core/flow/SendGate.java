package io.github.camelvision.roboflow.webrtc.core.flow;

/**
 * Decides from a channel's buffered amount whether to go on sending, with hysteresis (docs/protocol.adoc#back-pressure: stop above a limit,
 * resume at a quarter of it). Not thread-safe.
 */
public final class SendGate {

    private final long high;
    private final long low;
    private boolean open = true;

    /**
     * @param high closes above this many buffered bytes
     * @param low opens again at this many or fewer
     */
    public SendGate(long high, long low) {
        if (low < 0 || high < low) {
            throw new IllegalArgumentException("0 <= low <= high is needed: low " + low + ", high " + high);
        }
        this.high = high;
        this.low = low;
    }

    /** Whether to send now, with this many bytes waiting in the channel. */
    public boolean open(long bufferedAmount) {
        open = bufferedAmount <= (open ? high : low);
        return open;
    }
}
