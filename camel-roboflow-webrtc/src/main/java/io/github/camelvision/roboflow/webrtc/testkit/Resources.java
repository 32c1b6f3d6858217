package io.github.camelvision.roboflow.webrtc.testkit;

import java.io.InputStream;

/** What lies on the class path. */
final class Resources {

    private Resources() {}

    /** @throws IllegalArgumentException when there is none of this name */
    static InputStream open(String name) {
        String path = name.startsWith("/") ? name.substring(1) : name;
        ClassLoader loader = Thread.currentThread().getContextClassLoader();
        InputStream stream = loader == null ? null : loader.getResourceAsStream(path);
        stream = stream == null ? Resources.class.getClassLoader().getResourceAsStream(path) : stream;
        if (stream == null) {
            throw new IllegalArgumentException("There is no " + path + " on the class path: put it into src/test/resources");
        }
        return stream;
    }
}
