package moltbot.gateway.channel.discord;

import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.DoubleSupplier;
import java.util.function.LongSupplier;
import moltbot.contract.ContractException;
import moltbot.contract.ContractException.Code;
import moltbot.contract.json.JsonObject;
import moltbot.contract.json.JsonValue;
import moltbot.gateway.egress.EgressSocket;
import org.jspecify.annotations.Nullable;

/// One connection to the [Gateway](https://discord.com/developers/docs/events/gateway). A thread reads, for what keeps
/// the connection must be answered while a message waits to be taken; another says at the pace that Discord asks for
/// that the house is there, and how far it has come: the number of the last event that is done with, not of the last
/// that was received. Events are taken by one thread; while too many wait, nothing is read.
final class Connection implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger("discord");
    private static final int MOST_WAITING = 64;

    private static final int DISPATCH = 0;
    private static final int HEARTBEAT = 1;
    private static final int IDENTIFY = 2;
    private static final int RESUME = 6;
    private static final int RECONNECT = 7;
    private static final int INVALID_SESSION = 9;
    private static final int HELLO = 10;
    private static final int HEARTBEAT_ACK = 11;

    /// What is written in servers and to the house: of both the message itself only where the house is named.
    private static final int INTENTS = 1 << 9 | 1 << 12;

    /// What came.
    sealed interface Event {
        /// Something happened.
        ///
        /// @param data  empty where it is of no interest
        record Dispatch(long seq, String type, JsonObject data) implements Event {}

        /// Nothing more comes.
        record Over(Ending ending) implements Event {}
    }

    private final EgressSocket socket;
    private final LongSupplier done;
    private final DoubleSupplier chance;
    private final BlockingQueue<Event> events = new LinkedBlockingQueue<>();
    private final Semaphore room = new Semaphore(MOST_WAITING);
    private final CountDownLatch over = new CountDownLatch(1);
    private final ReentrantLock ending = new ReentrantLock();
    private volatile @Nullable Ending how;
    private volatile boolean heard = true;
    private volatile boolean busy;
    private volatile boolean lived;
    private @Nullable Thread reader;
    private @Nullable Thread heart;

    /// @param done    the number of the last event that is done with; zero for none
    /// @param chance  from 0 to 1
    Connection(EgressSocket socket, LongSupplier done, DoubleSupplier chance) {
        this.socket = socket;
        this.done = done;
        this.chance = chance;
    }

    /// Says who the house is, and what it comes back to.
    ///
    /// @param session  null begins one
    void open(Bot bot, @Nullable Session session, Duration patience) throws InterruptedException {
        JsonObject hello = JsonObject.parse(socket.next(patience));
        if (hello.integer("op") != HELLO) {
            throw ContractException.malformed("Discord did not begin as it should.");
        }
        Duration interval = Duration.ofMillis(Math.clamp(hello.object("d").number("heartbeat_interval"), 20, 600_000));
        JsonObject first = session == null
                ? frame(IDENTIFY, identify())
                : frame(
                        RESUME,
                        JsonObject.with("session_id", session.id())
                                .with("seq", session.seq())
                                .build());
        socket.send(first, new EgressSocket.Key("d", "token", bot.key()));
        reader = Thread.ofVirtual().name("discord-read").start(this::read);
        heart = Thread.ofVirtual().name("discord-heart").start(() -> beat(interval));
    }

    private static JsonObject identify() {
        return JsonObject.with(
                        "properties",
                        JsonObject.with("os", "linux")
                                .with("browser", "moltbot")
                                .with("device", "moltbot")
                                .build())
                .with("compress", false)
                .with("intents", INTENTS)
                .build();
    }

    private static JsonObject frame(int op, JsonValue data) {
        return JsonObject.with("op", op).with("d", data).build();
    }

    /// The next event; waits for it.
    Event next() throws InterruptedException {
        Event event = events.take();
        if (event instanceof Event.Dispatch) {
            room.release();
        }
        return event;
    }

    /// Whether Discord answered to that the house is there.
    boolean lived() {
        return lived;
    }

    private void read() {
        try {
            while (how == null) {
                take(socket.next(Duration.ofDays(1)));
            }
        } catch (ContractException e) {
            if (e.code() == Code.TIMEOUT) {
                end(new Ending.Silent());
            } else {
                end(new Ending.Closed(socket.closeCode().orElse(0)));
            }
        } catch (InterruptedException e) {
            end(new Ending.Closed(0));
        } catch (RuntimeException e) {
            LOG.log(System.Logger.Level.ERROR, "Something went wrong while Discord was read.", e);
            end(new Ending.Closed(0));
        }
    }

    private void take(String text) throws InterruptedException {
        JsonObject frame;
        try {
            frame = JsonObject.parse(text);
            switch (frame.integer("op")) {
                case DISPATCH -> dispatch(frame);
                case HEARTBEAT -> say();
                case RECONNECT -> end(new Ending.Reconnect());
                case INVALID_SESSION -> end(new Ending.Refused(frame.flagOr("d", false)));
                case HEARTBEAT_ACK -> {
                    heard = true;
                    lived = true;
                }
                default -> LOG.log(System.Logger.Level.DEBUG, "Discord said something unknown.");
            }
        } catch (ContractException e) {
            if (e.code() != Code.MALFORMED && e.code() != Code.TOO_LARGE) {
                throw e;
            }
            LOG.log(System.Logger.Level.WARNING, "An event could not be understood: {0}", e.getMessage());
        }
    }

    private void dispatch(JsonObject frame) throws InterruptedException {
        String type = frame.text("t");
        boolean wanted = Gateway.WANTED.contains(type);
        Event event = new Event.Dispatch(
                frame.number("s"), type, wanted ? frame.objectOr("d", JsonObject.EMPTY) : JsonObject.EMPTY);
        if (!room.tryAcquire()) {
            busy = true;
            room.acquire();
            // What was answered meanwhile is read only now.
            heard = true;
            busy = false;
        }
        events.add(event);
    }

    /// The first beat comes after part of the time, so that not all programs say it at once.
    private void beat(Duration interval) {
        try {
            boolean ended = over.await((long) (interval.toNanos() * chance.getAsDouble()), TimeUnit.NANOSECONDS);
            while (!ended) {
                if (!heard && !busy) {
                    end(new Ending.Silent());
                    return;
                }
                heard = false;
                say();
                ended = over.await(interval.toNanos(), TimeUnit.NANOSECONDS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ContractException e) {
            end(new Ending.Closed(socket.closeCode().orElse(0)));
        }
    }

    private void say() throws InterruptedException {
        long number = done.getAsLong();
        socket.send(frame(HEARTBEAT, number == 0 ? JsonValue.NULL : JsonValue.of(number)));
    }

    /// What it was first counts.
    private void end(Ending now) {
        ending.lock();
        try {
            if (how == null) {
                how = now;
                events.add(new Event.Over(now));
            }
        } finally {
            ending.unlock();
        }
        over.countDown();
        socket.close();
    }

    @Override
    public void close() {
        end(new Ending.Closed(0));
        for (Thread thread : new Thread[] {reader, heart}) {
            if (thread != null) {
                thread.interrupt();
            }
        }
    }
}
