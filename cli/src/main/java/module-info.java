/// The command line and the supervisor: starts, confines and watches the six compartments.
module moltbot.cli {
    requires moltbot.contract;
    requires info.picocli;
    requires io.nayuki.qrcodegen;
    requires org.snakeyaml.engine;

    opens moltbot.cli.command to
            info.picocli;
    opens moltbot.cli.hook to
            info.picocli;
    opens moltbot.cli.memory to
            info.picocli;
    opens moltbot.cli.messenger to
            info.picocli;
    opens moltbot.cli.option to
            info.picocli;
    opens moltbot.cli.server to
            info.picocli;
    opens moltbot.cli.skill to
            info.picocli;
    opens moltbot.cli.schedule to
            info.picocli;
}
