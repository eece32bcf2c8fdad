package moltbot.gateway.channel.whatsapp;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import moltbot.contract.ContractException;
import moltbot.contract.channel.Address;
import moltbot.contract.hook.Taken;
import moltbot.gateway.channel.Earlier;
import moltbot.gateway.channel.Inbox;
import moltbot.gateway.channel.Incoming;

/// Takes what webhooks bring. Each conversation's messages are handed over one after another, and none waits for
/// another conversation's; whoever brought them waits until all of theirs are taken, and comes again where that lasts
/// too long: what is taken by then is known. What became of what the house said is heard at once, for an answer may
/// wait for it. Safe for several threads.
final class Hearing {
    private static final System.Logger LOG = System.getLogger("whatsapp");

    /// Something to hand over.
    private sealed interface Heard {
        /// What the house calls it.
        String id();

        /// Whose conversation it is of.
        Address place();
    }

    /// A message, and what WhatsApp calls it.
    private record Written(Incoming message, String wamid) implements Heard {
        @Override
        public String id() {
            return message.id();
        }

        @Override
        public Address place() {
            return message.place();
        }
    }

    /// Word that a message was taken back.
    private record TakenBack(String id, Incoming.Withdrawn message) implements Heard {
        @Override
        public Address place() {
            return message.place();
        }
    }

    private final String number;
    private final Fates fates;
    private final Said said;
    private final Presence shown;
    private final Duration patience;
    private final Lanes lanes = new Lanes();
    private final Earlier earlier = new Earlier();
    private volatile Optional<Inbox> inbox = Optional.empty();

    /// @param patience  how long whoever brings something waits
    Hearing(String number, Fates fates, Said said, Presence shown, Duration patience) {
        this.number = number;
        this.fates = fates;
        this.said = said;
        this.shown = shown;
        this.patience = patience;
    }

    /// From any thread.
    Taken receive(byte[] body) throws InterruptedException {
        Delivered delivered;
        try {
            delivered = Delivered.read(body, number);
        } catch (ContractException e) {
            LOG.log(System.Logger.Level.WARNING, "A webhook could not be understood: {0}", e.getMessage());
            return Taken.UNREADABLE;
        }
        delivered.statuses().forEach(fates::tell);
        if (delivered.letters().isEmpty()) {
            return Taken.DONE;
        }
        Optional<Inbox> open = inbox;
        return open.isPresent() ? handOver(delivered.letters(), open.get()) : Taken.LATER;
    }

    private Taken handOver(List<Delivered.Letter> letters, Inbox to) throws InterruptedException {
        Map<Address, List<Heard>> heard = new LinkedHashMap<>();
        for (Delivered.Letter letter : letters) {
            read(letter)
                    .ifPresent(one -> heard.computeIfAbsent(one.place(), _ -> new ArrayList<>())
                            .add(one));
        }
        List<FutureTask<Taken>> works = new ArrayList<>();
        boolean all = true;
        for (Map.Entry<Address, List<Heard>> of : heard.entrySet()) {
            FutureTask<Taken> work = new FutureTask<>(() -> take(of.getValue(), to));
            if (lanes.offer(of.getKey(), work)) {
                works.add(work);
            } else {
                all = false;
            }
        }
        return all ? await(works) : Taken.LATER;
    }

    private Taken await(List<FutureTask<Taken>> works) throws InterruptedException {
        long until = System.nanoTime() + patience.toNanos();
        try {
            for (FutureTask<Taken> work : works) {
                work.get(until - System.nanoTime(), TimeUnit.NANOSECONDS);
            }
            return Taken.DONE;
        } catch (TimeoutException | CancellationException e) {
            LOG.log(System.Logger.Level.DEBUG, "A webhook was not taken in time.", e);
        } catch (ExecutionException e) {
            LOG.log(System.Logger.Level.ERROR, "What a webhook brought could not be taken.", e.getCause());
        }
        return Taken.LATER;
    }

    /// From here on it hands over.
    void open(Inbox to) {
        lanes.open();
        inbox = Optional.of(to);
    }

    /// How much was brought that is not taken yet.
    int waiting() {
        return lanes.waiting();
    }

    /// Who waits is told to come again.
    void close() {
        inbox = Optional.empty();
        lanes.close();
    }

    private Taken take(List<Heard> letters, Inbox to) throws InterruptedException {
        for (Heard one : letters) {
            if (!isTaken(one.id()) && !isGone(one)) {
                handOver(one, to);
                taken(one.id());
            }
        }
        return Taken.DONE;
    }

    private void handOver(Heard one, Inbox to) throws InterruptedException {
        switch (one) {
            case Written written -> {
                shown.keep(written.message(), written.wamid());
                to.take(written.message());
            }
            case TakenBack back -> {
                to.withdraw(back.message());
                // Webhooks come in any order: should it come only now, it is not to be there any more.
                taken(ofSomebody(back.message().id(), back.message().who()));
            }
        }
    }

    private boolean isGone(Heard one) {
        return one instanceof Written written
                && isTaken(ofSomebody(one.id(), written.message().who()));
    }

    /// Nobody takes back what another wrote.
    private static String ofSomebody(String id, Address who) {
        return id + "/" + who.id();
    }

    private void taken(String id) {
        synchronized (earlier) {
            earlier.taken(id);
        }
    }

    private boolean isTaken(String id) {
        synchronized (earlier) {
            return earlier.isTaken(id);
        }
    }

    /// A message that cannot be understood must not stop those behind it; one that was taken needs no room.
    private Optional<Heard> read(Delivered.Letter letter) {
        try {
            Message message = new Message(number, letter.message(), letter.contacts());
            if (isTaken(message.id())) {
                return Optional.empty();
            }
            return message.withdrawn()
                    .<Heard>map(gone -> new TakenBack(message.id(), gone))
                    .or(() -> message.incoming(said).map(incoming -> new Written(incoming, message.wamid())));
        } catch (ContractException e) {
            LOG.log(System.Logger.Level.WARNING, "A message could not be understood: {0}", e.getMessage());
        } catch (RuntimeException e) {
            LOG.log(System.Logger.Level.ERROR, "A message could not be looked at.", e);
        }
        return Optional.empty();
    }
}
