package moltbot.cli.command;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.locks.LockSupport;
import moltbot.cli.failure.CliException;
import moltbot.cli.house.LogReader;
import moltbot.cli.option.DataOption;
import moltbot.cli.settings.Nearest;
import moltbot.cli.terminal.Terminal;
import moltbot.contract.ContractException;
import moltbot.contract.json.JsonObject;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `./moltbot logs`: what the compartments wrote, oldest first.
@Command(name = "logs", description = "Shows what the compartments wrote.", mixinStandardHelpOptions = true)
final class LogsCommand implements Callable<Integer> {
    private static final List<String> NAMES =
            List.of("breaker", "guardian", "control", "runtime", "gateway", "spawner", "supervisor");
    private static final int LINES = 200;
    private static final Duration LOOK_EVERY = Duration.ofMillis(250);

    @Mixin
    private DataOption data = new DataOption();

    @Parameters(paramLabel = "COMPARTMENT", arity = "0..1", description = "Only this one.")
    private String compartment = "";

    @Option(
            names = {"-f", "--follow"},
            description = "Goes on with what is written from now on.")
    private boolean follow;

    private record Line(String time, String text) {}

    @Override
    public Integer call() throws IOException {
        if (!compartment.isEmpty() && !NAMES.contains(compartment)) {
            throw new CliException(
                    CliException.Code.USAGE,
                    "There is no compartment '" + Terminal.plain(compartment) + "'"
                            + Nearest.to(compartment, NAMES)
                                    .map(near -> "; did you mean '" + near + "'?")
                                    .orElse("."));
        }
        List<String> names = compartment.isEmpty() ? NAMES : List.of(compartment);
        Map<String, LogReader> readers = new LinkedHashMap<>();
        names.forEach(
                name -> readers.put(name, new LogReader(data.layout().logs().resolve(name + ".log"))));
        List<Line> lines = news(readers);
        lines.subList(Math.max(0, lines.size() - LINES), lines.size()).forEach(line -> System.out.println(line.text()));
        while (follow && !Thread.currentThread().isInterrupted()) {
            LockSupport.parkNanos(LOOK_EVERY.toNanos());
            news(readers).forEach(line -> System.out.println(line.text()));
            System.out.flush();
        }
        for (LogReader reader : readers.values()) {
            reader.close();
        }
        return 0;
    }

    private List<Line> news(Map<String, LogReader> readers) throws IOException {
        List<Line> lines = new ArrayList<>();
        for (Map.Entry<String, LogReader> one : readers.entrySet()) {
            List<String> texts = new ArrayList<>(one.getValue().lines());
            if (!follow) {
                texts.addAll(one.getValue().unfinished());
            }
            texts.forEach(text -> lines.add(line(one.getKey(), text)));
        }
        lines.sort(Comparator.comparing(Line::time));
        return lines;
    }

    private static Line line(String name, String text) {
        try {
            JsonObject json = JsonObject.parse(text);
            String time = json.textOr("time", "");
            String error = json.has("error") ? "  " + json.text("error") : "";
            return new Line(
                    time,
                    Terminal.plain(String.format(
                            "%s %-8s %-7s %s%s",
                            time.length() > 19 ? time.substring(0, 19) : time,
                            name,
                            json.textOr("level", ""),
                            json.textOr("message", ""),
                            error)));
        } catch (ContractException e) {
            return new Line("", Terminal.plain(name + " " + text));
        }
    }
}
