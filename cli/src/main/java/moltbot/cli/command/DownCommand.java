package moltbot.cli.command;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.locks.LockSupport;
import moltbot.cli.failure.CliException;
import moltbot.cli.option.DataOption;
import moltbot.contract.json.JsonObject;
import moltbot.contract.link.LinkClient;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/// `./moltbot down`: stops everything and waits until it has.
@Command(name = "down", description = "Stops everything.", mixinStandardHelpOptions = true)
final class DownCommand implements Callable<Integer> {
    private static final Duration PATIENCE = Duration.ofSeconds(8);
    private static final Duration PAUSE = Duration.ofMillis(20);

    @Mixin
    private DataOption data = new DataOption();

    @Override
    public Integer call() throws IOException {
        try (LinkClient supervisor = data.host().link("supervisor")) {
            supervisor.ask("house.down", JsonObject.EMPTY);
        }
        Path lock = data.layout().run().resolve("house.lock");
        long start = System.nanoTime();
        while (!free(lock)) {
            if (System.nanoTime() - start > PATIENCE.toNanos()) {
                throw CliException.refused("It has not stopped after " + PATIENCE.toSeconds()
                        + " seconds. See ./moltbot logs; end the process by hand if you must, nothing will be lost.");
            }
            LockSupport.parkNanos(PAUSE.toNanos());
        }
        System.out.println("Moltbot has stopped.");
        return 0;
    }

    private static boolean free(Path file) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            FileLock lock = channel.tryLock();
            if (lock != null) {
                lock.release();
            }
            return lock != null;
        }
    }
}
