package moltbot.cli.doctor;

/// One thing the doctor looked at.
///
/// @param what  the thing
/// @param seen  what was found, in one sentence
/// @param mend  how to mend it; empty where all is well
public record Diagnosis(Verdict verdict, String what, String seen, String mend) {
    /// How it stands.
    public enum Verdict {
        /// As it should be.
        WELL,
        /// Moltbot runs, but something is missing.
        LACKING,
        /// Moltbot cannot run, or not safely.
        ILL
    }

    static Diagnosis well(String what, String seen) {
        return new Diagnosis(Verdict.WELL, what, seen, "");
    }

    static Diagnosis lacking(String what, String seen, String mend) {
        return new Diagnosis(Verdict.LACKING, what, seen, mend);
    }

    static Diagnosis ill(String what, String seen, String mend) {
        return new Diagnosis(Verdict.ILL, what, seen, mend);
    }
}
