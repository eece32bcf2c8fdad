package moltbot.gateway.egress.task;

/// How the end of a body is known.
///
/// @param length  in bytes, for [Kind#LENGTH]
record Framing(Kind kind, long length) {
    /// The ways of RFC 9112 §6.
    enum Kind {
        NONE,
        LENGTH,
        CHUNKED,
        UNTIL_CLOSE
    }

    static final Framing NONE = new Framing(Kind.NONE, 0);
    static final Framing CHUNKED = new Framing(Kind.CHUNKED, 0);
    static final Framing UNTIL_CLOSE = new Framing(Kind.UNTIL_CLOSE, 0);
}
