package moltbot.cli.command;

import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import moltbot.cli.doctor.Diagnosis;
import moltbot.cli.doctor.Diagnosis.Verdict;
import moltbot.cli.doctor.Doctor;
import moltbot.cli.house.Layout;
import moltbot.cli.option.DataOption;
import moltbot.cli.settings.Settings;
import moltbot.cli.terminal.Terminal;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/// `./moltbot doctor`: what is not well on this machine, and how to mend it. Ends with 1 if something is ill.
@Command(
        name = "doctor",
        description = "Checks this machine and says how to mend each thing.",
        mixinStandardHelpOptions = true)
final class DoctorCommand implements Callable<Integer> {
    @Mixin
    private DataOption data = new DataOption();

    @Override
    public Integer call() {
        Layout layout = data.layout();
        Settings settings = Settings.read(layout.settingsFile(), System.getenv(), "");
        List<Diagnosis> found = new Doctor(layout, settings).examine();
        Terminal terminal = new Terminal(System.out);
        for (Diagnosis one : found) {
            String mark = switch (one.verdict()) {
                case WELL -> "✓";
                case LACKING -> "!";
                case ILL -> "✗";
            };
            terminal.line(String.format(Locale.ROOT, "%s %-9s %s", mark, one.what(), Terminal.plain(one.seen())));
            if (!one.mend().isEmpty()) {
                terminal.line("            → " + Terminal.plain(one.mend()));
            }
        }
        return found.stream().anyMatch(one -> one.verdict() == Verdict.ILL) ? 1 : 0;
    }
}
