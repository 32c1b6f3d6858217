package io.github.camelvision.roboflow.webrtc.core.media.image;

/** The quantisation tables of the JPEG standard (ITU-T T.81, annex K.1), scaled by a quality from 1 to 100 as libjpeg does. */
public final class JpegTables {

    private static final short[] LUMA = {
            16, 11, 10, 16, 24, 40, 51, 61,
            12, 12, 14, 19, 26, 58, 60, 55,
            14, 13, 16, 24, 40, 57, 69, 56,
            14, 17, 22, 29, 51, 87, 80, 62,
            18, 22, 37, 56, 68, 109, 103, 77,
            24, 35, 55, 64, 81, 104, 113, 92,
            49, 64, 78, 87, 103, 121, 120, 101,
            72, 92, 95, 98, 112, 100, 103, 99};
    private static final short[] CHROMA = {
            17, 18, 24, 47, 99, 99, 99, 99,
            18, 21, 26, 66, 99, 99, 99, 99,
            24, 26, 56, 99, 99, 99, 99, 99,
            47, 66, 99, 99, 99, 99, 99, 99,
            99, 99, 99, 99, 99, 99, 99, 99,
            99, 99, 99, 99, 99, 99, 99, 99,
            99, 99, 99, 99, 99, 99, 99, 99,
            99, 99, 99, 99, 99, 99, 99, 99};

    private JpegTables() {}

    /** 64 steps, row by row. */
    public static short[] luma(int quality) {
        return scaled(LUMA, quality);
    }

    /** 64 steps, row by row. */
    public static short[] chroma(int quality) {
        return scaled(CHROMA, quality);
    }

    private static short[] scaled(short[] table, int quality) {
        int percent = quality < 50 ? 5_000 / quality : 200 - 2 * quality;
        short[] scaled = new short[table.length];
        for (int i = 0; i < table.length; i++) {
            scaled[i] = (short) Math.max(1, Math.min(255, (table[i] * percent + 50) / 100));
        }
        return scaled;
    }
}
