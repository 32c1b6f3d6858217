package io.github.camelvision.roboflow.webrtc.uri;

import io.github.camelvision.roboflow.webrtc.core.signalling.Redaction;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.regex.Pattern;

/** Builds the URI that may be shown, and keeps what was left out of it. */
final class ShownOptions {

    private static final Pattern PLAIN_VALUE = Pattern.compile("[\\w.,:;/*-]{0,40}");
    private static final String UNSAFE = "%&#+ \"<>{}|\\^`";

    private final StringBuilder uri;
    private final OptionNames names;
    private final Set<String> secrets = new LinkedHashSet<>();
    private boolean first = true;

    ShownOptions(String withoutOptions, OptionNames names) {
        this.uri = new StringBuilder(withoutOptions.contains("://") ? withoutOptions : withoutOptions.replaceFirst(":", "://"));
        this.names = names;
    }

    void add(String name, String value) {
        uri.append(first ? '?' : '&').append(name);
        first = false;
        if (!value.isEmpty()) {
            uri.append('=').append(escape(shown(name, value)));
        }
    }

    private String shown(String name, String value) {
        if (names.isSecret(name) || !names.isOption(name) || names.hasPrefix(name) && Redaction.isSecretName(name)
                || value.startsWith("{") || value.startsWith("[")) {
            secrets.add(value);
            return Redaction.MASK;
        }
        String redacted = Redaction.address(value);
        if (!redacted.equals(value)) {
            secrets.add(value);
            Redaction.parts(value).forEach(secrets::add);
        }
        return redacted;
    }

    private static String escape(String value) {
        if (PLAIN_VALUE.matcher(value).matches()) {
            return value;
        }
        StringBuilder text = new StringBuilder();
        value.codePoints().forEach(c -> {
            if (c > ' ' && c < 0x7f && UNSAFE.indexOf(c) < 0) {
                text.append((char) c);
            } else {
                for (byte b : new String(Character.toChars(c)).getBytes(java.nio.charset.StandardCharsets.UTF_8)) {
                    text.append(String.format("%%%02X", b));
                }
            }
        });
        return text.toString();
    }

    String uri() {
        return uri.toString();
    }

    String[] secrets() {
        return secrets.toArray(String[]::new);
    }
}
