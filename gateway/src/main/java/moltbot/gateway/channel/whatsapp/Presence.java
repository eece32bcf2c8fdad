package moltbot.gateway.channel.whatsapp;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import moltbot.contract.channel.Address;
import moltbot.contract.json.JsonObject;
import moltbot.gateway.channel.Incoming;
import moltbot.gateway.channel.Typing;

/// Shows whoever wrote that it was read and is being answered
/// ([typing](https://developers.facebook.com/documentation/business-messaging/whatsapp/typing-indicators/)). Who was
/// not let in is shown nothing. Safe for several threads.
final class Presence implements AutoCloseable {
    private static final int MOST = 1_000;

    /// WhatsApp shows it for 25 seconds.
    private static final Typing.Times TIMES =
            new Typing.Times(Duration.ofMillis(1), Duration.ofSeconds(22), Duration.ofMinutes(1));

    /// Tells WhatsApp, in the name of the number that is connected.
    @FunctionalInterface
    interface Teller {
        void tell(JsonObject request) throws InterruptedException;
    }

    private final Teller teller;
    private final Typing typing = new Typing(this::show, TIMES);
    private final Map<String, Came> byId = bounded();
    private final Map<Address, String> latest = bounded();

    /// What came lately: from whom, and what WhatsApp calls it.
    private record Came(Address place, String wamid) {}

    Presence(Teller teller) {
        this.teller = teller;
    }

    private static <K, V> Map<K, V> bounded() {
        return new LinkedHashMap<>() {
            private static final long serialVersionUID = 1;

            @Override
            protected boolean removeEldestEntry(Map.Entry<K, V> eldest) {
                return size() > MOST;
            }
        };
    }

    /// WhatsApp calls it so.
    synchronized void keep(Incoming message, String wamid) {
        byId.put(message.id(), new Came(message.place(), wamid));
    }

    /// What WhatsApp calls a message that somebody wrote; nobody is shown what another wrote.
    ///
    /// @param id  as the house calls it
    synchronized Optional<String> wamid(Address place, String id) {
        return Optional.ofNullable(byId.get(id))
                .filter(came -> came.place().equals(place))
                .map(Came::wamid);
    }

    /// It is being answered. Quick.
    synchronized void begin(Incoming message) {
        wamid(message.place(), message.id()).ifPresent(wamid -> {
            latest.remove(message.place());
            latest.put(message.place(), wamid);
            typing.begin(message.place());
        });
    }

    /// Something is said there now. Quick.
    void end(Address to) {
        typing.end(to);
    }

    private void show(Address to) throws InterruptedException {
        Optional<String> wamid;
        synchronized (this) {
            wamid = Optional.ofNullable(latest.get(to));
        }
        if (wamid.isPresent()) {
            teller.tell(Sending.seen(wamid.get()));
        }
    }

    @Override
    public void close() {
        typing.close();
    }
}
