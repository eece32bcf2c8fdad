package moltbot.guardian.fact.panel;

import java.util.LinkedHashMap;
import java.util.Map;

/// What came back on one connection.
public sealed interface Reply {
    /// Nobody listens there.
    record NotThere() implements Reply {}

    /// The connection was ended without an answer, which is a refusal.
    record Closed() implements Reply {}

    /// It was taken and nothing came in time.
    record Silent() implements Reply {}

    /// An answer.
    ///
    /// @param status   0 where it was not HTTP/1
    /// @param headers  by lower-case name; what came twice is joined by a line feed
    /// @param body     as far as it was read, one character a byte
    /// @param answers  how many answers came on this connection
    record Answered(int status, Map<String, String> headers, String body, int answers) implements Reply {
        public Answered {
            headers = Map.copyOf(headers);
        }

        public String header(String name) {
            return headers.getOrDefault(name, "");
        }

        /// True where a reader could not tell one from the other but by its clock.
        public boolean sameAs(Answered other) {
            return status == other.status
                    && body.equals(other.body)
                    && timeless().equals(other.timeless());
        }

        private Map<String, String> timeless() {
            Map<String, String> rest = new LinkedHashMap<>(headers);
            rest.remove("date");
            return rest;
        }
    }
}
