package io.github.camelvision.roboflow.webrtc.core.source.file;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class ProgressLogTest {

    private static final long MS = 1_000_000L;
    private final ProgressLog log = new ProgressLog();

    private long lines(long total, long msEach) {
        return LongStream.rangeClosed(1, total).filter(done -> log.due(done, total, done * msEach * MS)).count();
    }

    @Test
    void aSteadyUploadTellsEveryTenth() {
        assertThat(lines(1000, 50)).isEqualTo(10);
    }

    @Test
    void aQuickUploadTellsItsEndOnly() {
        assertThat(lines(500, 1)).isEqualTo(1);
    }

    @Test
    void aSlowUploadTellsEveryTenSeconds() {
        assertThat(lines(100, 5_000)).isEqualTo(50);
    }

    @Test
    void withoutATotalTimeDecides() {
        assertThat(LongStream.range(1, 100).filter(second -> log.due(second * 7, 0, second * 1000 * MS)).count()).isEqualTo(9);
    }
}
