package moltbot.gateway.oauth;

import java.util.List;
import moltbot.contract.ContractException;

/// What the house is called at an authorization server, and how it proves that.
///
/// @param id          its name there
/// @param method      [#NONE], [#BASIC] or [#POST]
/// @param registered  whether the server gave the name when asked (RFC 7591); else it is of the owner's settings
record Client(String id, String method, boolean registered) {
    static final String NONE = "none";
    static final String BASIC = "client_secret_basic";
    static final String POST = "client_secret_post";

    private static final int MOST_ID = 2048;

    Client {
        if (!id.matches("[!-~]{1," + MOST_ID + "}")
                || !List.of(NONE, BASIC, POST).contains(method)) {
            throw ContractException.refused(
                    "sign-in", "The server registers Moltbot in a way that is not known here. Nothing was kept.");
        }
    }

    /// The best way to prove a key that the server knows.
    static String method(List<String> known) {
        return List.of(BASIC, POST).stream()
                .filter(known::contains)
                .findFirst()
                .orElseThrow(() -> ContractException.refused(
                        "sign-in", "The server takes a client's key in no way that is known here. Nothing was sent."));
    }
}
