package moltbot.contract.mcp;

import java.util.regex.Pattern;
import moltbot.contract.ContractException;
import moltbot.contract.json.JsonObject;
import moltbot.contract.label.Label;
import moltbot.contract.label.Label.Input;
import moltbot.contract.sandbox.SandboxHold;

/// A server of tools as the owner configured it: exactly this program, held open in a sandbox of its own for each
/// conversation that uses it. Runtime and control are told the same, so that control knows what the owner meant
/// whatever the runtime says.
///
/// @param name   in lower case; without `_`, so that `mcp__server__tool` names one tool only
/// @param about  the owner's own words for it, or empty
/// @param hold   the program, its files by their digest among it
public record ToolServer(String name, String about, SandboxHold hold) {
    /// The effect of looking at the names of what a server offers.
    public static final String LIST = "mcp.list";

    /// Longest name, and longest words about it.
    public static final int MOST_NAME = 20;

    public static final int MOST_ABOUT = 120;

    private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9-]{0,19}");

    public ToolServer {
        if (!NAME.matcher(name).matches()) {
            throw ContractException.malformed(
                    "A server of tools has a name of small letters, digits and -, with a letter" + " first and at most "
                            + MOST_NAME + " characters.");
        }
        if (about.length() > MOST_ABOUT) {
            throw ContractException.malformed(
                    "About a server of tools at most " + MOST_ABOUT + " characters are said.");
        }
    }

    /// Whether what it is told can leave this machine.
    public boolean reachesNetwork() {
        return !hold.spec().network().isNone();
    }

    /// The label of whatever it says: a program's of somebody else, and what a key of the owner's opens is private.
    public Label label() {
        return new Label(Input.UNTRUSTED, hold.spec().network().label().data());
    }

    public JsonObject toJson() {
        return JsonObject.with("name", name)
                .with("about", about)
                .with("hold", hold.toJson())
                .build();
    }

    public static ToolServer fromJson(JsonObject json) {
        return new ToolServer(json.text("name"), json.text("about"), SandboxHold.fromJson(json.object("hold")));
    }
}
