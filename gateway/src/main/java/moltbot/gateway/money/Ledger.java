package moltbot.gateway.money;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.ZoneId;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import moltbot.contract.ContractException;
import moltbot.contract.json.JsonObject;
import moltbot.contract.model.Usage;
import moltbot.gateway.model.remote.Meter;

/// The accounts, and the limits that hold before anything is spent. What a question may cost at most is on disk before
/// it leaves, and what it did cost after; what became of it is not known after a crash, so that the most counts. Days
/// and months are the owner's. Safe for several threads.
///
/// A turn's limit goes by what the runtime says of the turn; those of the day and the month need nobody's word. What is
/// asked by `TURN/PART` is a part of the turn's, and that part may spend half of what the turn may.
public final class Ledger implements Meter, AutoCloseable {
    private static final System.Logger LOG = System.getLogger("money");

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final Path folder;
    private final PriceTable prices;
    private final Caps caps;
    private final InstantSource clock;
    private final ZoneId zone;
    private final Map<String, Entry.Reserved> underWay = new HashMap<>();
    private YearMonth month;
    private AccountFile file;
    private Accounts accounts;

    /// @param folder  where the months are kept
    public Ledger(Path folder, PriceTable prices, Caps caps, InstantSource clock, ZoneId zone) {
        this.folder = folder;
        this.prices = prices;
        this.caps = caps;
        this.clock = clock;
        this.zone = zone;
        this.month = YearMonth.from(today());
        this.accounts = new Accounts();
        this.file = AccountFile.open(path(month), accounts::take);
    }

    private Path path(YearMonth of) {
        return folder.resolve("spending-" + of + ".jsonl");
    }

    private LocalDate today() {
        return LocalDate.ofInstant(clock.instant(), zone);
    }

    private void turnThePage() {
        YearMonth now = YearMonth.from(today());
        if (!now.equals(month)) {
            Accounts fresh = new Accounts();
            AccountFile next = AccountFile.open(path(now), fresh::take);
            close();
            month = now;
            accounts = fresh;
            file = next;
        }
    }

    @Override
    public synchronized boolean fits(Claim claim) {
        turnThePage();
        return refusal(claim, most(claim), Amount.NOTHING).isEmpty() || wouldFitAlone(claim, most(claim));
    }

    @Override
    public Charge begin(Claim claim) throws InterruptedException {
        Open open = setAside(claim);
        try {
            open.sync();
            return open;
        } catch (RuntimeException e) {
            open.close();
            throw e;
        }
    }

    private synchronized Open setAside(Claim claim) throws InterruptedException {
        Amount most = most(claim);
        Optional<ContractException> refusal = refusalNow(claim, most);
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (refusal.isPresent() && wouldFitAlone(claim, most) && end - System.nanoTime() > 0) {
            wait(Math.max(1, (end - System.nanoTime()) / 1_000_000));
            refusal = refusalNow(claim, most);
        }
        if (refusal.isPresent()) {
            throw refusal.get();
        }
        Entry.Reserved reserved = new Entry.Reserved(
                UUID.randomUUID().toString(), today().toString(), claim.turn(), claim.provider(), claim.model(), most);
        long position = file.append(reserved);
        accounts.take(reserved);
        underWay.put(reserved.id(), reserved);
        AccountFile written = file;
        return new Open(reserved, month, prices.of(claim.model(), claim.free()), () -> written.sync(position));
    }

    private Optional<ContractException> refusalNow(Claim claim, Amount most) {
        turnThePage();
        return refusal(claim, most, Amount.NOTHING);
    }

    /// True where only what is set aside for answers under way stands against it.
    private boolean wouldFitAlone(Claim claim, Amount most) {
        Amount others = Amount.NOTHING;
        for (Entry.Reserved reserved : underWay.values()) {
            others = others.plus(reserved.most());
        }
        return refusal(claim, most, others).isEmpty();
    }

    /// One question under way.
    private final class Open implements Charge {
        private final Entry.Reserved reserved;
        private final YearMonth begun;
        private final Price price;
        private final Runnable sync;

        Open(Entry.Reserved reserved, YearMonth begun, Price price, Runnable sync) {
            this.reserved = reserved;
            this.begun = begun;
            this.price = price;
            this.sync = sync;
        }

        void sync() {
            sync.run();
        }

