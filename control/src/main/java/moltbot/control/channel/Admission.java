package moltbot.control.channel;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import moltbot.contract.ContractException;
import moltbot.contract.channel.Address;
import moltbot.contract.channel.Address.Kind;
import moltbot.contract.json.JsonArray;
import moltbot.contract.json.JsonObject;
import moltbot.contract.tool.ToolGroup;
import moltbot.control.audit.Audit;

/// The list of who may talk to the assistant, and of who asked to. Only a person at the panel or the host changes
/// it; every change is in the audit and on disk before it counts. Strangers, however many, cost a bounded little:
/// three of them wait at a time, each is told a code once, and the rest are met with silence. Safe for use by
/// several threads.
public final class Admission implements AutoCloseable {
    /// How long a code is good, and how long a stranger who had an answer gets no other.
    public static final Duration LIFE = Duration.ofHours(1);

    private static final int MOST_WAITING = 3;
    private static final int MOST_GUESTS = 512;
    private static final int MOST_DENIED = 256;
    private static final int MOST_TURNED_AWAY = 256;

    /// A key of a thread: its group's, and its number.
    private static final Pattern THREAD =
            Pattern.compile("(?:discord|slack)\\.[0-9a-f]+\\.[0-9A-Za-z]{1,11}|[a-z]+\\.[0-9a-f]+\\.[0-9]{1,10}");

    private final AdmissionFile file;
    private final Audit audit;
    private final DoorRules rules;
    private final InstantSource clock;
    private final Supplier<String> codes;
    private final Map<String, Guest> guests;
    private final Map<String, Knock> knocks;
    /// Keys of those the owner said no to, and when.
    private final Map<String, Long> denied = new Latest<>(MOST_DENIED);

    /// Keys of those who asked while others waited already, and when they did last.
    private final Map<String, Long> turnedAway = new Latest<>(MOST_TURNED_AWAY);

    /// Where strangers who are answered by `insecure-open-channels` are, by key.
    private final Map<String, Address> passersBy = new Latest<>(MOST_GUESTS);

    private final ReentrantLock lock = new ReentrantLock();

    private Admission(AdmissionFile file, Audit audit, DoorRules rules, InstantSource clock, Supplier<String> codes) {
        this.file = file;
        this.audit = audit;
        this.rules = rules;
        this.clock = clock;
        this.codes = codes;
        this.guests = new LinkedHashMap<>(file.guests());
        this.knocks = new LinkedHashMap<>(file.knocks());
    }

    /// Opens `admission.jsonl` in a folder.
    ///
    /// @param codes  makes a code nobody can guess
    public static Admission open(Path folder, Audit audit, DoorRules rules, InstantSource clock, Supplier<String> codes)
            throws IOException {
        return new Admission(AdmissionFile.open(folder), audit, rules, clock, codes);
    }

    /// What somebody who writes is to the house.
    ///
    /// @param who    the person
    /// @param place  where they wrote: themselves, a group, or a thread of one, which is let in with its group
    /// @param name   what they, or the group, are called there
    /// @param self   true where they write to themselves, with the house's own account: the owner, most likely
    Answer ask(Address who, Address place, String name, boolean self) throws InterruptedException {
        lock.lockInterruptibly();
        try {
            Guest guest = guests.get(place.home().key());
            if (place.isProgram()) {
                // Nobody is there to be told a code: the owner made the hook, or took it away again.
                return guest != null ? new Answer.Welcome(false) : new Answer.Silence();
            }
            boolean group = place.kind() != Kind.DIRECT;
            if (group ? !rules.groups() : rules.direct() == DoorRules.Direct.CLOSED) {
                return new Answer.Silence();
            }
            if (guest != null) {
                return new Answer.Welcome(guest.owner());
            }
            if (!group && rules.direct() == DoorRules.Direct.OPEN) {
                passersBy.put(place.key(), place);
                return new Answer.Welcome(false);
            }
            if (!group && rules.direct() == DoorRules.Direct.ALLOW_LIST && !self) {
                return new Answer.Silence();
            }
            return knock(place.home(), name, group ? who.id() : "");
        } finally {
            lock.unlock();
        }
    }

