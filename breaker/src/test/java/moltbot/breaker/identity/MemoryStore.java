package moltbot.breaker.identity;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;

/// Keeps nothing longer than the test, and takes its time to where asked.
final class MemoryStore implements IdentityStore {
    CountDownLatch mayGoOn = new CountDownLatch(0);
    private Optional<Owner> owner = Optional.empty();
    private List<Kept> sessions = List.of();
    private List<KeptToken> tokens = List.of();

    @Override
    public Optional<Owner> owner() {
        return owner;
    }

    @Override
    public void saveOwner(Owner fresh) {
        owner = Optional.of(fresh);
    }

    /// Takes the owner away, as on the host.
    void takeOwnerAway() {
        owner = Optional.empty();
    }

    @Override
    public List<Kept> sessions() {
        return sessions;
    }

    @Override
    public void saveSessions(List<Kept> fresh) {
        try {
            mayGoOn.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
        sessions = List.copyOf(fresh);
    }

    @Override
    public List<KeptToken> tokens() {
        return tokens;
    }

    @Override
    public void saveTokens(List<KeptToken> fresh) {
        tokens = List.copyOf(fresh);
    }
}
