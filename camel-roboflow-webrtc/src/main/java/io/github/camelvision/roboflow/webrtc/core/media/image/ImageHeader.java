package io.github.camelvision.roboflow.webrtc.core.media.image;

import io.github.camelvision.roboflow.webrtc.core.error.SourceException;

/**
 * What an image file says about itself in its first bytes, read before anything is allocated for it.
 *
 * @param components colour components of a JPEG; 0 for other formats
 */
public record ImageHeader(Format format, int width, int height, int components) {

    /** 64 megapixels: 96 MB as I420. */
    public static final long MAX_PIXELS = 64_000_000;

    /** What FFmpeg may take for the decoded image: 64 megapixels with 4 bytes each. */
    private static final long MAX_BYTES = 4 * MAX_PIXELS;

    public enum Format { JPEG, PNG, BMP, WEBP }

    /** @throws SourceException not retryable: unknown or damaged file, CMYK, or too big */
    public static ImageHeader read(byte[] file) {
        if (file.length == 0) {
            throw new SourceException("The image is empty: it has no bytes", false);
        }
        ImageHeader header;
        long bytesPerPixel;
        try {
            header = parse(new Bytes(file));
            bytesPerPixel = header.format == Format.PNG ? bytesPerPixel(new Bytes(file)) : header.components;
        } catch (IndexOutOfBoundsException e) {
            throw new SourceException("The image ends within its header, after " + file.length + " bytes", false, e);
        }
        if (header.width <= 0 || header.height <= 0) {
            throw new SourceException("The " + header.format + " image has no size: " + header.width + "x" + header.height, false);
        }
        if ((long) header.width * header.height > MAX_PIXELS) {
            throw new SourceException("The " + header.format + " image has " + header.width + "x" + header.height
                    + " pixels, more than the " + MAX_PIXELS / 1_000_000 + " megapixels that are accepted: scale it down", false);
        }
        if (header.width * bytesPerPixel * header.height > MAX_BYTES) {
            throw new SourceException("The " + header.format + " image of " + header.width + "x" + header.height + " takes "
                    + bytesPerPixel + " bytes a pixel, in all more than the " + MAX_BYTES / 1_000_000
                    + " MB that are accepted: scale it down, or use 8 bits a colour", false);
        }
        if (header.components == 4) {
            throw new SourceException("The JPEG image is CMYK, which is not supported: convert it to RGB", false);
        }
        return header;
    }

    /** At most so many bytes does the decoded image take; a PNG may have 16 bits a colour. */
    public long bytes() {
        return Math.min(MAX_BYTES, (long) width * height * (format == Format.PNG ? 8 : Math.max(components, 3)));
    }

    private static ImageHeader parse(Bytes file) {
        if (file.length() >= 3 && file.u8(0) == 0xFF && file.u8(1) == 0xD8 && file.u8(2) == 0xFF) {
            return jpeg(file);
        }
        if (file.length() >= 8 && file.u32(0) == 0x89504E47L && file.u32(4) == 0x0D0A1A0AL) {
            return new ImageHeader(Format.PNG, (int) file.u32(16), (int) file.u32(20), 0);
        }
        if (file.length() >= 2 && file.u16(0) == 0x424D) {
            return bmp(file);
        }
        if (file.length() >= 12 && file.u32(0) == 0x52494646L && file.u32(8) == 0x57454250L) {
            return webp(file);
        }
        throw new SourceException("These " + file.length() + " bytes are no image this component reads: JPEG, PNG, BMP or WebP", false);
    }

    /** From bit depth and colour type: grey, RGB, palette, grey with alpha, RGB with alpha. */
    private static int bytesPerPixel(Bytes png) {
        int channels = switch (png.u8(25)) {
            case 2 -> 3;
            case 4 -> 2;
            case 6 -> 4;
            default -> 1;
        };
        return png.u8(24) > 8 ? 2 * channels : channels;
    }

    /** Segments of marker and length up to the frame header (SOFn), which holds precision, height, width, components. */
    private static ImageHeader jpeg(Bytes file) {
        int at = 2;
        while (true) {
            if (file.u8(at) != 0xFF) {
                throw new SourceException("The JPEG image is damaged: no marker at byte " + at, false);
            }
            int marker = file.u8(at + 1);
            boolean startOfFrame = marker >= 0xC0 && marker <= 0xCF && marker != 0xC4 && marker != 0xC8 && marker != 0xCC;
            if (startOfFrame) {
                if (file.u8(at + 4) > 8) {
                    throw new SourceException("The JPEG image has " + file.u8(at + 4) + " bits a colour, which is not supported: convert"
                            + " it to 8", false);
                }
                return new ImageHeader(Format.JPEG, file.u16(at + 7), file.u16(at + 5), file.u8(at + 9));
            }
            if (marker == 0xD9 || marker == 0xDA) {
                throw new SourceException("The JPEG image is damaged: pixels before the frame header", false);
            }
            boolean alone = marker == 0xFF || marker == 0x01 || marker >= 0xD0 && marker <= 0xD8;
            // A fill byte 0xFF may be the first byte of the next marker.
            at += marker == 0xFF ? 1 : alone ? 2 : 2 + Math.max(2, file.u16(at + 2));
        }
    }

    private static ImageHeader bmp(Bytes file) {
        if (file.u32Little(14) == 12) {
            return new ImageHeader(Format.BMP, file.u8(18) | file.u8(19) << 8, file.u8(20) | file.u8(21) << 8, 0);
        }
        // A negative height means rows from top to bottom.
        return new ImageHeader(Format.BMP, (int) file.u32Little(18), Math.abs((int) file.u32Little(22)), 0);
    }

    private static ImageHeader webp(Bytes file) {
        int chunk = (int) file.u32(12);
        switch (chunk) {
            case 0x56503820: // "VP8 ": frame tag (3), start code (3), width and height of 14 bits each
                return new ImageHeader(Format.WEBP, (int) file.u32Little(26) & 0x3FFF, (int) (file.u32Little(26) >> 16) & 0x3FFF, 0);
            case 0x5650384C: // "VP8L": signature (1), width-1 and height-1 of 14 bits each
                long bits = file.u32Little(21);
                return new ImageHeader(Format.WEBP, (int) (bits & 0x3FFF) + 1, (int) (bits >> 14 & 0x3FFF) + 1, 0);
            case 0x56503858: // "VP8X": flags (4), canvas width-1 and height-1 of 24 bits each
                if ((file.u8(20) & 0x02) != 0) {
                    throw new SourceException("The WebP image is an animation, which is not supported: send single images", false);
                }
                return new ImageHeader(Format.WEBP, (int) (file.u32Little(24) & 0xFFFFFF) + 1, (int) (file.u32Little(26) >> 8) + 1, 0);
            default:
                throw new SourceException("The WebP image is damaged: unknown first chunk", false);
        }
    }

    /** Reads with bounds checks: past the end is an IndexOutOfBoundsException. */
    private record Bytes(byte[] data) {

        int length() {
            return data.length;
        }

        int u8(int at) {
            return data[at] & 0xFF;
        }

        int u16(int at) {
            return u8(at) << 8 | u8(at + 1);
        }

        long u32(int at) {
            return (long) u16(at) << 16 | u16(at + 2);
        }

        long u32Little(int at) {
            return u8(at) | u8(at + 1) << 8 | u8(at + 2) << 16 | (long) u8(at + 3) << 24;
        }
    }
}
