package moltbot.breaker.stage;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.function.LongSupplier;
import moltbot.breaker.exchange.Answer;
import moltbot.breaker.identity.Authentication;
import moltbot.breaker.page.ErrorPage;

/// Counts before anyone is believed. A stranger's address, loopback included, has 100 requests a minute and 50 at once;
/// a sign-in that holds has 6000 and 1000 of its own, for a chat asks several times for each message.
final class RateLimit implements Stage {
    private final Buckets strangers;
    private final Buckets signedIn;

    RateLimit(LongSupplier nanos) {
        strangers = new Buckets(100, 50, nanos);
        signedIn = new Buckets(6000, 1000, nanos);
    }

    @Override
    public Verdict judge(Visit visit) {
        boolean granted = switch (visit.authentication()) {
            case Authentication.Authenticated(var who) -> signedIn.take(who.digest());
            case Authentication.Absent(), Authentication.Rejected() ->
                strangers.take(key(visit.request().client()));
        };
        return granted ? Verdict.NEXT : new Verdict.Answered(tooMany(visit).with("retry-after", "5"));
    }

    private static Answer tooMany(Visit visit) {
        String message = "Too many requests came from there. Wait a few seconds.";
        return visit.wantsJson() || visit.unsafe()
                ? Answer.error(429, "too-many-requests", message)
                : ErrorPage.of(429, message, true);
    }

    /// One household's IPv6 addresses, a /64, count as one.
    private static String key(InetAddress client) {
        byte[] bytes = client.getAddress();
        return HexFormat.of().formatHex(client instanceof Inet6Address ? Arrays.copyOf(bytes, 8) : bytes);
    }
}
