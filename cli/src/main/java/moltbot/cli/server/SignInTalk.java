package moltbot.cli.server;

import java.io.BufferedReader;
import java.io.IOException;
import java.util.Locale;
import moltbot.cli.failure.CliException;
import moltbot.cli.terminal.Terminal;
import moltbot.contract.json.JsonObject;

/// What the owner is shown and asked while they sign in. What came from servers is shown as one line without anything
/// that could move the cursor; an address to open is shown only if it can be nothing but a page.
final class SignInTalk {
    private static final int MOST_LINE = 16 << 10;

    private final String name;
    private final BufferedReader typed;
    private final Terminal terminal;

    SignInTalk(String name, BufferedReader typed, Terminal terminal) {
        this.name = name;
        this.typed = typed;
        this.terminal = terminal;
    }

    /// The owner's answer to what the gateway asks.
    JsonObject answer(JsonObject told) throws IOException {
        return told.has("open")
                ? JsonObject.with("returned", browsed(told)).build()
                : JsonObject.with("confirmed", confirmed(told)).build();
    }

    void signedIn(JsonObject told) {
        String scope = told.text("signedIn");
        terminal.line("Signed in to '" + name + "'" + (scope.isEmpty() ? "" : ", with " + shown(scope)) + ".");
    }

    private boolean confirmed(JsonObject found) throws IOException {
        terminal.line("The server '" + name + "' (" + shown(found.text("url")) + ") says that one signs in at "
                + shown(found.text("issuer")) + ".");
        found.list("browser").texts().forEach(place -> terminal.line("  Your browser goes to   " + shown(place)));
        found.list("house").texts().forEach(place -> terminal.line("  Moltbot itself asks    " + shown(place)));
        terminal.line(
                found.text("scope").isEmpty()
                        ? "It names no rights that it wants."
                        : "It wants these rights: " + shown(found.text("scope")));
        String whole = found.textOr("whole", "");
        if (!whole.isEmpty()) {
            terminal.line("This sign-in is good for all of " + shown(whole) + ", not for that server's address alone.");
        }
        terminal.line("Nobody but that server vouches for these names. Go on only if you know them.");
        terminal.piece("Type yes to go on: ");
        return line().toLowerCase(Locale.ROOT).equals("yes");
    }

    private String browsed(JsonObject told) throws IOException {
        String address = told.text("open");
        if (!address.matches("https://[!-~]+|http://(127\\.0\\.0\\.1|localhost)[:/][!-~]*")) {
            throw CliException.refused("The address to open is none for a browser. Nothing was changed.");
        }
        terminal.line("");
        terminal.line("Open this in any browser, on any machine:");
        terminal.line("");
        terminal.line(address);
        terminal.line("");
        terminal.line("When you have said yes there, your browser is sent to " + shown(told.text("back"))
                + " and says that it cannot show that page. That is right: nothing listens there. Copy the whole"
                + " address from its address bar.");
        terminal.piece("Paste it here: ");
        return line();
    }

    private String line() throws IOException {
        String line = typed.readLine();
        return line == null || line.length() > MOST_LINE ? "" : line.strip();
    }

    private static String shown(String theirs) {
        return Terminal.plain(theirs).replaceAll("\\s+", " ");
    }
}
