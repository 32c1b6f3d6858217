package io.github.camelvision.roboflow.webrtc.core.media;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.camelvision.roboflow.webrtc.core.error.SourceException;
import io.github.camelvision.roboflow.webrtc.core.media.image.ImageHeader;

/** Coverage-guided fuzzing of what is read of an encoded image before it is decoded. */
public final class ImageFuzz {

    public static final class Headers {
        public static void fuzzerTestOneInput(byte[] file) {
            try {
                ImageHeader header = ImageHeader.read(file);
                assertThat((long) header.width() * header.height()).isBetween(1L, ImageHeader.MAX_PIXELS);
            } catch (SourceException e) {
                assertThat(e.getMessage()).isNotBlank();
            }
        }
    }
}
