package io.github.camelvision.roboflow.webrtc.core.capture.network;

import io.github.camelvision.roboflow.webrtc.core.error.SourceException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.util.Base64;
import java.util.Map;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;

/**
 * Lets FFmpeg's TLS trust whom the JVM trusts: by itself it trusts everybody. The JVM's certificates are written to a file once, since
 * FFmpeg reads no key store.
 */
final class TrustedCertificates {

    private static final int LINE = 64;
    private static String file;

    private TrustedCertificates() {}

    /** FFmpeg's options of a connection with TLS. */
    static Map<String, String> options(boolean verify) {
        return !verify ? Map.of("tls_verify", "0") : Map.of("tls_verify", "1", "ca_file", file());
    }

    private static synchronized String file() {
        if (file == null || !Files.exists(Path.of(file))) {
            try {
                Path written = Files.createTempFile("roboflow-webrtc-trusted", ".pem");
                written.toFile().deleteOnExit();
                Files.writeString(written, pem(), StandardCharsets.US_ASCII);
                file = written.toString();
            } catch (IOException | GeneralSecurityException e) {
                throw new SourceException("The certificates that the JVM trusts cannot be written for FFmpeg: " + e, true, e);
            }
        }
        return file;
    }

    private static String pem() throws GeneralSecurityException {
        TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        factory.init((KeyStore) null);
        Base64.Encoder encoder = Base64.getMimeEncoder(LINE, new byte[] {'\n'});
        StringBuilder pem = new StringBuilder();
        for (TrustManager manager : factory.getTrustManagers()) {
            if (manager instanceof X509TrustManager known) {
                for (X509Certificate certificate : known.getAcceptedIssuers()) {
                    pem.append("-----BEGIN CERTIFICATE-----\n").append(encoder.encodeToString(certificate.getEncoded()))
                            .append("\n-----END CERTIFICATE-----\n");
                }
            }
        }
        return pem.toString();
    }
}
