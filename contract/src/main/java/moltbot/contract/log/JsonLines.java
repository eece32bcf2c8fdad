package moltbot.contract.log;

import java.io.PrintStream;
import java.text.MessageFormat;
import java.time.Instant;
import java.util.Arrays;
import java.util.Locale;
import java.util.ResourceBundle;
import moltbot.contract.json.JsonObject;
import org.jspecify.annotations.Nullable;

/// The log of every compartment: one JSON object a line on standard error, which the supervisor keeps in
/// `data/logs/`. Everything passes [Redaction]; line breaks inside a message are escaped, so nothing that is logged can
/// pretend to be a line of the log. Stands behind [System.Logger] without loading `java.util.logging`.
public final class JsonLines extends System.LoggerFinder {
    private final PrintStream out;

    public JsonLines() {
        this(System.err);
    }

    JsonLines(PrintStream out) {
        this.out = out;
    }

    @Override
    public System.Logger getLogger(String name, Module module) {
        return new LineLogger(name, out);
    }

    private record LineLogger(String name, PrintStream out) implements System.Logger {
        @Override
        public String getName() {
            return name;
        }

        @Override
        public boolean isLoggable(Level level) {
            return level.getSeverity() >= Level.INFO.getSeverity();
        }

        @Override
        public void log(
                Level level, @Nullable ResourceBundle bundle, @Nullable String message, @Nullable Throwable thrown) {
            if (isLoggable(level)) {
                write(level, String.valueOf(message), thrown);
            }
        }

        @Override
        public void log(
                Level level,
                @Nullable ResourceBundle bundle,
                @Nullable String format,
                @Nullable Object @Nullable ... values) {
            if (isLoggable(level)) {
                write(level, fill(String.valueOf(format), values), null);
            }
        }

        /// A text that is no pattern is logged as it is: to log must never fail.
        private static String fill(String format, @Nullable Object @Nullable [] values) {
            if (values == null || values.length == 0) {
                return format;
            }
            try {
                return new MessageFormat(format, Locale.ROOT).format(values);
            } catch (IllegalArgumentException e) {
                return format + " " + Arrays.toString(values);
            }
        }

        private void write(Level level, String message, @Nullable Throwable thrown) {
            JsonObject.Builder line = JsonObject.with("time", Instant.now().toString())
                    .with("level", level.getName())
                    .with("logger", name)
                    .with("message", Redaction.redact(message));
            if (thrown != null) {
                line.with("error", Redaction.redact(describe(thrown)));
            }
            out.println(line.build());
        }

        private static String describe(Throwable thrown) {
            StringBuilder text = new StringBuilder();
            int depth = 0;
            for (Throwable t = thrown; t != null && depth < 6; t = t.getCause(), depth++) {
                text.append(depth == 0 ? "" : " < ").append(t);
                StackTraceElement[] trace = t.getStackTrace();
                for (int i = 0; i < Math.min(trace.length, 6); i++) {
                    text.append(" @ ").append(trace[i]);
                }
            }
            return text.toString();
        }
    }
}
