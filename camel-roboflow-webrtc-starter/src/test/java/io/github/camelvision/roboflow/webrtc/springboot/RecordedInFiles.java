package io.github.camelvision.roboflow.webrtc.springboot;

import io.github.camelvision.roboflow.webrtc.testkit.Playback;
import java.io.IOException;
import java.nio.file.Path;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.context.annotation.Bean;

@TestConfiguration
public class RecordedInFiles {

    @Bean
    Playback playback() throws IOException {
        return Playback.directory(Path.of("src/test/resources/recordings"));
    }
}
