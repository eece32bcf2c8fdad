package moltbot.runtime.tool;

import java.util.Optional;
import moltbot.contract.mcp.RemotePlace;
import moltbot.contract.mcp.ServerCall;
import moltbot.contract.mcp.ServerTools;
import moltbot.contract.mcp.ToolServer;
import moltbot.contract.sandbox.SandboxBrowser;
import moltbot.contract.sandbox.SandboxHold;
import moltbot.contract.skill.Skill;
import moltbot.contract.tool.ToolGroup;
import moltbot.contract.web.WebFetch;
import moltbot.contract.web.WebSearch;

/// What a tool may do at most. Each call is judged under its name.
public enum Capability {
    /// Reads files of the session's workspace.
    WORKSPACE_READ("workspace.read"),
    /// Writes files of the session's workspace.
    WORKSPACE_WRITE("workspace.write"),
    /// Runs a program in a throw-away sandbox.
    SANDBOX("sandbox.run"),
    /// Holds a program open in a sandbox.
    HOLD(SandboxHold.EFFECT),
    /// Looks at, or ends, what the conversation has running in the background.
    BACKGROUND(SandboxHold.USE),
    /// Does something in a browser that is open in a sandbox.
    BROWSER(SandboxBrowser.EFFECT),
    /// Gets a page of the web. To get one twice does no harm.
    WEB_FETCH(WebFetch.EFFECT),
    /// Searches the web.
    WEB_SEARCH(WebSearch.EFFECT),
    /// Opens a server of tools elsewhere. To open one twice does no harm.
    MCP_OPEN(RemotePlace.EFFECT),
    /// Looks at the names of what an open server of tools offers.
    MCP_LIST(ToolServer.LIST),
    /// Takes in what a server says of tools of its own, to call them.
    MCP_LOAD(ServerTools.EFFECT),
    /// Calls a tool of an open server.
    MCP_CALL(ServerCall.EFFECT),
    /// Looks up what is remembered.
    MEMORY_READ("memory.read"),
    /// Remembers something. The same twice is once.
    MEMORY_WRITE("memory.write"),
    /// Takes away something that is remembered.
    MEMORY_FORGET("memory.forget"),
    /// Has something done later. The same twice is once.
    SCHEDULE_MAKE("schedule.make"),
    /// Looks up what is to be done later.
    SCHEDULE_LIST("schedule.list"),
    /// Has something not done after all.
    SCHEDULE_CANCEL("schedule.cancel"),

    /// Asks whoever the conversation is with.
    ASK_USER("user.ask"),

    /// Gives whoever the conversation is with a file of its workspace. The same call twice is one file.
    FILE_GIVE("file.give"),

    /// Looks up who may be written to.
    PEOPLE_LIST("people.list"),

    /// Has a message sent to somebody else. The same call twice is one message.
    MESSAGE_SEND("message.send"),

    /// Takes a skill's text and files into the conversation. To take it in twice does no harm.
    SKILL(Skill.EFFECT),

    /// Has a sub-agent do a part of the work. What was done of it is kept, so it goes on where it was.
    PART("agent.run");

    private final String effect;

    Capability(String effect) {
        this.effect = effect;
    }

    /// True for what is not there where no sandbox is.
    public boolean needsSandbox() {
        return switch (this) {
            case SANDBOX, HOLD, BROWSER -> true;
            case WORKSPACE_READ,
                    WORKSPACE_WRITE,
                    WEB_FETCH,
                    WEB_SEARCH,
                    MCP_OPEN,
                    MCP_LIST,
                    MCP_LOAD,
                    MCP_CALL,
                    BACKGROUND,
                    MEMORY_READ,
                    MEMORY_WRITE,
                    MEMORY_FORGET,
                    SCHEDULE_MAKE,
                    SCHEDULE_LIST,
                    SCHEDULE_CANCEL,
                    ASK_USER,
                    FILE_GIVE,
                    PEOPLE_LIST,
                    MESSAGE_SEND,
                    SKILL,
                    PART -> false;
        };
    }

    /// True for what a sub-agent may use: nothing that turns to people, outlasts the turn, tells of what is the owner's
    /// own, or begins another sub-agent.
    public boolean isForParts() {
        return switch (this) {
            case WORKSPACE_READ,
                    WORKSPACE_WRITE,
                    SANDBOX,
                    HOLD,
                    BACKGROUND,
                    BROWSER,
                    WEB_FETCH,
                    WEB_SEARCH,
                    MCP_OPEN,
                    MCP_LIST,
                    MCP_LOAD,
                    MCP_CALL,
                    SKILL -> true;
            case MEMORY_READ,
                    MEMORY_WRITE,
                    MEMORY_FORGET,
                    SCHEDULE_MAKE,
                    SCHEDULE_LIST,
                    SCHEDULE_CANCEL,
                    ASK_USER,
                    FILE_GIVE,
                    PEOPLE_LIST,
                    MESSAGE_SEND,
                    PART -> false;
        };
    }

    /// True for what must not be done twice: once begun it may have happened, whatever is known of it.
    public boolean mayHaveHappened() {
        return needsSandbox() || this == MCP_CALL;
    }

    /// The group of tools that an owner gives it with; empty where it is of none.
    public Optional<ToolGroup> group() {
        return this == HOLD ? Optional.of(ToolGroup.COMMANDS) : ToolGroup.of(effect);
    }

    /// The effect's name in judgements, grants and the audit.
    public String effect() {
        return effect;
    }
}
