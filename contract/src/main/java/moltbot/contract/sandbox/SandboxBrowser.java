package moltbot.contract.sandbox;

import java.util.List;

/// What the runtime and the spawner both have to know of a browser in a sandbox.
public final class SandboxBrowser {
    /// The effect of what is done in an open browser. What it may reach was allowed, with the sandbox, when it was
    /// opened.
    public static final String EFFECT = "browser.act";

    /// What a browser's script is called, as the name it is run by.
    public static final String NAME = "browser";

    /// Which of its words that is.
    private static final int NAME_AT = 3;

    /// Where Chromium itself is, without the scripts around it that want more than a sandbox has: on Debian, older
    /// Debians and Fedora.
    public static final List<String> PROGRAMS = List.of(
            "/usr/lib/chromium/chromium",
            "/usr/lib/chromium-browser/chromium-browser",
            "/usr/lib64/chromium-browser/chromium-browser");

    /// True for a browser, which is always held open: a command is none, whatever its words are. It says no more than
    /// which of two images with nothing in them but programs a container has.
    public static boolean isOne(SandboxHold hold) {
        SandboxSpec spec = hold.spec();
        return spec.argv().size() > NAME_AT && spec.argv().get(NAME_AT).equals(NAME);
    }

    private SandboxBrowser() {}
}
