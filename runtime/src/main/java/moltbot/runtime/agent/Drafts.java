package moltbot.runtime.agent;

/// Takes an answer's text as it comes, for the eye only.
public interface Drafts {
    void add(String text);

    /// What was shown is given up: the model is asked again.
    void restart();
}
