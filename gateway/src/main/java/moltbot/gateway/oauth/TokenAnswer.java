package moltbot.gateway.oauth;

import java.util.Optional;
import moltbot.contract.ContractException;
import moltbot.contract.json.JsonObject;
import moltbot.gateway.egress.task.Inquirer;

/// What a token endpoint answered (RFC 6749 §5).
sealed interface TokenAnswer {
    /// Tokens. Printed without them.
    ///
    /// @param scope    the rights they have, where the server said so
    /// @param seconds  how long the access token lives; 0 where nobody said
    record Granted(String access, Optional<String> refresh, Optional<String> scope, long seconds)
            implements TokenAnswer {
        @Override
        public String toString() {
            return "Granted[redacted]";
        }
    }

    /// None.
    ///
    /// @param error  the server's word for it, of letters and `_`
    record Denied(String error) implements TokenAnswer {
        /// What was given is over: only a new sign-in helps.
        boolean isOver() {
            return !error.equals("temporarily_unavailable") && !error.equals("server_error");
        }
    }

    /// Longest token; what is longer would not fit where it has to go.
    int MOST_TOKEN = 12 << 10;

    long MOST_SECONDS = 10L * 365 * 24 * 3600;

    /// Reads an answer.
    static TokenAnswer of(Inquirer.Answer answer) {
        if (answer.status() == 200) {
            return granted(JsonObject.parse(answer.body()));
        }
        if (answer.status() == 400 || answer.status() == 401 || answer.status() == 403) {
            String error = "";
            try {
                error = JsonObject.parse(answer.body()).textOr("error", "");
            } catch (ContractException e) {
                System.getLogger("oauth").log(System.Logger.Level.DEBUG, "A refusal is no JSON: {0}", e.getMessage());
            }
            return new Denied(error.matches("[a-z_]{1,40}") ? error : "refused");
        }
        throw ContractException.refused(
                "sign-in",
                "The authorization server answered with status " + answer.status() + ". Try again in some minutes.");
    }

    private static Granted granted(JsonObject json) {
        String access = json.text("access_token");
        Optional<String> refresh = Optional.of(json.textOr("refresh_token", "")).filter(text -> !text.isEmpty());
        if (!json.textOr("token_type", "").equalsIgnoreCase("bearer")
                || !isToken(access)
                || refresh.filter(token -> !isToken(token)).isPresent()) {
            throw ContractException.refused(
                    "sign-in", "The authorization server gave a token that cannot be used here. Nothing was kept.");
        }
        return new Granted(
                access,
                refresh,
                json.has("scope") ? Optional.of(Scopes.clean(json.text("scope"))) : Optional.empty(),
                Math.clamp(json.numberOr("expires_in", 0), 0, MOST_SECONDS));
    }

    private static boolean isToken(String text) {
        return !text.isEmpty() && text.length() <= MOST_TOKEN && text.chars().allMatch(c -> c > ' ' && c < 0x7f);
    }
}
