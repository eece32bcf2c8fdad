package moltbot.guardian.fact.panel;

import java.util.Optional;
import moltbot.guardian.fact.Endpoint;

/// One question to the panel's address, and what came back.
///
/// @param tls    whether it was asked through TLS
/// @param name   what was asked, for people; unique for its kind and target
/// @param reply  the last one
/// @param plain  the reply to the same question without what is tried, where the two are compared
public record Trial(Endpoint target, boolean tls, Kind kind, String name, Reply reply, Optional<Reply> plain) {
    /// What it is about, for a finding's subject.
    public String subject() {
        return (tls ? "https://" : "http://") + target + " " + name;
    }

    /// What was seen, in words.
    public String told() {
        String said = switch (reply) {
            case Reply.NotThere _ -> "met nobody";
            case Reply.Closed _ -> "was ended without an answer";
            case Reply.Silent _ -> "was not answered";
            case Reply.Answered answered ->
                "was answered " + (answered.status() == 0 ? "not in HTTP" : Integer.toString(answered.status()))
                        + (answered.answers() > 1 ? ", and " + answered.answers() + " answers came" : "");
        };
        return name + " at " + (tls ? "https://" : "http://") + target + " " + said;
    }
}