    /// A group is asked about, but nobody in it is told a code.
    private Answer knock(Address place, String name, String asker) throws InterruptedException {
        forgetOld();
        long waiting = 0;
        for (Knock before : knocks.values()) {
            Address other = before.address();
            if (other.equals(place)) {
                return new Answer.Silence();
            }
            waiting += other.channel().equals(place.channel()) && other.kind() == place.kind() ? 1 : 0;
        }
        if (denied.containsKey(place.key())) {
            return new Answer.Silence();
        }
        if (waiting >= MOST_WAITING) {
            turnedAway.put(place.key(), clock.millis());
            return new Answer.Silence();
        }
        Knock knock = new Knock(codes.get(), place, PlainName.of(name), PlainName.of(asker), clock.millis());
        audit.record(
                "pairing.asked",
                JsonObject.with("address", place.toJson())
                        .with("name", knock.name())
                        .with("asker", knock.asker())
                        .build());
        file.knocked(knock);
        knocks.put(knock.code(), knock);
        return place.kind() == Kind.GROUP ? new Answer.Silence() : new Answer.Code(knock.code());
    }

    /// Lets in whoever was told this code.
    ///
    /// @param owner  true says that this person is the owner
    public void approve(String code, boolean owner, String by) throws InterruptedException {
        lock.lockInterruptibly();
        try {
            Knock knock = waiting(code);
            admit(new Guest(knock.address(), knock.name(), owner, clock.millis(), by));
            file.answered(knock);
            knocks.remove(knock.code());
        } finally {
            lock.unlock();
        }
    }

    /// Lets somebody in who did not ask, by the messenger's own id for them.
    public void admit(Address address, String name, boolean owner, String by) throws InterruptedException {
        lock.lockInterruptibly();
        try {
            admit(new Guest(address, PlainName.of(name), owner, clock.millis(), by));
        } finally {
            lock.unlock();
        }
    }

    /// Lets a program in, which the owner made a hook for.
    ///
    /// @param answers  the key of whoever is told what it brings; empty for whom it told before, or nobody
    void admitProgram(Address address, String answers, String by) throws InterruptedException {
        lock.lockInterruptibly();
        try {
            Guest reader = guests.get(answers);
            if (!answers.isEmpty() && (reader == null || reader.address().isProgram())) {
                throw ContractException.refused(
                        "unknown-guest",
                        "Nobody on the list has that key, so nothing was made. See './moltbot pairing list'.");
            }
            Guest before = answers.isEmpty() ? guests.get(address.key()) : null;
            String told = before == null ? answers : before.answers();
            admit(new Guest(address, PlainName.of(address.id()), false, clock.millis(), by, told, Optional.empty()));
        } finally {
            lock.unlock();
        }
    }

    /// Whoever is on the list already keeps the tools that they were given.
    private void admit(Guest wanted) throws InterruptedException {
        Guest before = guests.get(wanted.address().key());
        Guest guest = before == null || wanted.owner() ? wanted : wanted.withOnly(before.only());
        if (guest.owner() && guest.address().kind() != Kind.DIRECT) {
            throw ContractException.refused(
                    "group", "A group is never the owner, so nothing was changed. Approve it without --owner.");
        }
        if (guests.size() >= MOST_GUESTS) {
            throw ContractException.refused(
                    "too-many",
                    "There are " + MOST_GUESTS + " people and groups on the list already. Remove some with"
                            + " './moltbot pairing remove'.");
        }
        audit.record("pairing.approved", guest.toJson());
        file.admitted(guest);
        guests.put(guest.address().key(), guest);
    }

    /// Says which tools may be used in conversations with somebody; it counts from the next use on.
    ///
    /// @param only  those alone; empty for all there are
    void give(String key, Optional<Set<ToolGroup>> only, String by) throws InterruptedException {
        lock.lockInterruptibly();
        try {
            Guest guest = listed(key);
            if (guest.owner()) {
                throw ContractException.refused("owner", "All tools are yours, so nothing was changed.");
            }
            Guest given = guest.withOnly(only);
            audit.record(
                    "pairing.tools", given.toJson().toBuilder().with("by", by).build());
            file.admitted(given);
            guests.put(key, given);
        } finally {
            lock.unlock();
        }
    }

    /// Which tools may be used in conversations with whoever has that key, or in that group or thread of it; none for
    /// who is not let in.
    public Set<ToolGroup> tools(String key) {
        lock.lock();
        try {
            Optional<Address> where = whereIs(key);
            Optional<Guest> guest =
                    where.flatMap(address -> guest(address.home().key()));
            // By a setting that is called insecure any stranger has what somebody who is let in has.
            return guest.map(Guest::tools).orElseGet(() -> where.isPresent() ? ToolGroup.all() : Set.of());
        } finally {
            lock.unlock();
        }
    }

