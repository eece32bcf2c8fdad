package moltbot.breaker.listen;

import io.netty.buffer.ByteBufAllocator;
import io.netty.handler.codec.http2.Http2SecurityUtil;
import io.netty.handler.ssl.ApplicationProtocolConfig;
import io.netty.handler.ssl.ApplicationProtocolConfig.Protocol;
import io.netty.handler.ssl.ApplicationProtocolConfig.SelectedListenerFailureBehavior;
import io.netty.handler.ssl.ApplicationProtocolConfig.SelectorFailureBehavior;
import io.netty.handler.ssl.ApplicationProtocolNames;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.SslProvider;
import io.netty.handler.ssl.SupportedCipherSuiteFilter;
import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.function.Supplier;
import javax.net.ssl.SSLException;
import moltbot.breaker.certificate.Credential;
import moltbot.contract.ContractException;
import moltbot.contract.ContractException.Code;
import org.jspecify.annotations.Nullable;

/// TLS 1.2 and 1.3 by the JDK (RFC 8446, RFC 5246 with the suites RFC 9113 §9.2.2 leaves), for whichever certificate is
/// in force when a connection comes. Its arithmetic is done beside the event loop.
final class Tls {
    static final Duration HANDSHAKE = Duration.ofSeconds(10);

    private static final Executor BESIDE =
            work -> Thread.ofVirtual().name("handshake").start(work);

    private final Supplier<Credential> source;
    private @Nullable Credential known;
    private @Nullable SslContext context;

    /// Fails at once where the certificate cannot serve.
    Tls(Supplier<Credential> source) {
        this.source = source;
        context();
    }

    private synchronized SslContext context() {
        Credential credential = source.get();
        SslContext ready = context;
        if (ready == null || !credential.equals(known)) {
            ready = build(credential);
            context = ready;
            known = credential;
        }
        return ready;
    }

    private static SslContext build(Credential credential) {
        try {
            return SslContextBuilder.forServer(credential.key(), credential.chain())
                    .sslProvider(SslProvider.JDK)
                    .protocols("TLSv1.3", "TLSv1.2")
                    .ciphers(Http2SecurityUtil.CIPHERS, SupportedCipherSuiteFilter.INSTANCE)
                    .applicationProtocolConfig(new ApplicationProtocolConfig(
                            Protocol.ALPN,
                            SelectorFailureBehavior.NO_ADVERTISE,
                            SelectedListenerFailureBehavior.ACCEPT,
                            ApplicationProtocolNames.HTTP_2,
                            ApplicationProtocolNames.HTTP_1_1))
                    .build();
        } catch (SSLException e) {
            throw new ContractException(Code.UNAVAILABLE, "This certificate cannot be used for TLS.", e);
        }
    }

    SslHandler handler(ByteBufAllocator allocator) {
        SslHandler handler = context().newHandler(allocator, BESIDE);
        handler.setHandshakeTimeoutMillis(HANDSHAKE.toMillis());
        return handler;
    }
}
