package moltbot.gateway.model.remote;

import java.net.URI;
import moltbot.gateway.egress.Origin;

/// Who answers.
///
/// @param name    as in the settings: `anthropic`
/// @param title   as a person knows it: `Anthropic`
/// @param secret  the name of its key
/// @param base    the base URL its requests go below
public record Provider(String name, String title, String secret, URI base) {
    /// A path below the base URL.
    public URI at(String path) {
        String text = base.toString();
        return URI.create((text.endsWith("/") ? text.substring(0, text.length() - 1) : text) + path);
    }

    /// True for a server on this machine, whose answers cost nothing.
    boolean local() {
        return Origin.of(base).loopback();
    }
}