    private Guest listed(String key) {
        return guest(key)
                .orElseThrow(() -> ContractException.refused(
                        "unknown-guest", "Nobody on the list has that key, so nothing was changed."));
    }

    /// Says no to whoever was told this code. They are not told.
    public void deny(String code, String by) throws InterruptedException {
        lock.lockInterruptibly();
        try {
            Knock knock = waiting(code);
            audit.record(
                    "pairing.denied",
                    JsonObject.with("address", knock.address().toJson())
                            .with("by", by)
                            .build());
            file.answered(knock);
            knocks.remove(knock.code());
            denied.put(knock.address().key(), clock.millis());
        } finally {
            lock.unlock();
        }
    }

    /// Takes somebody off the list; it counts from here on, also for answers that were not sent yet.
    public void remove(String key, String by) throws InterruptedException {
        lock.lockInterruptibly();
        try {
            Guest guest = listed(key);
            audit.record(
                    "pairing.removed", guest.toJson().toBuilder().with("by", by).build());
            file.removed(key);
            guests.remove(key);
        } finally {
            lock.unlock();
        }
    }

    /// Where whoever is let in and has that key is written to; empty for everybody else.
    Optional<Address> whereIs(String key) {
        lock.lock();
        try {
            Guest guest = guests.get(key);
            if (guest == null && THREAD.matcher(key).matches()) {
                int end = key.lastIndexOf('.');
                return Optional.ofNullable(guests.get(key.substring(0, end)))
                        .map(Guest::address)
                        .filter(group -> group.kind() == Kind.GROUP)
                        .map(group -> Address.thread(group, key.substring(end + 1)));
            }
            return Optional.ofNullable(guest == null ? passersBy.get(key) : guest.address());
        } finally {
            lock.unlock();
        }
    }

    /// Whoever is let in and has that key.
    Optional<Guest> guest(String key) {
        lock.lock();
        try {
            return Optional.ofNullable(guests.get(key));
        } finally {
            lock.unlock();
        }
    }

    /// All who are let in; no groups where the settings let none be.
    List<Guest> guests() {
        lock.lock();
        try {
            return guests.values().stream()
                    .filter(guest -> rules.groups() || guest.address().kind() != Kind.GROUP)
                    .toList();
        } finally {
            lock.unlock();
        }
    }

    /// Keys of the owner's own addresses, one for each messenger they are in.
    public List<String> owners() {
        lock.lock();
        try {
            return guests.values().stream()
                    .filter(guest -> guest.owner() && guest.address().kind() == Kind.DIRECT)
                    .map(guest -> guest.address().key())
                    .toList();
        } finally {
            lock.unlock();
        }
    }

    /// What whoever is let in and has that key is called; empty for everybody else.
    public String name(String key) {
        return guest(key).map(Guest::name).orElse("");
    }

    /// As the panel and the owner's shell are told.
    public JsonObject toJson() throws InterruptedException {
        lock.lockInterruptibly();
        try {
            forgetOld();
            return JsonObject.with("direct", rules.direct().word())
                    .with(
                            "waiting",
                            JsonArray.of(
                                    knocks.values().stream().map(Knock::toJson).toList()))
                    .with(
                            "guests",
                            JsonArray.of(
                                    guests.values().stream().map(Guest::toJson).toList()))
                    .build();
        } finally {
            lock.unlock();
        }
    }

    /// How the door stands: how strangers are met, how many wait, and how many more asked within the hour. Nobody in
    /// particular is told of.
    JsonObject door() throws InterruptedException {
        lock.lockInterruptibly();
        try {
            forgetOld();
            return JsonObject.with("direct", rules.direct().word())
                    .with("waiting", knocks.size())
                    .with("turnedAway", turnedAway.size())
                    .build();
        } finally {
            lock.unlock();
        }
    }

    private Knock waiting(String code) throws InterruptedException {
        forgetOld();
        Knock knock = knocks.get(code.strip().toUpperCase(Locale.ROOT));
        if (knock == null) {
            throw ContractException.refused(
                    "unknown-code",
                    "Nobody waits with that code, so nothing was changed. It is good for an hour;"
                            + " './moltbot pairing list' shows who waits.");
        }
        return knock;
    }

    private void forgetOld() throws InterruptedException {
        long before = clock.millis() - LIFE.toMillis();
        for (Knock old : List.copyOf(knocks.values())) {
            if (old.at() <= before) {
                file.answered(old);
                knocks.remove(old.code());
            }
        }
        denied.values().removeIf(at -> at <= before);
        turnedAway.values().removeIf(at -> at <= before);
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}
