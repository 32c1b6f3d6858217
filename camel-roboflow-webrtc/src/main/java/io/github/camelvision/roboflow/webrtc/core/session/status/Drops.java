package io.github.camelvision.roboflow.webrtc.core.session.status;

/**
 * Something was dropped on this side.
 *
 * @param kind what, and so why
 * @param count how many since the last time that this kind was told
 * @param total how many of this kind since the session began
 */
public record Drops(Kind kind, long count, long total) {

    /** What was dropped. */
    public enum Kind {
        /** Results or frames for the user, who was slower than the session. */
        results("the route was slower than the session"),
        /** Messages and frames from the server that this machine was too slow to read. */
        messages("this machine was too slow to read what the server sent"),
        /** Messages from the server that did not follow the protocol. */
        unreadable("the server's messages could not be read"),
        /** Frames to the server: too many waited to be sent. */
        frames("more frames were sent into the session than it could pass on"),
        /** Frames that are missing from clips. */
        clips("frames came faster than clips can be written, could not be read, or there was no memory for them");

        private final String reason;

        Kind(String reason) {
            this.reason = reason;
        }

        /** Why, in words. */
        public String reason() {
            return reason;
        }
    }
}
