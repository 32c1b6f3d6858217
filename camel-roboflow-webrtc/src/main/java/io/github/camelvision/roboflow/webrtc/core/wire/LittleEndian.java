package io.github.camelvision.roboflow.webrtc.core.wire;

/** uint32 in little-endian byte order, held in a long. */
final class LittleEndian {

    private static final long MAX_UINT32 = 0xFFFF_FFFFL;

    private LittleEndian() {}

    static boolean isUint32(long value) {
        return value >= 0 && value <= MAX_UINT32;
    }

    static long uint32(byte[] bytes, int at) {
        return (bytes[at] & 0xFFL) | (bytes[at + 1] & 0xFFL) << 8 | (bytes[at + 2] & 0xFFL) << 16 | (bytes[at + 3] & 0xFFL) << 24;
    }

    static void putUint32(byte[] bytes, int at, long value) {
        bytes[at] = (byte) value;
        bytes[at + 1] = (byte) (value >>> 8);
        bytes[at + 2] = (byte) (value >>> 16);
        bytes[at + 3] = (byte) (value >>> 24);
    }
}
