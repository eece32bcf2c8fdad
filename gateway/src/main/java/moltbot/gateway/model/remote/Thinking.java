package moltbot.gateway.model.remote;

import java.util.Set;
import moltbot.contract.ContractException;

/// How much a model thinks before it answers.
///
/// @param effort  `auto` (what suits a chat), `off`, `low`, `medium` or `high`; `budget` for a number of tokens
/// @param budget  that number, else 0
public record Thinking(String effort, int budget) {
    public static final Thinking AUTO = new Thinking("auto", 0);

    private static final Set<String> EFFORTS = Set.of("auto", "off", "low", "medium", "high");
    private static final int LEAST = 1_024;
    private static final int MOST = 100_000;

    /// Reads the setting.
    public static Thinking parse(String text) {
        if (EFFORTS.contains(text)) {
            return new Thinking(text, 0);
        }
        try {
            int tokens = Integer.parseInt(text);
            if (tokens >= LEAST && tokens <= MOST) {
                return new Thinking("budget", tokens);
            }
        } catch (NumberFormatException e) {
            throw new ContractException(ContractException.Code.MALFORMED, rule(), e);
        }
        throw ContractException.malformed(rule());
    }

    private static String rule() {
        return "The setting 'thinking' must be auto, off, low, medium, high, or a number of tokens from " + LEAST
                + " to " + MOST + ".";
    }

    /// True where the owner asked for a certain effort.
    public boolean chosen() {
        return effort.equals("low") || effort.equals("medium") || effort.equals("high");
    }
}
