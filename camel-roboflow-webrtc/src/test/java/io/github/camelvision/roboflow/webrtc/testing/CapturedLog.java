package io.github.camelvision.roboflow.webrtc.testing;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.logging.log4j.Level;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.core.LogEvent;
import org.apache.logging.log4j.core.LoggerContext;
import org.apache.logging.log4j.core.appender.AbstractAppender;
import org.apache.logging.log4j.core.config.Configuration;
import org.apache.logging.log4j.core.config.Configurator;
import org.apache.logging.log4j.core.config.Property;

/**
 * Everything that the library logs, down to trace, while it is open, each with its level: to show what is in it, and what is not. And
 * what anybody logs as a warning or an error with a stack trace.
 */
public final class CapturedLog implements AutoCloseable {

    private static final String LIBRARY = "io.github.camelvision";

    private final List<String> lines = new CopyOnWriteArrayList<>();
    private final List<String> traces = new CopyOnWriteArrayList<>();
    private final Configuration configuration = ((LoggerContext) LogManager.getContext(false)).getConfiguration();
    private final Level before;
    private final AbstractAppender appender = new AbstractAppender("captured", null, null, true, Property.EMPTY_ARRAY) {
        @Override
        public void append(LogEvent event) {
            String line = event.getLevel() + " " + event.getMessage().getFormattedMessage()
                    + (event.getThrown() == null ? "" : " " + chain(event.getThrown()));
            if (event.getLoggerName().startsWith(LIBRARY)) {
                lines.add(line);
            }
            if (event.getLevel().isMoreSpecificThan(Level.WARN) && traced(event.getThrown())) {
                traces.add(line);
            }
        }
    };

    public CapturedLog() {
        appender.start();
        before = configuration.getLoggerConfig(LIBRARY).getLevel();
        configuration.getRootLogger().addAppender(appender, Level.TRACE, null);
        Configurator.setLevel(LIBRARY, Level.TRACE);
    }

    private static String chain(Throwable thrown) {
        return thrown + (thrown.getCause() == null ? "" : " caused by " + chain(thrown.getCause()));
    }

    private static boolean traced(Throwable thrown) {
        return thrown != null && (thrown.getStackTrace().length > 0 || traced(thrown.getCause()));
    }

    public List<String> lines() {
        return lines;
    }

    /** Warnings and errors with a stack trace, of whatever logger. */
    public List<String> traces() {
        return traces;
    }

    @Override
    public void close() {
        configuration.getRootLogger().removeAppender("captured");
        Configurator.setLevel(LIBRARY, before);
        appender.stop();
    }
}
