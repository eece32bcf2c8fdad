package moltbot.breaker.listen;

import io.netty.channel.Channel;
import java.util.HashSet;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.IntSupplier;

/// Whoever holds one of the [Places], as it turns out what is spoken there. On the event loop.
@SuppressWarnings("FutureReturnValueIgnored") // told when a channel closes, which it does
final class Tenant {
    private final Set<Channel> endless = new HashSet<>();
    private IntSupplier underWay = () -> 0;
    private BooleanSupplier body = () -> false;
    private BooleanSupplier reader = () -> false;

    /// @param exchanges   how many are under way
    /// @param awaitsBody  whether one is under way whose body has not all come
    /// @param awaitsReader  whether all that is under way is answered, and the other end does not read
    void is(IntSupplier exchanges, BooleanSupplier awaitsBody, BooleanSupplier awaitsReader) {
        underWay = exchanges;
        body = awaitsBody;
        reader = awaitsReader;
    }

    /// What is answered on this channel does not end by itself.
    void endless(Channel channel) {
        if (endless.add(channel)) {
            channel.closeFuture().addListener(closed -> endless.remove(channel));
        }
    }

    /// True while no request is under way.
    boolean awaitsHead() {
        return underWay.getAsInt() == 0;
    }

    /// True while a request is under way whose body has not all come.
    boolean awaitsBody() {
        return body.getAsBoolean();
    }

    /// True while all that is under way is answered, and the other end does not read.
    boolean awaitsReader() {
        return reader.getAsBoolean();
    }

    /// True while something is under way that ends by itself.
    boolean busy() {
        return underWay.getAsInt() > endless.size();
    }
}
