package moltbot.guardian.fact.panel;

/// What a question to the panel's address tries.
public enum Kind {
    /// H2: a sign-in that is none.
    WRONG_CREDENTIAL,
    /// H2: the guardian's own, which the breaker knows and which opens nothing.
    CANARY,
    /// H3: headers that claim to be near, or somebody.
    MISLEADING_HEADER,
    /// H4: a name that is not ours.
    FOREIGN_HOST,
    /// H5: another site's page, or a form without a token.
    FOREIGN_PAGE,
    /// H6: a WebSocket.
    UPGRADE,
    /// H7: one place by another spelling.
    CONFUSED_PATH,
    /// H7: a request that two readers take for two different ones.
    AMBIGUOUS,
    /// H7: HTTP/2 without TLS.
    OTHER_PROTOCOL,
    /// H8: a wrong password, again and again.
    GUESS,
    /// H9: what the page says of itself.
    PAGE,
    /// H10: the page, without TLS.
    PLAIN
}
