package io.github.camelvision.roboflow.webrtc.testing;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.logging.log4j.Level;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.core.LogEvent;
import org.apache.logging.log4j.core.LoggerContext;
import org.apache.logging.log4j.core.appender.AbstractAppender;
import org.apache.logging.log4j.core.config.Configurator;
import org.apache.logging.log4j.core.config.LoggerConfig;
import org.apache.logging.log4j.core.config.Property;

/** Everything that the library logs, down to trace, while it is open, each with its level: to show what is in it, and what is not. */
public final class CapturedLog implements AutoCloseable {

    private static final String LIBRARY = "io.github.camelvision";

    private final List<String> lines = new CopyOnWriteArrayList<>();
    private final LoggerConfig config;
    private final Level before;
    private final AbstractAppender appender = new AbstractAppender("captured", null, null, true, Property.EMPTY_ARRAY) {
        @Override
        public void append(LogEvent event) {
            lines.add(event.getLevel() + " " + event.getMessage().getFormattedMessage()
                    + (event.getThrown() == null ? "" : " " + chain(event.getThrown())));
        }
    };

    public CapturedLog() {
        appender.start();
        config = ((LoggerContext) LogManager.getContext(false)).getConfiguration().getLoggerConfig(LIBRARY);
        before = config.getLevel();
        config.addAppender(appender, Level.TRACE, null);
        Configurator.setLevel(LIBRARY, Level.TRACE);
    }

    private static String chain(Throwable thrown) {
        return thrown + (thrown.getCause() == null ? "" : " caused by " + chain(thrown.getCause()));
    }

    public List<String> lines() {
        return lines;
    }

    @Override
    public void close() {
        config.removeAppender("captured");
        Configurator.setLevel(LIBRARY, before);
        appender.stop();
    }
}
