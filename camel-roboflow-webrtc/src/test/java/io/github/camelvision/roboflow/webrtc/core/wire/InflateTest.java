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

    @Test
    void tellsTheSizeThatIsAnnounced() throws IOException {
        assertThat(Inflate.announcedSize(gzip(new byte[70_000]))).isEqualTo(70_000);
        byte[] shortest = Arrays.copyOf(gzip(new byte[0]), 18);
        LittleEndian.putUint32(shortest, 14, 77);
        assertThat(Inflate.announcedSize(shortest)).isEqualTo(77);
        assertThat(Inflate.announcedSize(Arrays.copyOf(shortest, 17))).isZero();
        assertThat(Inflate.announcedSize("{\"errors\":[],\"more\":1}".getBytes())).isZero();
    }

    @Test
    void onlyBothMagicBytesMakeAGzip() {
        byte[] first = new byte[20];
        first[0] = 0x1f;
        assertThat(Inflate.gunzipIfNeeded(first, 20)).isSameAs(first);
        byte[] second = new byte[20];
        second[1] = (byte) 0x8b;
        assertThat(Inflate.gunzipIfNeeded(second, 20)).isSameAs(second);
        assertThatThrownBy(() -> Inflate.gunzipIfNeeded(new byte[] {0x1f, (byte) 0x8b}, 20)).isInstanceOf(ProtocolException.class)
                .hasMessageContaining("only 2 bytes");
    }

    @Test
    void eachOptionalHeaderFieldIsSkippedAlone() throws IOException {
        byte[] longExtra = new byte[2 + 300];
        longExtra[0] = 300 - 256;
        longExtra[1] = 1;
        assertThat(inflated(4, longExtra)).isEqualTo("abc");
        assertThat(inflated(8, 'n', 0)).isEqualTo("abc");
        assertThat(inflated(16, 'c', 'c', 0)).isEqualTo("abc");
        assertThat(inflated(2, 1, 2)).isEqualTo("abc");
        assertThat(inflated(1)).as("text flag").isEqualTo("abc");
    }

    @Test
    void aHeaderThatEndsEarlyIsRefused() throws IOException {
        for (int flag : new int[] {2, 4, 8, 16}) {
            byte[] nothing = new byte[18];
            System.arraycopy(gzip(new byte[0]), 0, nothing, 0, 10);
            nothing[3] = (byte) flag;
            Arrays.fill(nothing, 10, 18, (byte) 1);
            assertThatThrownBy(() -> Inflate.gunzipIfNeeded(nothing, Integer.MAX_VALUE)).isInstanceOf(ProtocolException.class)
                    .hasMessageContaining("header ends early");
        }
        byte[] extra = gzip("abc".getBytes());
        extra[3] = 4;
        extra[10] = (byte) 0xFF;
        extra[11] = 0;
        assertThatThrownBy(() -> Inflate.gunzipIfNeeded(extra, 10)).hasMessageContaining("header ends early");
    }

    @Test
    void otherMethodsAndReservedFlagsAreRefused() throws IOException {
        byte[] method = gzip("abc".getBytes());
        method[2] = 7;
        assertThatThrownBy(() -> Inflate.gunzipIfNeeded(method, 10)).hasMessageContaining("unknown method or flags");
        for (int flag : new int[] {0x20, 0x40, 0x80}) {
            byte[] reserved = gzip("abc".getBytes());
            reserved[3] = (byte) flag;
            assertThatThrownBy(() -> Inflate.gunzipIfNeeded(reserved, 10)).hasMessageContaining("unknown method or flags");
        }
    }

    @Test
    void bytesAfterTheDeflateStreamAreRefused() throws IOException {
        byte[] good = gzip("abc".getBytes());
        byte[] bad = new byte[good.length + 1];
        System.arraycopy(good, 0, bad, 0, good.length - 8);
        System.arraycopy(good, good.length - 8, bad, bad.length - 8, 8);
        assertThatThrownBy(() -> Inflate.gunzipIfNeeded(bad, 10)).hasMessageContaining("announced 3 bytes");
    }

    private static String inflated(int flags, int... header) throws IOException {
        byte[] bytes = new byte[header.length];
        for (int i = 0; i < header.length; i++) {
            bytes[i] = (byte) header[i];
        }
        return inflated(flags, bytes);
    }

    private static String inflated(int flags, byte[] header) throws IOException {
        byte[] simple = gzip("abc".getBytes());
        byte[] full = new byte[simple.length + header.length];
        System.arraycopy(simple, 0, full, 0, 10);
        full[3] = (byte) flags;
        System.arraycopy(header, 0, full, 10, header.length);
        System.arraycopy(simple, 10, full, 10 + header.length, simple.length - 10);
        return new String(Inflate.gunzipIfNeeded(full, 10));
    }
}
