package io.github.camelvision.roboflow.webrtc.live;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Base64;

/** A user and a password, as HTTP's basic authentication (RFC 7617) has them. */
record LiveLogin(String user, String password) {

    private static final String SCHEME = "Basic ";

    /**
     * Takes the same time whatever is wrong.
     *
     * @param authorization the header; null: there is none
     */
    boolean letsIn(String authorization) {
        byte[] expected = Base64.getEncoder().encode((user + ":" + password).getBytes(StandardCharsets.UTF_8));
        boolean basic = authorization != null && authorization.regionMatches(true, 0, SCHEME, 0, SCHEME.length());
        String given = basic ? authorization.substring(SCHEME.length()).trim() : "";
        return MessageDigest.isEqual(expected, given.getBytes(StandardCharsets.UTF_8));
    }

    /** Without the password. */
    @Override
    public String toString() {
        return "LiveLogin[" + user + "]";
    }
}
