package io.github.camelvision.roboflow.webrtc.core.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.camelvision.roboflow.webrtc.core.error.ProtocolException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;

class InflateTest {

    @Test
    void leavesPlainBytesAlone() {
        byte[] plain = "{\"errors\":[]}".getBytes();
        assertThat(Inflate.gunzipIfNeeded(plain, 100)).isSameAs(plain);
        assertThat(Inflate.gunzipIfNeeded(new byte[0], 100)).isEmpty();
        assertThat(Inflate.gunzipIfNeeded(new byte[] {0x1f}, 100)).hasSize(1);
    }

    @Test
    void inflatesUpToTheCapAndNotBeyond() throws IOException {
        byte[] content = GoldenWire.pattern(100_000);
        assertThat(Inflate.gunzipIfNeeded(gzip(content), 100_000)).isEqualTo(content);
        assertThatThrownBy(() -> Inflate.gunzipIfNeeded(gzip(content), 99_999)).isInstanceOf(ProtocolException.class)
                .hasMessageContaining("cap of 99999");
        assertThatThrownBy(() -> Inflate.gunzipIfNeeded(content, 99_999)).isInstanceOf(ProtocolException.class);
    }

    @Test
    void inflatesNothingAndLongRuns() throws IOException {
        assertThat(Inflate.gunzipIfNeeded(gzip(new byte[0]), 10)).isEmpty();
        assertThat(Inflate.gunzipIfNeeded(gzip(new byte[3 << 20]), 3 << 20)).hasSize(3 << 20);
    }

    @Test
    void readsOptionalHeaderFields() throws IOException {
        byte[] simple = gzip("abc".getBytes());
        byte[] extra = {2, 0, 9, 9, 'n', 0, 'c', 'c', 0, 1, 2};
        byte[] full = new byte[simple.length + extra.length];
        System.arraycopy(simple, 0, full, 0, 10);
        full[3] = 2 + 4 + 8 + 16;
        System.arraycopy(extra, 0, full, 10, extra.length);
        System.arraycopy(simple, 10, full, 10 + extra.length, simple.length - 10);
        assertThat(Inflate.gunzipIfNeeded(full, 10)).isEqualTo("abc".getBytes());
    }

    @Test
    void refusesALengthThatLies() throws IOException {
        byte[] bomb = gzip(new byte[1 << 20]);
        LittleEndian.putUint32(bomb, bomb.length - 4, 10);
        assertThatThrownBy(() -> Inflate.gunzipIfNeeded(bomb, 1000)).isInstanceOf(ProtocolException.class).hasMessageContaining("damaged");
        byte[] boast = gzip("abc".getBytes());
        LittleEndian.putUint32(boast, boast.length - 4, 500_000_000);
        assertThatThrownBy(() -> Inflate.gunzipIfNeeded(boast, Integer.MAX_VALUE)).isInstanceOf(ProtocolException.class);
    }

    @Test
    void refusesEveryDamagedByteOfTheContent() throws IOException {
        byte[] content = GoldenWire.pattern(300);
        byte[] good = gzip(content);
        for (int i = 10; i < good.length; i++) {
            byte[] bad = good.clone();
            bad[i] ^= 0x55;
            assertThatThrownBy(() -> Inflate.gunzipIfNeeded(bad, 1000)).isInstanceOf(ProtocolException.class);
        }
        for (int length = 2; length < good.length; length++) {
            byte[] cut = Arrays.copyOf(good, length);
            assertThatThrownBy(() -> Inflate.gunzipIfNeeded(cut, 1000)).isInstanceOf(ProtocolException.class);
        }
    }

    @Test
    void refusesManyEmptyMembersWithoutRecursion() throws IOException {
        byte[] member = gzip(new byte[0]);
        ByteArrayOutputStream many = new ByteArrayOutputStream();
        for (int i = 0; i < 100_000; i++) {
            many.writeBytes(member);
        }
        assertThatThrownBy(() -> Inflate.gunzipIfNeeded(many.toByteArray(), 1000)).isInstanceOf(ProtocolException.class);
    }

    static byte[] gzip(byte[] content) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(bytes)) {
            gzip.write(content);
        }
        return bytes.toByteArray();
    }
}
