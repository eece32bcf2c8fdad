package moltbot.cli;

import moltbot.cli.command.MoltbotCommand;

/// The process behind `./moltbot`.
public final class Main {
    private Main() {}

    public static void main(String[] arguments) {
        System.exit(MoltbotCommand.execute(arguments));
    }
}
