package moltbot.contract.log;

import java.util.regex.Pattern;

/// Takes what looks like a secret out of a text before it is written anywhere: provider keys, bearer tokens, sign-in
/// headers and cookies, passwords in addresses, `name=value` pairs whose name says secret, and unbroken runs of 40 and
/// more base64 or hex characters. With the slashes of standard base64 in it a run looks like a path, so it must end in
/// padding or mix capitals, small letters and digits. It would rather hide too much.
///
/// A second wall only: nothing may log a secret in the first place.
public final class Redaction {
    private static final String HIDDEN = "[redacted]";
    private static final Pattern SECRET = Pattern.compile(
            "(?i)\\b(sk-[a-z0-9_-]{8,}|xox[a-z]-[a-z0-9-]{8,}|gh[pousr]_[a-z0-9]{16,}|AIza[a-z0-9_-]{30,}"
                    + "|AKIA[A-Z0-9]{16}|eyJ[a-z0-9_-]{6,}\\.[a-z0-9_.-]+|bearer\\s+[^\\s\"']{8,})"
                    + "|(?<=(authorization|cookie)[\"']?\\s{0,2}[=:]\\s{0,2}[\"']?)[^\\r\\n\"']{4,}"
                    + "|(?<=(api[_-]?key|password|secret|token)[\"']?\\s{0,2}[=:]\\s{0,2}[\"']?)[^\\s\"',;&]{4,}"
                    + "|(?<=://[^\\s/:@]{0,64}:)[^\\s/@]+(?=@)"
                    + "|(?<![a-z0-9+/])[a-z0-9+/]{40,}={1,2}"
                    + "|(?<![a-z0-9+/])(?-i:(?=[a-z0-9+/]*[A-Z])(?=[A-Z0-9+/]*[a-z])(?=[A-Za-z+/]*[0-9]))[a-z0-9+/]{40,}"
                    + "|(?<![A-Za-z0-9+_-])[A-Za-z0-9+_-]{40,}={0,2}");

    private Redaction() {}

    public static String redact(String text) {
        return SECRET.matcher(text).replaceAll(HIDDEN);
    }
}
