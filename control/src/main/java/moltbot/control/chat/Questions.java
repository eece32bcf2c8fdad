package moltbot.control.chat;

import java.util.List;
import java.util.Optional;
import moltbot.contract.json.JsonObject;

/// The questions that control itself has asked: what a yes would really be good for.
@FunctionalInterface
public interface Questions {
    /// What an approval is about.
    ///
    /// @param why    the reason that was given
    /// @param shows   the whole effect
    /// @param always  what saying "always" to it would mean, in sentences; empty where that cannot be said
    /// @param once    why that cannot be said; empty where it can
    /// @param by      by whom it was answered, as the audit has it; empty where that is not known
    record Question(String why, JsonObject shows, List<String> always, String once, String by) {}

    /// Empty for one that control does not know, or not any more.
    Optional<Question> asked(String approval) throws InterruptedException;
}
