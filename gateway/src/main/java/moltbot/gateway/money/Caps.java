package moltbot.gateway.money;

import java.math.BigDecimal;
import moltbot.contract.ContractException;
import moltbot.contract.json.JsonObject;

/// What may be spent at most, in billionths of a dollar and in tokens: by one turn, in a day and in a month.
public record Caps(Cap turn, Cap day, Cap month) {
    /// One limit.
    public record Cap(long nanos, long tokens) {
        private static final BigDecimal MOST_DOLLARS = BigDecimal.valueOf(1_000_000);

        /// Reads `turnDollars` and `turnTokens`, or those of another `what`.
        ///
        /// @param dollars  where the settings say nothing
        public static Cap of(String what, JsonObject budget, String dollars, long tokens) {
            String text = budget.textOr(what + "Dollars", dollars);
            long most = budget.numberOr(what + "Tokens", tokens);
            if (most < 0) {
                throw ContractException.malformed("The setting 'budget." + what
                        + "-tokens' must be a number of tokens; 0 lets nothing be asked.");
            }
            try {
                BigDecimal amount = new BigDecimal(text);
                if (amount.signum() >= 0 && amount.compareTo(MOST_DOLLARS) <= 0) {
                    return new Cap(amount.movePointRight(9).longValue(), most);
                }
            } catch (NumberFormatException e) {
                ContractException refusal = wrong(what);
                refusal.initCause(e);
                throw refusal;
            }
            throw wrong(what);
        }

        private static ContractException wrong(String what) {
            return ContractException.malformed("The setting 'budget." + what
                    + "-dollars' must be an amount such as 2.50, at most a million; 0 lets nothing be spent.");
        }

        /// What a part of it may be.
        Cap part() {
            return new Cap(nanos / 2, tokens / 2);
        }

        boolean holds(Amount spent) {
            return spent.nanos() <= nanos && spent.tokens() <= tokens;
        }
    }
}
