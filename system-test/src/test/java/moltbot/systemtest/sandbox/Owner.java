package moltbot.systemtest.sandbox;

import moltbot.contract.json.JsonObject;
import moltbot.contract.link.LinkCall;
import moltbot.contract.link.LinkClient;

/// The owner at the host, who signs in to a server and says yes to everything.
final class Owner {
    private Owner() {}

    /// Their browser: from the address they open to the one they are sent to.
    @FunctionalInterface
    interface Browser {
        String browse(String address) throws Exception;
    }

    /// Signs in; the rights that came of it.
    static String login(LinkClient gateway, String server, Browser browser) throws Exception {
        try (LinkCall call =
                gateway.open("server.login", JsonObject.with("server", server).build())) {
            byte[] frame;
            while ((frame = call.next()) != null) {
                JsonObject told = JsonObject.parse(frame);
                if (told.has("signedIn")) {
                    return told.text("signedIn");
                }
                call.send(
                        told.has("open")
                                ? JsonObject.with("returned", browser.browse(told.text("open")))
                                        .build()
                                : JsonObject.with("confirmed", true).build());
            }
        }
        throw new AssertionError("The sign-in ended without a word.");
    }
}
