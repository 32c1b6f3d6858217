package io.github.camelvision.roboflow.webrtc.core.flow;

/** What a full {@link PolicyQueue} does with a new element. The names are values of the endpoint option {@code overflow}. */
public enum Overflow {

    /** The oldest element makes room. */
    dropOldest,

    /** The new element is dropped. */
    dropNewest,

    /** The new element is not taken, and its owner offers it again later. */
    block,

    /** The new element is dropped, and its owner is told that this is an error. */
    fail
}
