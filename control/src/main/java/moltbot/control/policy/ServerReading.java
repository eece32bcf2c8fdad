package moltbot.control.policy;

import java.util.List;
import moltbot.contract.ContractException;
import moltbot.contract.json.JsonObject;
import moltbot.contract.mcp.RemotePlace;
import moltbot.contract.mcp.ServerCall;
import moltbot.contract.mcp.ServerTools;
import moltbot.contract.mcp.ToolServer;
import moltbot.control.policy.EffectReading.NoEffect;

/// Reads what is done with a server of tools. Which servers there are, and which reach the network, control knows from
/// the owner's settings.
final class ServerReading {
    private ServerReading() {}

    static EffectReading of(Effect effect, Known known) throws NoEffect {
        try {
            return switch (effect.effect()) {
                case RemotePlace.EFFECT -> open(effect, known);
                case ServerTools.EFFECT -> load(effect, known);
                case ServerCall.EFFECT -> call(effect, known);
                default -> list(effect, known);
            };
        } catch (ContractException e) {
            throw new NoEffect("This is nothing that is done with a server of tools: " + e.getMessage());
        }
    }

    private static EffectReading open(Effect effect, Known known) throws NoEffect {
        ToolServer server = server(effect.shows().text("server"), known);
        if (server.remote().isEmpty()) {
            throw new NoEffect("That server is a program, and nowhere else.");
        }
        requireSame(server.opening(), effect);
        return new EffectReading(Destination.CONFIGURED, List.of(), server.label());
    }

    private static EffectReading list(Effect effect, Known known) throws NoEffect {
        ToolServer server = server(effect.shows().text("server"), known);
        requireSame(JsonObject.with("server", server.name()).build(), effect);
        return new EffectReading(Destination.SERVER, List.of(), server.label());
    }

    private static EffectReading load(Effect effect, Known known) throws NoEffect {
        ServerTools tools = ServerTools.fromJson(effect.shows());
        ToolServer server = server(tools.server(), known);
        requireSame(tools.toJson(), effect);
        int count = tools.definitions().size();
        String note = "The assistant would be told what the server '" + server.name() + "' says of "
                + (count == 1 ? "one tool" : count + " tools")
                + ", and could call " + (count == 1 ? "it" : "them")
                + ". “Always” holds until the server says anything else of " + (count == 1 ? "it." : "one.");
        return new EffectReading(Destination.SERVER, List.of(note), server.label());
    }

    private static EffectReading call(Effect effect, Known known) throws NoEffect {
        ServerCall call = ServerCall.fromJson(effect.shows());
        ToolServer server = server(call.server(), known);
        requireSame(call.toJson(), effect);
        if (!server.reachesNetwork()) {
            return new EffectReading(Destination.SERVER, List.of(), server.label());
        }
        String where = server.remote().map(place -> "is at " + place.url()).orElse("reaches the network");
        return new EffectReading(
                Destination.NETWORK,
                List.of("The server '" + server.name() + "' " + where + " and may pass on what it is told."),
                server.label());
    }

    private static void requireSame(JsonObject done, Effect effect) throws NoEffect {
        if (!done.equals(effect.shows())) {
            throw new NoEffect("What is shown holds more than what would be done.");
        }
    }

    private static ToolServer server(String name, Known known) throws NoEffect {
        return known.server(name)
                .orElseThrow(() -> new NoEffect("There is no server of tools of that name in your settings."));
    }
}
