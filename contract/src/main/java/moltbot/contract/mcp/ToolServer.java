package moltbot.contract.mcp;

import java.util.Optional;
import java.util.regex.Pattern;
import moltbot.contract.ContractException;
import moltbot.contract.json.JsonObject;
import moltbot.contract.label.Label;
import moltbot.contract.label.Label.Data;
import moltbot.contract.label.Label.Input;
import moltbot.contract.sandbox.SandboxHold;

/// A server of tools as the owner configured it: exactly a program, held open in a sandbox of its own for each
/// conversation that uses it, or a place that the gateway reaches. Runtime and control are told the same, so that
/// control knows what the owner meant whatever the runtime says.
///
/// @param name    in lower case; without `_`, so that `mcp__server__tool` names one tool only
/// @param about   the owner's own words for it, or empty
/// @param hold    the program, its files by their digest among it
/// @param remote  where it is, if it is no program
public record ToolServer(String name, String about, Optional<SandboxHold> hold, Optional<RemotePlace> remote) {
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
        if (hold.isPresent() == remote.isPresent()) {
            throw ContractException.malformed("A server of tools is a program or a place, and not both.");
        }
    }

    /// A program.
    public ToolServer(String name, String about, SandboxHold hold) {
        this(name, about, Optional.of(hold), Optional.empty());
    }

    /// A place.
    public ToolServer(String about, RemotePlace remote) {
        this(remote.server(), about, Optional.empty(), Optional.of(remote));
    }

    /// Whether what it is told can leave this machine.
    public boolean reachesNetwork() {
        return remote.isPresent() || !hold.orElseThrow().spec().network().isNone();
    }

    /// The label of whatever it says: a program's of somebody else, and what a key of the owner's opens is private.
    public Label label() {
        Data data = remote.map(place -> place.key().isEmpty() && place.signIn().isEmpty() ? Data.PUBLIC : Data.PRIVATE)
                .orElseGet(() -> hold.orElseThrow().spec().network().label().data());
        return new Label(Input.UNTRUSTED, data);
    }

    /// What opening it shows, and is judged by.
    public JsonObject opening() {
        return hold.map(SandboxHold::toJson)
                .or(() -> remote.map(RemotePlace::toJson))
                .orElseThrow();
    }

    public JsonObject toJson() {
        JsonObject.Builder json = JsonObject.with("name", name).with("about", about);
        hold.ifPresent(program -> json.with("hold", program.toJson()));
        remote.ifPresent(place -> json.with("remote", place.toJson()));
        return json.build();
    }

    public static ToolServer fromJson(JsonObject json) {
        return new ToolServer(
                json.text("name"),
                json.text("about"),
                json.find("hold").map(_ -> SandboxHold.fromJson(json.object("hold"))),
                json.find("remote").map(_ -> RemotePlace.fromJson(json.object("remote"))));
    }
}
