package io.github.camelvision.roboflow.webrtc.testing;

/** The class path of the tests, for other JVMs and for compilers. */
public final class TestClassPath {

    private TestClassPath() {}

    /** Surefire and Failsafe may hide it in a manifest, and tell it in a property. */
    public static String get() {
        return System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
    }
}
