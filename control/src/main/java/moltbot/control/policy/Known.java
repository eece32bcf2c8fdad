package moltbot.control.policy;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import moltbot.contract.mcp.ToolServer;
import moltbot.contract.skill.Skill;
import moltbot.contract.tool.ToolGroup;

/// What control knows by itself, whatever the runtime says.
///
/// @param written  whether the person of the conversation wrote that address
/// @param servers  the servers of tools that the owner configured
/// @param people   whoever the owner let in and has that key
/// @param skills   that the owner pinned
/// @param tools    that may be used in the conversation
public record Known(
        Predicate<String> written,
        List<ToolServer> servers,
        Function<String, Optional<Recipient>> people,
        List<Skill> skills,
        Set<ToolGroup> tools) {
    /// All tools may be used.
    public Known(
            Predicate<String> written,
            List<ToolServer> servers,
            Function<String, Optional<Recipient>> people,
            List<Skill> skills) {
        this(written, servers, people, skills, ToolGroup.all());
    }

    /// No skill is pinned.
    public Known(Predicate<String> written, List<ToolServer> servers, Function<String, Optional<Recipient>> people) {
        this(written, servers, people, List.of());
    }

    /// Nobody is let in.
    public Known(Predicate<String> written, List<ToolServer> servers) {
        this(written, servers, _ -> Optional.empty());
    }

    public Known {
        servers = List.copyOf(servers);
        skills = List.copyOf(skills);
        tools = Set.copyOf(tools);
    }

    Optional<ToolServer> server(String name) {
        return servers.stream().filter(server -> server.name().equals(name)).findFirst();
    }

    /// The server that is exactly this program.
    Optional<ToolServer> holding(String digest) {
        return servers.stream()
                .filter(server -> server.hold()
                        .filter(hold -> hold.digest().equals(digest))
                        .isPresent())
                .findFirst();
    }
}
