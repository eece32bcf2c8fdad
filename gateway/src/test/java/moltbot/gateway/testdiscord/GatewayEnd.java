package moltbot.gateway.testdiscord;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Optional;
import moltbot.contract.json.JsonObject;
import moltbot.contract.json.JsonValue;
import moltbot.gateway.testweb.Wire;
import org.jspecify.annotations.Nullable;

/// Discord's end of one connection to the Gateway.
final class GatewayEnd {
    private static final System.Logger LOG = System.getLogger("testdiscord");
    private static final int KNOWN_INTENTS = 0x3FFFFFF;

    private final DiscordWorld world;
    private final String url;
    private final InputStream in;
    private final OutputStream out;
    private @Nullable Session session;

    GatewayEnd(DiscordWorld world, String url, InputStream in, OutputStream out) {
        this.world = world;
        this.url = url;
        this.in = in;
        this.out = out;
    }

    void tell(Happened happened) {
        say(happened.frame().toString());
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

    void hangUp(int code) {
        try {
            if (code != 0) {
                Wire.close(out, code);
            }
            out.close();
        } catch (IOException e) {
            LOG.log(System.Logger.Level.DEBUG, "Already gone.", e);
        }
    }

    private void op(int op, JsonValue data) {
        say(JsonObject.with("t", JsonValue.NULL)
                .with("s", JsonValue.NULL)
                .with("op", op)
                .with("d", data)
                .build()
                .toString());
    }

    void run() throws IOException {
        op(10, JsonObject.with("heartbeat_interval", world.interval()).build());
        try {
            String text = Wire.text(in, out, () -> true);
            while (text != null) {
                JsonObject frame = JsonObject.parse(text);
                world.said(frame);
                if (!take(frame)) {
                    return;
                }
                text = Wire.text(in, out, () -> true);
            }
        } finally {
            Session mine = session;
            if (mine != null) {
                world.detach(mine, this);
            }
        }
    }

    /// False where the connection is over.
    private boolean take(JsonObject frame) throws IOException {
        switch (frame.integer("op")) {
            case 1 -> {
                Session mine = session;
                if (mine != null) {
                    world.acknowledged(mine, frame.numberOr("d", 0));
                }
                op(11, JsonValue.NULL);
            }
            case 2 -> {
                return identify(frame.object("d"));
            }
            case 6 -> {
                return resume(frame.object("d"));
            }
            default -> {}
        }
        return true;
    }

    private boolean isWelcome(JsonObject data) throws IOException {
        int code = world.sentAway();
        if (code == 0 && !world.knows(data.text("token"))) {
            code = 4004;
        }
        if (code != 0) {
            Wire.close(out, code);
        }
        return code == 0;
    }

    private boolean identify(JsonObject data) throws IOException {
        int intents = data.integer("intents");
        JsonObject properties = data.object("properties");
        if (!isWelcome(data)) {
            return false;
        }
        if ((intents & ~KNOWN_INTENTS) != 0 || !properties.has("os") || !properties.has("browser")) {
            Wire.close(out, 4013);
            return false;
        }
        Session begun = world.begin(intents, url);
        session = begun;
        world.attach(begun, 0, this);
        return true;
    }

    private boolean resume(JsonObject data) throws IOException {
        if (!isWelcome(data)) {
            return false;
        }
        Optional<Session> known = world.session(data.text("session_id"));
        if (known.isEmpty()) {
            op(9, JsonValue.of(false));
            return true;
        }
        long seq = data.number("seq");
        session = known.get();
        world.acknowledged(known.get(), seq);
        world.attach(known.get(), seq, this);
        world.resumed(known.get());
        return true;
    }
}
