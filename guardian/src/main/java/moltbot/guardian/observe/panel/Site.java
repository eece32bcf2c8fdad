package moltbot.guardian.observe.panel;

import moltbot.guardian.fact.Endpoint;

/// How the panel is asked at one address.
///
/// @param target  where
/// @param tls     whether through TLS
/// @param pages   where the breaker's own pages are: the sign-in and what belongs to it
/// @param canary  the guardian's key that opens nothing
record Site(Endpoint target, boolean tls, OwnPages pages, String canary) {
    String host() {
        int port = target.port();
        return port == (tls ? 443 : 80) ? bare() : target.toString();
    }

    String bare() {
        return target.address().isV4() ? target.address().toString() : "[" + target.address() + "]";
    }

    String origin() {
        return (tls ? "https://" : "http://") + host();
    }

    /// A request without a body.
    String get(String path, String... headers) {
        return request("GET " + path + " HTTP/1.1", "Host: " + host(), "", headers);
    }

    /// A request with a body of JSON.
    String post(String path, String body, String... headers) {
        return request("POST " + path + " HTTP/1.1", "Host: " + host(), body, headers);
    }

    static String request(String line, String host, String body, String... headers) {
        StringBuilder text = new StringBuilder(line).append("\r\n");
        if (!host.isEmpty()) {
            text.append(host).append("\r\n");
        }
        for (String header : headers) {
            text.append(header).append("\r\n");
        }
        if (!body.isEmpty()) {
            text.append("Content-Length: ").append(body.length()).append("\r\n");
        }
        return text.append("Connection: close\r\n\r\n").append(body).toString();
    }
}
