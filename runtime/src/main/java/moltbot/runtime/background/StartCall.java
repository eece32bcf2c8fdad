package moltbot.runtime.background;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Optional;
import moltbot.contract.ContractException;
import moltbot.contract.label.Label;
import moltbot.contract.sandbox.SandboxHold;
import moltbot.runtime.held.Holder;
import moltbot.runtime.tool.AuthorizedCall;
import moltbot.runtime.tool.Capability;
import moltbot.runtime.tool.Effect;
import moltbot.runtime.tool.Tool;
import moltbot.runtime.tool.ToolOutcome;
import moltbot.runtime.tool.ToolOutcome.Outcome;
import moltbot.runtime.workspace.Spool;

/// Begins one command in the background: exactly what was allowed is held open.
final class StartCall implements Tool.Prepared {
    private final Commands commands;
    private final Holder holder;
    private final SandboxHold hold;
    private final Spool inputs;
    private final String conversation;
    private final Effect effect;

    StartCall(Commands commands, Holder holder, SandboxHold hold, Spool inputs, String conversation) {
        this.commands = commands;
        this.holder = holder;
        this.hold = hold;
        this.inputs = inputs;
        this.conversation = conversation;
        this.effect = new Effect(Capability.HOLD, hold.toJson());
    }

    @Override
    public Effect effect() {
        return effect;
    }

    @Override
    public Label leaves() {
        return hold.spec().network().label();
    }

    @Override
    public ToolOutcome run(AuthorizedCall authorized) {
        String grant = authorized.grantFor(effect);
        Optional<Running> place = commands.reserve(conversation, leaves());
        if (place.isEmpty()) {
            return ToolOutcome.of(
                    Outcome.UNAVAILABLE,
                    "As many commands as may be run in the background: " + Commands.MOST_OF_ONE + " of a conversation, "
                            + Commands.MOST + " in all. It was not run.");
        }
        Running running = place.get();
        boolean begun = false;
        try {
            running.begin(holder.open(hold, grant, Optional.of(inputs)));
            begun = true;
            return ToolOutcome.of(
                    Outcome.OK,
                    "[It runs as " + running.id() + ", for at most "
                            + hold.life().toSeconds()
                            + " seconds. The tool background polls what it prints, and kills it. It ends with a stop, a"
                            + " trip or a restart of the house, too; no file it leaves is kept.]\n");
        } catch (ContractException e) {
            return ToolOutcome.of(Outcome.UNAVAILABLE, "It was not run. " + e.getMessage());
        } finally {
            if (!begun) {
                running.end("It never began.");
                commands.forget(conversation, running);
            }
        }
    }

    @Override
    public void close() {
        try {
            inputs.close();
        } catch (IOException e) {
            throw new UncheckedIOException("A temporary file could not be closed.", e);
        }
    }
}