        @Override
        public void spent(Usage usage) {
            settle(reserved, begun, usage, price);
        }

        @Override
        public void close() {
            synchronized (Ledger.this) {
                underWay.remove(reserved.id());
                Ledger.this.notifyAll();
            }
        }
    }

    private Amount most(Claim claim) {
        Price price = prices.of(claim.model(), claim.free());
        return new Amount(
                price.atMost(claim.inputTokens(), claim.outputTokens()), claim.inputTokens() + claim.outputTokens());
    }

    /// Written, but not waited for: should the machine fail now, the most counts. What was set aside in a month that is
    /// over stays as it was.
    private synchronized void settle(Entry.Reserved reserved, YearMonth begun, Usage usage, Price price) {
        if (!begun.equals(month)) {
            return;
        }
        Entry.Settled settled = new Entry.Settled(reserved.id(), usage, new Amount(price.of(usage), usage.total()));
        try {
            file.append(settled);
            accounts.take(settled);
        } catch (ContractException e) {
            // The answer is here and the most it can have cost is on disk already.
            LOG.log(System.Logger.Level.WARNING, "What an answer cost could not be written down.", e);
        }
    }

    /// @param others  what is not counted
    private Optional<ContractException> refusal(Claim claim, Amount most, Amount others) {
        String today = today().toString();
        int part = claim.turn().indexOf('/');
        String turn = part < 0 ? claim.turn() : claim.turn().substring(0, part);
        if (!turn.isEmpty() && !caps.turn().holds(accounts.turn(turn).plus(most))) {
            return Optional.of(over("turn", "This turn", claim, accounts.turn(turn), caps.turn()));
        } else if (part >= 0
                && !caps.turn().part().holds(accounts.turn(claim.turn()).plus(most))) {
            return Optional.of(over(
                    "part",
                    "This sub-agent",
                    claim,
                    accounts.turn(claim.turn()),
                    caps.turn().part()));
        } else if (!caps.day().holds(accounts.day(today).minus(others).plus(most))) {
            return Optional.of(over("day", "Today", claim, accounts.day(today), caps.day()));
        } else if (!caps.month().holds(accounts.month().minus(others).plus(most))) {
            return Optional.of(over("month", "This month", claim, accounts.month(), caps.month()));
        }
        return Optional.empty();
    }

    private ContractException over(String what, String when, Claim claim, Amount spent, Caps.Cap cap) {
        boolean money = spent.nanos() + most(claim).nanos() > cap.nanos();
        String figures = money
                ? Amount.dollars(spent.nanos()) + " of " + Amount.dollars(cap.nanos()) + " are spent and the next"
                        + " answer may cost " + Amount.dollars(most(claim).nanos())
                : spent.tokens() + " of " + cap.tokens() + " tokens are used and the next answer may take "
                        + most(claim).tokens();
        String price = prices.knows(claim.model()) || claim.free()
                ? ""
                : " The price of " + claim.model()
                        + " is not known, so the dearest was assumed; set it in model.prices.";
        return ContractException.refused(
                "budget-" + what,
                when + " has reached your limit: " + figures + ", so no model was asked." + price
                        + (what.equals("part") ? " The limit is half of budget.turn" : " The limit is budget." + what)
                        + (money ? "-dollars" : "-tokens") + " in the settings.");
    }

    /// What was spent, for the owner to see.
    public synchronized JsonObject state() {
        turnThePage();
        String today = today().toString();
        return JsonObject.with("zone", zone.getId())
                .with("today", today)
                .with("pricesAsOf", prices.date())
                .with("day", spent(accounts.day(today), caps.day()))
                .with("month", spent(accounts.month(), caps.month()))
                .with("turn", spent(Amount.NOTHING, caps.turn()))
                .with("models", accounts.byModel())
                .build();
    }

    private static JsonObject spent(Amount amount, Caps.Cap cap) {
        return JsonObject.with("nanos", amount.nanos())
                .with("tokens", amount.tokens())
                .with("capNanos", cap.nanos())
                .with("capTokens", cap.tokens())
                .build();
    }

    @Override
    public synchronized void close() {
        try {
            file.close();
        } catch (IOException e) {
            LOG.log(System.Logger.Level.WARNING, "The accounts did not close cleanly.", e);
        }
    }
}
