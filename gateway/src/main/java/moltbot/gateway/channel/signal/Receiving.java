package moltbot.gateway.channel.signal;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.locks.LockSupport;
import moltbot.contract.ContractException;
import moltbot.contract.json.JsonArray;
import moltbot.contract.json.JsonObject;
import moltbot.contract.json.JsonValue;
import moltbot.gateway.channel.signal.rpc.Rpc;
import moltbot.gateway.channel.signal.rpc.Rpc.Reply;
import moltbot.gateway.channel.signal.rpc.RpcConnection;
import moltbot.gateway.channel.signal.rpc.SilenceWatch;
import org.jspecify.annotations.Nullable;

/// The connection that receives: made again and again, subscribed where there is an account, and left where that
/// account is no more. One thread reads; any may doubt, or close.
final class Receiving {
    private static final System.Logger LOG = System.getLogger("signal");
    /// What may come before the answer to the subscription.
    private static final int MOST_EARLY = 256;
    /// An account that is known and not there is asked for by its name that seldom: signal-cli then tries Signal.
    private static final int LOOKS = 15;

    /// Reads what signal-cli told, and hands it on.
    @FunctionalInterface
    interface Reader {
        void read(JsonObject parameters, String account) throws InterruptedException;
    }

    private final Path socket;
    private final String wanted;
    private final Timing timing;
    private final Standing standing;
    private final Kept kept;
    private volatile @Nullable SilenceWatch watch;
    private volatile boolean doubtful;
    private volatile boolean closed;
    private @Nullable Thread receiver;

    /// @param wanted  the account to use, where several are linked; empty takes the one there was, else the first
    Receiving(Path socket, String wanted, Timing timing, Standing standing, Kept kept) {
        this.socket = socket;
        this.wanted = wanted;
        this.timing = timing;
        this.standing = standing;
        this.kept = kept;
    }

    /// A connection, and what was told over it while something else was waited for.
    private record Line(RpcConnection connection, List<JsonObject> early) {
        Reply ask(String method, JsonObject parameters) throws IOException {
            String id = Rpc.newId();
            connection.write(Rpc.request(id, method, parameters));
            JsonObject said;
            while ((said = connection.read()) != null) {
                if (said.textOr("id", "").equals(id)) {
                    return Rpc.reply(said);
                }
                if (said.textOr("method", "").equals("receive")) {
                    if (early.size() >= MOST_EARLY) {
                        throw new IOException("signal-cli tells and does not answer.");
                    }
                    early.add(said);
                }
            }
            throw new IOException("signal-cli ended.");
        }

        boolean isSubscribed(String account) throws IOException {
            return ask("subscribeReceive", JsonObject.with("account", account).build()) instanceof Reply.Result;
        }
    }

    void open(Reader reader) {
        receiver = Thread.ofVirtual().name("signal-receive").start(() -> receive(reader));
    }

    private void receive(Reader reader) {
        int failures = 0;
        while (!closed) {
            boolean gone = false;
            try (RpcConnection connection = RpcConnection.open(socket)) {
                Line line = new Line(connection, new ArrayList<>());
                String account = subscribed(line);
                failures = 0;
                gone = !listen(line, account, reader);
            } catch (IOException | ContractException e) {
                LOG.log(System.Logger.Level.DEBUG, "The connection to signal-cli ended.", e);
            } catch (InterruptedException e) {
                return;
            } catch (RuntimeException e) {
                LOG.log(System.Logger.Level.ERROR, "Something went wrong while Signal was read; it is read on.", e);
            }
            if (gone) {
                standing.takenOff();
            } else {
                standing.lost();
            }
            pause(failures++);
        }
    }

    private void pause(int failures) {
        long bound = Math.min(timing.mostPause().toMillis(), timing.firstPause().toMillis() << Math.min(failures, 16));
        rest(Duration.ofMillis((long) (bound * ThreadLocalRandom.current().nextDouble(0.5, 1))));
    }

    private static void rest(Duration time) {
        LockSupport.parkNanos(time.toNanos());
    }

    /// Waits until there is an account, and subscribes to what it receives.
    private String subscribed(Line line) throws IOException {
        String known = wanted.isEmpty() ? kept.account() : wanted;
        for (int looks = 0; !closed; looks++) {
            // An account that was there before comes before any other: a second one takes nobody's place.
            Optional<String> found = accounts(line.ask("listAccounts", JsonObject.EMPTY)).stream()
                    .filter(number -> wanted.isEmpty() || number.equals(wanted))
                    .min(Comparator.comparing(number -> !number.equals(known)));
            // Where Signal could not be reached when signal-cli started, it lists none and loads one that is named.
            if (found.isEmpty() && !known.isEmpty() && looks % LOOKS == 0) {
                found = Optional.of(known);
            }
            if (found.isPresent() && line.isSubscribed(found.get())) {
                kept.account(found.get());
                standing.connected(found.get());
                return found.get();
            }
            standing.without(!known.isEmpty());
            rest(timing.lookAgain());
        }
        throw new IOException("Closed.");
    }

    private static List<String> accounts(Reply reply) {
        JsonValue value = reply instanceof Reply.Result(JsonValue result) ? result : JsonArray.EMPTY;
        JsonArray accounts = value instanceof JsonArray array ? array : JsonArray.EMPTY;
        return accounts.objects().stream()
                .map(account -> account.textOr("number", ""))
                .filter(number -> !number.isEmpty())
                .toList();
    }

    /// Until the connection ends.
    ///
    /// @return false where the account is signal-cli's no more
    private boolean listen(Line line, String account, Reader reader) throws IOException, InterruptedException {
        try (SilenceWatch watching = SilenceWatch.start(line.connection(), timing.idle(), timing.grace())) {
            watch = watching;
            if (doubtful) {
                watching.ask();
            }
            for (JsonObject said : line.early()) {
                read(said, account, reader, watching);
            }
            line.early().clear();
            JsonObject said;
            while ((said = line.connection().read()) != null) {
                watching.heard();
                if (SilenceWatch.isAnswered(said) && Rpc.reply(said) instanceof Reply.Result result) {
                    doubtful = false;
                    if (!accounts(result).contains(account)) {
                        return false;
                    }
                }
                if (said.textOr("method", "").equals("receive")) {
                    read(said, account, reader, watching);
                }
            }
            return true;
        }
    }

    private static void read(JsonObject said, String account, Reader reader, SilenceWatch watching)
            throws InterruptedException {
        watching.busy(true);
        reader.read(said.objectOr("params", JsonObject.EMPTY), account);
        watching.busy(false);
    }

    /// There is reason to think that the account was taken off: signal-cli is asked at once.
    void doubt() {
        doubtful = true;
        SilenceWatch now = watch;
        if (now != null) {
            now.ask();
        }
    }

    void close() {
        closed = true;
        Thread thread = receiver;
        if (thread != null) {
            thread.interrupt();
        }
    }
}
