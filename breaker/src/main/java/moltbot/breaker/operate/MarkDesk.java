package moltbot.breaker.operate;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import moltbot.breaker.mark.Marks;
import moltbot.contract.json.JsonObject;
import moltbot.contract.link.LinkExchange;

/// Tells the guardian when a request arrives that it sent through another program.
public final class MarkDesk {
    private static final Duration LONGEST = Duration.ofSeconds(30);

    private final Marks marks;

    public MarkDesk(Marks marks) {
        this.marks = marks;
    }

    /// One mark, for as long as the guardian stays: answers once it is expected, and sends one frame when it is seen.
    public void expect(LinkExchange exchange) throws InterruptedException {
        String mark = exchange.head().text("mark");
        CountDownLatch seen = new CountDownLatch(1);
        Runnable arrived = seen::countDown;
        marks.expect(mark, arrived);
        try {
            exchange.reply(JsonObject.EMPTY);
            if (seen.await(LONGEST.toMillis(), TimeUnit.MILLISECONDS)) {
                exchange.send(JsonObject.with("seen", true).build());
            }
        } finally {
            marks.forget(mark, arrived);
        }
    }
}
