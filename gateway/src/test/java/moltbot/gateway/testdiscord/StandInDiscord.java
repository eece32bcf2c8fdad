package moltbot.gateway.testdiscord;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URI;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import moltbot.gateway.testweb.Answer;
import moltbot.gateway.testweb.WebServer;
import moltbot.gateway.testweb.Wire;

/// Discord on a loopback port: the HTTP API and, on the same port, the Gateway.
public final class StandInDiscord implements AutoCloseable, WebServer.Site {
    private final WebServer server;
    private final DiscordWorld world;
    private final Set<GatewayEnd> gateways = ConcurrentHashMap.newKeySet();

    private StandInDiscord(int port, DiscordWorld world) throws IOException {
        this.world = world;
        this.server = WebServer.start(port, this);
    }

    /// Listens at once.
    ///
    /// @param port  0 for any free one
    public static StandInDiscord start(int port, DiscordWorld world) throws IOException {
        return new StandInDiscord(port, world);
    }

    public URI url() {
        return URI.create("http://127.0.0.1:" + server.port());
    }

    private String gatewayUrl() {
        return "ws://127.0.0.1:" + server.port();
    }

    @Override
    public void awaitThaw() throws InterruptedException {
        world.awaitThaw();
    }

    @Override
    public Answer answer(Wire.Request request) {
        return new HttpEnd(world, gatewayUrl()).answer(request);
    }

    @Override
    public void talk(Wire.Request request, InputStream in, OutputStream out) throws IOException {
        GatewayEnd gateway = new GatewayEnd(world, gatewayUrl(), in, out);
        gateways.add(gateway);
        try {
            gateway.run();
        } finally {
            gateways.remove(gateway);
        }
    }

    /// Says something on every connection to the Gateway.
    public void say(String frame) {
        gateways.forEach(gateway -> gateway.say(frame));
    }

    /// Ends every connection to the Gateway with that code; 0 breaks it.
    public void hangUp(int code) {
        gateways.forEach(gateway -> gateway.hangUp(code));
    }

    /// Connections to the Gateway now.
    public int connected() {
        return gateways.size();
    }

    /// Ends as a kill does: every connection breaks.
    @Override
    public void close() throws IOException {
        server.close();
    }
}
