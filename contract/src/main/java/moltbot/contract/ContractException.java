package moltbot.contract;

import java.util.Objects;

/// The one failure this module throws: something outside this process did not behave as agreed.
///
/// Callers decide by [#code()] and, where the other side refused, by [#reason()] (a stable word such as
/// `no-lease`, listed in `docs/LINKS.md`); the message is one plain sentence for people and is never matched.
public final class ContractException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /// What kind of failure it was.
    public enum Code {
        /// Bytes or a field that are not what the contract says.
        MALFORMED,
        /// More than a stated bound.
        TOO_LARGE,
        /// A peer, capability or seal that did not prove itself.
        UNAUTHENTICATED,
        /// The other side said no; [ContractException#reason()] says why.
        REFUSED,
        /// Nobody answers at the other end.
        UNAVAILABLE,
        /// The connection ended in the middle: whether the request took effect is not known.
        LOST,
        /// The time limit passed.
        TIMEOUT
    }

    private final Code code;
    private final String reason;

    public ContractException(Code code, String message) {
        this(code, "", message);
    }

    public ContractException(Code code, String reason, String message) {
        super(message);
        this.code = Objects.requireNonNull(code);
        this.reason = Objects.requireNonNull(reason);
    }

    public ContractException(Code code, String message, Throwable cause) {
        super(message, cause);
        this.code = Objects.requireNonNull(code);
        this.reason = "";
    }

    /// A refusal to send to the other side of a link: a stable reason and a sentence a person can read.
    public static ContractException refused(String reason, String message) {
        return new ContractException(Code.REFUSED, reason, message);
    }

    public static ContractException malformed(String message) {
        return new ContractException(Code.MALFORMED, "malformed", message);
    }

    public Code code() {
        return code;
    }

    public String reason() {
        return reason;
    }
}
