package moltbot.breaker.listen;

import java.util.function.BooleanSupplier;

/// Whoever holds one of the [Places], as it turns out what is spoken there. On the event loop.
final class Tenant {
    private BooleanSupplier head = () -> true;
    private BooleanSupplier body = () -> false;

    void is(BooleanSupplier awaitsHead, BooleanSupplier awaitsBody) {
        head = awaitsHead;
        body = awaitsBody;
    }

    /// True while no request is under way.
    boolean awaitsHead() {
        return head.getAsBoolean();
    }

    /// True while a request is under way whose body has not all come.
    boolean awaitsBody() {
        return body.getAsBoolean();
    }
}
