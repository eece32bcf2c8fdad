package moltbot.cli.command;

import java.io.IOException;
import java.util.concurrent.Callable;
import moltbot.cli.option.DataOption;
import moltbot.cli.option.FactorOption;
import moltbot.contract.json.JsonObject;
import moltbot.contract.link.LinkClient;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/// `./moltbot reset`: the owner's key of the two, which is this machine's shell and a factor of the owner's; the other
/// is the guardian's all-clear.
@Command(
        name = "reset",
        description = "Resets a trip, if the guard has looked again since and found all well.",
        mixinStandardHelpOptions = true)
final class ResetCommand implements Callable<Integer> {
    @Mixin
    private DataOption data = new DataOption();

    @Parameters(paramLabel = "TRIP-ID", description = "The trip's id, as ./moltbot status shows it.")
    private String trip = "";

    @Mixin
    private FactorOption factor = new FactorOption();

    @Override
    public Integer call() throws IOException {
        try (LinkClient breaker = data.host().link("breaker")) {
            JsonObject reset = breaker.ask(
                    "breaker.reset",
                    JsonObject.with("id", trip)
                            .with("factor", factor.ask(breaker))
                            .build());
            System.out.println("Reset. The panel answers on this machine now, and to everyone after "
                    + reset.number("dwellSeconds") + " seconds without a finding.");
        }
        return 0;
    }
}
