package moltbot.gateway;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.Semaphore;
import moltbot.contract.ContractException;
import moltbot.contract.ContractException.Code;
import moltbot.contract.assertion.AssertionVerifier;
import moltbot.contract.assertion.VerifiedAssertion;
import moltbot.contract.hook.HookCall;
import moltbot.contract.hook.Taken;
import moltbot.contract.json.JsonObject;
import moltbot.contract.link.LinkExchange;
import moltbot.gateway.channel.WebhookReceiver;
import moltbot.gateway.channel.webhook.WebhookChannel;

/// What other programs and services call the house with, on the link from the breaker. Nobody's word is taken for who
/// called: the breaker's seal is looked at, for exactly this hook. Work that was begun goes on where its caller has
/// gone; whoever calls again with the same is told what came of it. Safe for several threads.
final class HookOperations {
    private static final System.Logger LOG = System.getLogger("hook");
    private static final int REMEMBERED = 512;
    /// Each holds a body.
    private static final int MOST_UNDER_WAY = 16;

    private final List<WebhookReceiver> services;
    private final Optional<WebhookChannel> programs;
    private final AssertionVerifier verifier;
    private final Semaphore places = new Semaphore(MOST_UNDER_WAY);

    private final Map<String, FutureTask<Taken>> calls = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, FutureTask<Taken>> eldest) {
            return size() > REMEMBERED;
        }
    };

    /// Reads what one hook is called with.
    @FunctionalInterface
    private interface Reader {
        Taken receive(HookCall call, byte[] body) throws InterruptedException;
    }

    /// @param services  each is called at its own hook, by its own service's signature
    /// @param programs  is called at all other hooks, which the owner made for programs of theirs
    HookOperations(List<WebhookReceiver> services, Optional<WebhookChannel> programs, AssertionVerifier verifier) {
        this.services = List.copyOf(services);
        this.programs = programs;
        this.verifier = verifier;
    }

    /// `hook.deliver`.
    void deliver(LinkExchange exchange) throws InterruptedException {
        JsonObject head = exchange.head();
        HookCall call = HookCall.fromJson(head);
        Reader reader = reader(verified(call, head.text("assertion")), call.hook());
        byte[] body = exchange.readBody(HookCall.MOST);
        exchange.reply(
                JsonObject.with("taken", taken(call, body, reader).word()).build());
    }

    private VerifiedAssertion verified(HookCall call, String sealed) {
        VerifiedAssertion assertion = verifier.verify(sealed, "POST", call.target());
        if (!assertion.session().equals(call.id())) {
            throw new ContractException(
                    Code.UNAUTHENTICATED, "bad-assertion", "This call is not the one the breaker let through.");
        }
        return assertion;
    }

    /// What a service signs is read by that service's channel alone: it carries the words of whoever writes there. What
    /// the owner's programs send is never taken for a service's.
    private Reader reader(VerifiedAssertion assertion, String hook) {
        String principal = assertion.principal();
        if (principal.equals("hook:meta:" + hook)) {
            return services.stream()
                    .filter(service -> service.hook().equals(hook))
                    .findFirst()
                    .<Reader>map(service -> service::receive)
                    .orElseThrow(() -> ContractException.refused(
                            "no-receiver", "No channel that is on is called at the hook '" + hook + "'."));
        }
        if (principal.equals("hook:bearer:" + hook) || principal.equals("hook:hmac:" + hook)) {
            return programs.<Reader>map(channel -> channel::receive)
                    .orElseThrow(() -> ContractException.refused("no-receiver", "The channel 'webhook' is off."));
        }
        throw new ContractException(Code.UNAUTHENTICATED, "bad-assertion", "This call is nobody's.");
    }

    private Taken taken(HookCall call, byte[] body, Reader reader) throws InterruptedException {
        String key = call.hook() + " " + call.id();
        FutureTask<Taken> work;
        synchronized (calls) {
            FutureTask<Taken> before = calls.get(key);
            if (before == null) {
                if (!places.tryAcquire()) {
                    return Taken.LATER;
                }
                work = new FutureTask<>(() -> reader.receive(call, body));
                calls.put(key, work);
                begin(key, work);
            } else {
                work = before;
            }
        }
        return outcome(work);
    }

    private void begin(String key, FutureTask<Taken> work) {
        Thread.ofVirtual().name("hook").start(() -> {
            try {
                work.run();
            } finally {
                places.release();
                if (!settled(work)) {
                    synchronized (calls) {
                        calls.remove(key, work);
                    }
                }
            }
        });
    }

    private static boolean settled(FutureTask<Taken> work) {
        return work.state() == FutureTask.State.SUCCESS && work.resultNow() != Taken.LATER;
    }

    private static Taken outcome(FutureTask<Taken> work) throws InterruptedException {
        try {
            return work.get();
        } catch (ExecutionException e) {
            LOG.log(System.Logger.Level.ERROR, "Something went wrong with a call of a hook.", e.getCause());
            return Taken.LATER;
        }
    }
}
