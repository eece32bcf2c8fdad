package moltbot.cli.command;

import java.util.concurrent.Callable;
import moltbot.cli.option.DataOption;
import moltbot.contract.json.JsonObject;
import moltbot.contract.link.LinkClient;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/// `./moltbot code`: a fresh one-time code, on this machine only.
@Command(
        name = "code",
        description = "Makes a fresh one-time code: for the first sign-in, or to choose a new password.",
        mixinStandardHelpOptions = true)
final class CodeCommand implements Callable<Integer> {
    @Mixin
    private DataOption data = new DataOption();

    @Override
    public Integer call() {
        try (LinkClient breaker = data.host().link("breaker")) {
            JsonObject code = breaker.ask("breaker.code", JsonObject.EMPTY);
            System.out.println(code.text("code"));
            System.err.println("Works once, for " + code.number("minutes") + " minutes; codes made before are void.");
        }
        return 0;
    }
}
