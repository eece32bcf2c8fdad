package moltbot.control.chat;

import java.util.Optional;
import moltbot.contract.json.JsonObject;

/// The questions that control itself has asked: what a yes would really be good for.
@FunctionalInterface
public interface Questions {
    /// What an approval is about.
    ///
    /// @param why    the reason that was given
    /// @param shows  the whole effect
    record Question(String why, JsonObject shows) {}

    /// Empty for one that control does not know, or not any more.
    Optional<Question> asked(String approval) throws InterruptedException;
}
