package moltbot.breaker.upstream.http;

import io.netty.handler.codec.http.DefaultHttpHeadersFactory;
import io.netty.handler.codec.http.DefaultHttpRequest;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpVersion;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import moltbot.breaker.exchange.Request;
import moltbot.breaker.upstream.Errand;
import moltbot.breaker.upstream.socket.Handshake;
import org.jspecify.annotations.Nullable;

/// The head as the other panel gets it: what is only between two neighbours stays here (RFC 9110 §7.6.1), and so does
/// everything by which a browser could claim to be somebody or to come from somewhere.
final class RequestHead {
    private static final Pattern OWN_TOKEN = Pattern.compile("mb_[A-Za-z0-9_-]{43}");
    private static final Set<String> DROPPED = Set.of(
            "connection",
            "keep-alive",
            "proxy-connection",
            "proxy-authorization",
            "proxy-authenticate",
            "te",
            "trailer",
            "transfer-encoding",
            "content-length",
            "upgrade",
            "http2-settings",
            "expect",
            "host",
            "via",
            "forwarded",
            "x-csrf",
            "x-real-ip",
            "x-client-ip",
            "x-cluster-client-ip",
            "true-client-ip",
            "x-host",
            "x-original-url",
            "x-original-uri",
            "x-original-host",
            "x-rewrite-url",
            "x-user",
            "x-username",
            "x-email",
            "x-groups",
            "x-roles",
            "x-token",
            "front-end-https",
            "client-ip");
    /// Families of headers in which proxies tell a panel who somebody is.
    private static final List<String> FAMILIES = List.of(
            "x-forwarded-",
            "x-forward-",
            "remote-",
            "x-remote-",
            "tailscale-",
            "cf-",
            "x-auth-",
            "x-authenticated-",
            "x-authentik-",
            "x-authelia-",
            "x-webauth-",
            "x-pomerium-",
            "x-goog-",
            "x-ms-client-",
            "x-ms-token-",
            "x-amzn-oidc-",
            "x-vouch-",
            "x-proxy-",
            "x-ssl-",
            "ssl-client-",
            "x-client-cert",
            "x-client-verify",
            "fly-client-",
            "fastly-client-",
            "x-envoy-",
            "x-azure-");
    private static final Set<String> OVERRIDES = Set.of("x-http-method-override", "x-http-method", "x-method-override");

    private RequestHead() {}

    static HttpRequest of(Errand errand, long declaredBytes, Terms terms) {
        Request request = errand.request();
        HttpHeaders headers =
                DefaultHttpHeadersFactory.headersFactory().withValidation(false).newHeaders();
        headers.set("host", errand.host());
        String options = request.has("connection") ? String.join(",", request.all("connection")) : "";
        for (Map.Entry<String, List<String>> header : request.headers().entrySet()) {
            String name = header.getKey();
            if (!dropped(name, request, terms) && !named(options, name)) {
                add(headers, name, header.getValue(), terms);
            }
        }
        if (declaredBytes > 0 || (declaredBytes == 0 && request.has("content-length"))) {
            headers.set("content-length", Long.toString(declaredBytes));
        } else if (declaredBytes < 0) {
            headers.set("transfer-encoding", "chunked");
        }
        if (terms.tellsClient()) {
            headers.set("x-forwarded-for", request.client().getHostAddress());
            headers.set("x-forwarded-host", errand.host());
            headers.set("x-forwarded-proto", errand.origin().startsWith("https:") ? "https" : "http");
        }
        if (Handshake.wanted(request)) {
            upgrade(headers, request, terms);
        }
        terms.credential().on(headers);
        return new DefaultHttpRequest(
                HttpVersion.HTTP_1_1, HttpMethod.valueOf(request.method()), request.target(), headers);
    }

    /// Offers the panel what frames can still be read with, and nothing else.
    private static void upgrade(HttpHeaders headers, Request request, Terms terms) {
        headers.set("connection", "Upgrade").set("upgrade", "websocket");
        boolean deflate = !terms.credential().speaksOpenClaw()
                && Handshake.offersDeflate(request.all("sec-websocket-extensions"));
        headers.remove("sec-websocket-extensions");
        if (deflate) {
            headers.set("sec-websocket-extensions", Handshake.deflateOffers(request.all("sec-websocket-extensions")));
        }
    }

    /// A token of ours in it, sent by mistake, is for us alone.
    private static void add(HttpHeaders headers, String name, List<String> values, Terms terms) {
        for (String value : values) {
            if (name.equals("authorization") && OWN_TOKEN.matcher(value).find()) {
                continue;
            }
            String kept = name.equals("cookie") ? terms.ownCookies().without(value) : value;
            if (kept != null) {
                headers.add(name, kept);
            }
        }
    }

    /// An underscore is a hyphen to many a server behind a gateway interface, so no name with one gets through.
    private static boolean dropped(String name, Request request, Terms terms) {
        if (DROPPED.contains(name) || name.indexOf('_') >= 0) {
            return true;
        }
        if (OVERRIDES.contains(name)) {
            return !request.method().equals("POST");
        }
        if (name.equals("authorization")) {
            return terms.credential().replaces();
        }
        for (String family : FAMILIES) {
            if (name.startsWith(family)) {
                return true;
            }
        }
        return false;
    }

    /// True where `Connection` names this header.
    private static boolean named(@Nullable String options, String name) {
        if (options == null || options.isEmpty()) {
            return false;
        }
        for (String option : options.split(",", -1)) {
            if (option.strip().equalsIgnoreCase(name)) {
                return true;
            }
        }
        return false;
    }
}
