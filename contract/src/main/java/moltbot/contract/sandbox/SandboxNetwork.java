package moltbot.contract.sandbox;

import java.util.List;
import java.util.Locale;
import java.util.SortedMap;
import java.util.TreeMap;
import moltbot.contract.ContractException;
import moltbot.contract.json.JsonArray;
import moltbot.contract.json.JsonObject;
import moltbot.contract.label.Label;

/// What of the network a task may ask, through the gateway's egress and in no other way: a closed list of rules and a
/// bound on bytes. [#NONE] is no network at all.
///
/// @param maxBytes  both directions together, over the whole task
public record SandboxNetwork(List<NetworkRule> rules, long maxBytes) {
    /// What the gateway's grant is for: the network of exactly the task whose digest it holds.
    public static final String EFFECT = "sandbox.network";

    public static final SandboxNetwork NONE = new SandboxNetwork(List.of(), 0);

    public static final long STANDARD_BYTES = 256L << 20;
    public static final long MOST_BYTES = 2L << 30;

    /// Where programs in a sandbox find the proxy, on the sandbox's own loopback.
    public static final int PROXY_PORT = 3128;

    /// Where they find the certificate of the task's own authority, and no other authority.
    public static final String AUTHORITY_FILE = "/etc/egress.pem";

    private static final int MAX_RULES = 32;

    public SandboxNetwork {
        rules = List.copyOf(rules);
        if (rules.size() > MAX_RULES || maxBytes > MOST_BYTES || (rules.isEmpty() ? maxBytes != 0 : maxBytes <= 0)) {
            throw ContractException.malformed(
                    "A task's network has at most " + MAX_RULES + " rules and a bound on its bytes.");
        }
    }

    /// The network of rules as [NetworkRule#written] reads them; none where there are none.
    public static SandboxNetwork written(List<String> rules) {
        return rules.isEmpty()
                ? NONE
                : new SandboxNetwork(rules.stream().map(NetworkRule::written).toList(), STANDARD_BYTES);
    }

    public boolean isNone() {
        return rules.isEmpty();
    }

    /// The label of what comes back from there: what others wrote; and where a key of the owner's opens a place, what
    /// is the owner's own besides.
    public Label label() {
        if (isNone()) {
            return Label.OWNERS;
        }
        boolean withKey = rules.stream().anyMatch(rule -> !rule.credential().isEmpty());
        return withKey ? Label.WORST : Label.FOREIGN;
    }

    /// What stands in the sandbox for the key of that name; the gateway puts the key in its place.
    public static String placeholder(String credential) {
        return "placeholder-for-" + credential;
    }

    /// What is added to the environment of a task with this network, so that ordinary programs use it unmodified.
    public SortedMap<String, String> environment() {
        SortedMap<String, String> environment = new TreeMap<>();
        if (isNone()) {
            return environment;
        }
        for (String name : List.of("HTTP_PROXY", "HTTPS_PROXY", "http_proxy", "https_proxy")) {
            environment.put(name, "http://127.0.0.1:" + PROXY_PORT);
        }
        for (String name : List.of(
                "SSL_CERT_FILE",
                "CURL_CA_BUNDLE",
                "GIT_SSL_CAINFO",
                "PIP_CERT",
                "NODE_EXTRA_CA_CERTS",
                "REQUESTS_CA_BUNDLE")) {
            environment.put(name, AUTHORITY_FILE);
        }
        for (NetworkRule rule : rules) {
            if (!rule.credential().isEmpty()) {
                environment.put(
                        "CREDENTIAL_" + rule.credential().replace('-', '_').toUpperCase(Locale.ROOT),
                        placeholder(rule.credential()));
            }
        }
        return environment;
    }

    JsonObject toJson() {
        return JsonObject.with(
                        "rules",
                        JsonArray.of(rules.stream().map(NetworkRule::toJson).toList()))
                .with("maxBytes", maxBytes)
                .build();
    }

    static SandboxNetwork fromJson(JsonObject json) {
        return new SandboxNetwork(
                json.list("rules").objects().stream().map(NetworkRule::fromJson).toList(), json.number("maxBytes"));
    }
}
