package moltbot.cli.command;

import java.util.concurrent.Callable;
import moltbot.cli.failure.CliException;
import moltbot.cli.option.DataOption;
import moltbot.contract.json.JsonObject;
import moltbot.contract.link.LinkClient;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `./moltbot approve`: the owner's answer to what the assistant asked, from the host.
@Command(
        name = "approve",
        description = "Answers an approval that ./moltbot chat showed.",
        mixinStandardHelpOptions = true)
final class ApproveCommand implements Callable<Integer> {
    @Mixin
    private DataOption data = new DataOption();

    @Parameters(paramLabel = "APPROVAL", description = "The approval's id.")
    private String approval = "";

    @Option(names = "--deny", description = "Says no instead.")
    private boolean deny;

    @Option(names = "--always", description = "Says yes, also to all that is exactly so from now on.")
    private boolean always;

    @Override
    public Integer call() {
        if (deny && always) {
            throw new CliException(CliException.Code.USAGE, "Say --deny or --always, not both. Nothing was answered.");
        }
        try (LinkClient control = data.host().link("control")) {
            control.ask(
                    "approval.answer",
                    JsonObject.with("approval", approval)
                            .with("decision", deny ? "deny" : always ? "always" : "approve")
                            .build());
        }
        System.out.println(
                deny
                        ? "Denied."
                        : always
                                ? "Approved, and so it is from now on; see ./moltbot policy rules."
                                : "Approved, this once.");
        return 0;
    }
}
