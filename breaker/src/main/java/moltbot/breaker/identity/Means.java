package moltbot.breaker.identity;

import moltbot.contract.ContractException;

/// How a person showed who they are.
public enum Means {
    PASSKEY("passkey"),
    PASSWORD("password"),
    PASSWORD_AND_APP("password-and-app"),
    RECOVERY_CODE("recovery-code"),
    HOST_CODE("host-code");

    private final String word;

    Means(String word) {
        this.word = word;
    }

    /// The stable word in files and answers.
    public String word() {
        return word;
    }

    /// The means of this word.
    public static Means of(String word) {
        for (Means means : values()) {
            if (means.word.equals(word)) {
                return means;
            }
        }
        throw ContractException.malformed("There is no way to sign in called '" + word + "'.");
    }
}
