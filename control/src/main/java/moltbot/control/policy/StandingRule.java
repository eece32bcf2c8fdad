package moltbot.control.policy;

import java.util.List;
import moltbot.contract.ContractException;
import moltbot.contract.json.JsonArray;
import moltbot.contract.json.JsonObject;
import moltbot.contract.sandbox.NetworkRule;
import moltbot.contract.sandbox.SandboxLimits;

/// What the owner said "always" to: exactly these words, or exactly this place. It answers a question the policy would
/// ask, and no other.
public sealed interface StandingRule {
    /// A command, word for word, with no network and within these limits.
    record Command(List<String> argv, String directory, SandboxLimits limits) implements StandingRule {
        public Command {
            argv = List.copyOf(argv);
        }
    }

    /// A place of the network for commands, whatever program asks.
    record Network(NetworkRule rule) implements StandingRule {}

    /// Any page of one origin.
    ///
    /// @param origin  as [WebFetch#origin] writes it
    record Pages(String origin) implements StandingRule {}

    /// A tool of a server may be loaded, as long as the server says of it exactly this.
    ///
    /// @param definition  the digest of what the server says
    record Tool(String server, String tool, String definition) implements StandingRule {}

    /// A tool of a server that reaches the network may be called, as long as the server says of it exactly this.
    ///
    /// @param definition  the digest of what the server says
    record Calls(String server, String tool, String definition) implements StandingRule {}

    /// Messages to one person or group, whatever they say.
    ///
    /// @param to         by the key of their address
    /// @param recipient  who that is, as it was said to the owner
    record Message(String to, String recipient) implements StandingRule {}

    /// One sentence for a person.
    default String sentence() {
        return switch (this) {
            case Command(List<String> argv, String directory, SandboxLimits limits) ->
                "The command " + JsonArray.ofTexts(argv) + " in " + directory + ", for up to "
                        + limits.time().toSeconds() + " seconds, without network.";
            case Pages(String origin) -> "Any page of " + origin + " may be fetched, whoever made its address.";
            case Tool(String server, String tool, String definition) ->
                "The tool '" + tool + "' of the server '" + server + "' may be loaded, as it describes itself now ("
                        + definition.substring(0, 8) + ").";
            case Calls(String server, String tool, String definition) ->
                "The tool '" + tool + "' of the server '" + server
                        + "', which reaches the network, may be called, as it" + " describes itself now ("
                        + definition.substring(0, 8) + ").";
            case Message(String _, String recipient) ->
                "Messages to " + recipient + " may be sent, whatever they say, where nobody but you had a hand in the"
                        + " conversation.";
            case Network(NetworkRule rule) ->
                "Any command may ask " + rule.origin() + rule.path() + " by " + String.join(", ", rule.methods())
                        + (rule.credential().isEmpty() ? "" : " with the key '" + rule.credential() + "'") + ".";
        };
    }

    default JsonObject toJson() {
        return switch (this) {
            case Command(List<String> argv, String directory, SandboxLimits limits) ->
                JsonObject.with("kind", "command")
                        .with("argv", JsonArray.ofTexts(argv))
                        .with("directory", directory)
                        .with("limits", limits.toJson())
                        .build();
            case Pages(String origin) ->
                JsonObject.with("kind", "pages").with("origin", origin).build();
            case Tool(String server, String tool, String definition) -> ofTool("tool", server, tool, definition);
            case Calls(String server, String tool, String definition) -> ofTool("calls", server, tool, definition);
            case Message(String to, String recipient) ->
                JsonObject.with("kind", "message")
                        .with("to", to)
                        .with("recipient", recipient)
                        .build();
            case Network(NetworkRule rule) ->
                JsonObject.with("kind", "network").with("rule", rule.toJson()).build();
        };
    }

    private static JsonObject ofTool(String kind, String server, String tool, String definition) {
        return JsonObject.with("kind", kind)
                .with("server", server)
                .with("tool", tool)
                .with("definition", definition)
                .build();
    }

    static StandingRule fromJson(JsonObject json) {
        return switch (json.text("kind")) {
            case "command" ->
                new Command(
                        json.list("argv").texts(),
                        json.text("directory"),
                        SandboxLimits.fromJson(json.object("limits")));
            case "pages" -> new Pages(json.text("origin"));
            case "tool" -> new Tool(json.text("server"), json.text("tool"), json.text("definition"));
            case "calls" -> new Calls(json.text("server"), json.text("tool"), json.text("definition"));
            case "message" -> new Message(json.text("to"), json.text("recipient"));
            case "network" -> new Network(NetworkRule.fromJson(json.object("rule")));
            default -> throw ContractException.malformed("A standing rule is of an unknown kind.");
        };
    }
}
