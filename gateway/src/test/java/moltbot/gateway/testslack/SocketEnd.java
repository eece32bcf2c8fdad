package moltbot.gateway.testslack;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import moltbot.contract.json.JsonObject;
import moltbot.gateway.testweb.Wire;

/// Slack's end of one connection of Socket Mode.
final class SocketEnd {
    private static final System.Logger LOG = System.getLogger("testslack");

    private final SlackWorld world;
    private final InputStream in;
    private final OutputStream out;

    SocketEnd(SlackWorld world, InputStream in, OutputStream out) {
        this.world = world;
        this.in = in;
        this.out = out;
    }

    void say(String frame) {
        try {
            if (!world.isFrozen()) {
                Wire.text(out, frame);
            }
        } catch (IOException e) {
            LOG.log(System.Logger.Level.DEBUG, "Nobody hears that.", e);
        }
    }

    void hangUp() {
        try {
            out.close();
        } catch (IOException e) {
            LOG.log(System.Logger.Level.DEBUG, "Already gone.", e);
        }
    }

    void run() throws IOException {
        say(JsonObject.with("type", "hello")
                .with("num_connections", world.connections() + 1)
                .with(
                        "debug_info",
                        JsonObject.with("host", "applink-1")
                                .with("build_number", 1)
                                .with("approximate_connection_time", 18_060)
                                .build())
                .with(
                        "connection_info",
                        JsonObject.with("app_id", SlackEvents.APP).build())
                .build()
                .toString());
        world.attach(this);
        try {
            String text = Wire.text(in, out, () -> !world.isFrozen());
            while (text != null) {
                JsonObject frame = JsonObject.parse(text);
                world.acknowledged(frame);
                text = Wire.text(in, out, () -> !world.isFrozen());
            }
        } finally {
            world.detach(this);
        }
    }
}
