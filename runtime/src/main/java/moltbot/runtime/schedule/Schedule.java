package moltbot.runtime.schedule;

import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import moltbot.contract.json.JsonObject;
import moltbot.contract.label.Label;

/// Something to be done later, on behalf of one sender and with no more rights than the conversation that asked for it.
///
/// @param id       never used again
/// @param sender   whose it is
/// @param origin   the conversation that asked for it and is told what came of it
/// @param session  the conversation it runs in
/// @param text     what is to be done
/// @param label    of the conversation that asked, when it did: its own begins with that
/// @param next     when it is due
/// @param last     how the last run ended, as [Run] says; empty before the first
public record Schedule(
        long id,
        String sender,
        String origin,
        String session,
        String text,
        When when,
        Label label,
        Instant made,
        Optional<Instant> next,
        State state,
        String last) {
    /// Longest text, in characters.
    public static final int MAX_CHARS = 2_000;

    /// What the names of conversations begin with in which schedules run.
    public static final String SESSIONS = "schedule-";

    /// Whether it is due at all.
    public enum State {
        ACTIVE,
        PAUSED,
        /// Nothing more comes of it.
        OVER;

        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /// The same, due at another time.
    public Schedule dueAt(Optional<Instant> time) {
        return new Schedule(id, sender, origin, session, text, when, label, made, time, state, last);
    }

    public JsonObject toJson() {
        JsonObject.Builder json = JsonObject.with("id", id)
                .with("sender", sender)
                .with("origin", origin)
                .with("session", session)
                .with("text", text)
                .with("when", when.words())
                .with("label", label.toJson())
                .with("made", made.toEpochMilli())
                .with("state", state.word())
                .with("last", last);
        next.ifPresent(time -> json.with("next", time.toEpochMilli()));
        return json.build();
    }
}
