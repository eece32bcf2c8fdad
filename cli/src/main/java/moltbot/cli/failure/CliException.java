package moltbot.cli.failure;

/// What the command line cannot do: one plain sentence with the way out, printed on standard error.
public final class CliException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /// How the command ends; the number is its exit code.
    public enum Code {
        /// Refused or failed.
        REFUSED(1),
        /// Used wrongly.
        USAGE(2);

        private final int exit;

        Code(int exit) {
            this.exit = exit;
        }

        public int exit() {
            return exit;
        }
    }

    private final Code code;

    public CliException(Code code, String message) {
        super(message);
        this.code = code;
    }

    public CliException(Code code, String message, Throwable cause) {
        super(message, cause);
        this.code = code;
    }

    public static CliException refused(String message) {
        return new CliException(Code.REFUSED, message);
    }

    public Code code() {
        return code;
    }
}
