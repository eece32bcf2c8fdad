package moltbot.guardian.observe.knock;

import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import moltbot.contract.ContractException;
import moltbot.contract.json.JsonObject;
import moltbot.contract.link.LinkCall;
import moltbot.contract.link.LinkClient;

/// The breaker's word whether a mark reached it. Until it is closed it is waited for.
public interface Sight extends AutoCloseable {
    /// True once a request with the mark has arrived at the breaker.
    boolean seen();

    @Override
    void close();

    /// Asks the breaker over its link; [ContractException] where it cannot be asked.
    static Function<String, Sight> by(LinkClient breaker) {
        return mark -> new OverLink(
                breaker.open("breaker.sight", JsonObject.with("mark", mark).build()));
    }

    /// One exchange for one mark.
    final class OverLink implements Sight {
        private final LinkCall call;
        private final AtomicBoolean seen = new AtomicBoolean();

        OverLink(LinkCall call) {
            this.call = call;
            try {
                call.end();
                call.reply();
            } catch (ContractException e) {
                call.close();
                throw e;
            }
            Thread.ofVirtual().name("sight").start(this::read);
        }

        private void read() {
            try {
                seen.set(call.next() != null);
            } catch (ContractException e) {
                // Closed, or the breaker left: what it did not say was not seen.
                System.getLogger("watch").log(System.Logger.Level.DEBUG, "A mark was not awaited: {0}", e.getMessage());
            }
        }

        @Override
        public boolean seen() {
            return seen.get();
        }

        @Override
        public void close() {
            call.close();
        }
    }
}
