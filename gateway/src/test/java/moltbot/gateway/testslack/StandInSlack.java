package moltbot.gateway.testslack;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URI;
import moltbot.gateway.testweb.Answer;
import moltbot.gateway.testweb.WebServer;
import moltbot.gateway.testweb.Wire;

/// Slack on a loopback port: the Web API, files and the sockets that it names.
public final class StandInSlack implements AutoCloseable, WebServer.Site {
    private final WebServer server;
    private final SlackWorld world;

    private StandInSlack(int port, SlackWorld world) throws IOException {
        this.world = world;
        this.server = WebServer.start(port, this);
    }

    /// Listens at once.
    ///
    /// @param port  0 for any free one
    public static StandInSlack start(int port, SlackWorld world) throws IOException {
        return new StandInSlack(port, world);
    }

    public URI url() {
        return URI.create("http://127.0.0.1:" + server.port());
    }

    @Override
    public void awaitThaw() throws InterruptedException {
        world.awaitThaw();
    }

    @Override
    public Answer answer(Wire.Request request) {
        return new WebApiEnd(world, url().toString()).answer(request);
    }

    @Override
    public void talk(Wire.Request request, InputStream in, OutputStream out) throws IOException {
        if (world.useTicket(request.path().replaceAll(".*ticket=", ""))) {
            new SocketEnd(world, in, out).run();
        }
    }

    /// Ends as a kill does: every connection breaks.
    @Override
    public void close() throws IOException {
        server.close();
    }
}
