package io.github.camelvision.roboflow.webrtc.testing;

import org.awaitility.Awaitility;
import org.junit.platform.launcher.LauncherSession;
import org.junit.platform.launcher.LauncherSessionListener;

/** A condition that must come may take long on a busy machine: 30 seconds where a test names no limit. */
public final class PatientAwaitility implements LauncherSessionListener {

    @Override
    public void launcherSessionOpened(LauncherSession session) {
        Awaitility.setDefaultTimeout(Waiting.DEADLINE);
    }
}
