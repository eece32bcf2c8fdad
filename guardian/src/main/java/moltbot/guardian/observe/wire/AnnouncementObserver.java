package moltbot.guardian.observe.wire;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import moltbot.contract.ContractException;
import moltbot.guardian.fact.Observation;
import moltbot.guardian.fact.network.Announcement;

/// Sees which web services this machine announces (DNS-SD, RFC 6763, by the one-shot multicast queries of RFC 6762
/// §5.1). Asks only where the panel listens for other machines.
public final class AnnouncementObserver {
    private static final InetSocketAddress MDNS = new InetSocketAddress("224.0.0.251", 5353);
    private static final Duration PATIENCE = Duration.ofMillis(700);
    private static final List<List<String>> SERVICES =
            List.of(List.of("_http", "_tcp", "local"), List.of("_https", "_tcp", "local"));
    private static final int PTR = 12;

    private final boolean outside;

    /// @param outside  true where the panel listens for other machines
    public AnnouncementObserver(boolean outside) {
        this.outside = outside;
    }

    /// Asks now.
    public Observation<List<Announcement>> observe() {
        List<Announcement> announcements = new ArrayList<>();
        if (!outside) {
            return new Observation.Seen<>(announcements);
        }
        try {
            Set<InetAddress> own = Local.addresses();
            for (Local local : Local.now()) {
                for (Datagram.Answer answer : Datagram.ask(local, MDNS, List.of(question()), PATIENCE)) {
                    if (own.contains(answer.from())) {
                        read(answer.bytes(), announcements);
                    }
                }
            }
            return new Observation.Seen<>(announcements.stream().distinct().toList());
        } catch (IOException e) {
            return new Observation.Unobservable<>("What is announced could not be seen: " + e.getMessage());
        }
    }

    private static void read(byte[] message, List<Announcement> announcements) {
        try {
            announcements.addAll(DnsMessage.services(message));
        } catch (ContractException e) {
            System.getLogger("watch").log(System.Logger.Level.DEBUG, "An announcement is not readable.", e);
        }
    }

    private static byte[] question() {
        ByteArrayOutputStream message = new ByteArrayOutputStream();
        message.writeBytes(new byte[] {0, 1, 0, 0, 0, (byte) SERVICES.size(), 0, 0, 0, 0, 0, 0});
        for (List<String> service : SERVICES) {
            for (String label : service) {
                message.write(label.length());
                message.writeBytes(label.getBytes(StandardCharsets.US_ASCII));
            }
            message.writeBytes(new byte[] {0, 0, PTR, 0, 1});
        }
        return message.toByteArray();
    }
}
