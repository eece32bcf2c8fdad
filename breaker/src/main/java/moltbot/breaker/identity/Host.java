package moltbot.breaker.identity;

/// What has to be typed at the host before it may reset a trip.
public enum Host {
    NOTHING("nothing", "nothing"),
    APP("app", "the code of your authenticator app, or a recovery code"),
    PASSWORD("password", "your password, or a recovery code"),
    RECOVERY("recovery-code", "a recovery code");

    private final String word;
    private final String spoken;

    Host(String word, String spoken) {
        this.word = word;
        this.spoken = spoken;
    }

    /// The stable word.
    public String word() {
        return word;
    }

    /// For a person.
    public String spoken() {
        return spoken;
    }
}
