package moltbot.cli.command;

import java.util.concurrent.Callable;
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

    @Override
    public Integer call() {
        try (LinkClient control = data.host().link("control")) {
            control.ask(
                    "approval.answer",
                    JsonObject.with("approval", approval)
                            .with("decision", deny ? "deny" : "approve")
                            .build());
        }
        System.out.println(deny ? "Denied." : "Approved, this once.");
        return 0;
    }
}
