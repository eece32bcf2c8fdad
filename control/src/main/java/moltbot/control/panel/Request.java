package moltbot.control.panel;

import java.util.List;
import java.util.Optional;
import moltbot.contract.ContractException;
import moltbot.contract.ContractException.Code;
import moltbot.contract.assertion.VerifiedAssertion;
import moltbot.contract.json.JsonObject;
import moltbot.contract.link.LinkExchange;

/// One request of a signed-in person. Made only after its assertion was verified.
///
/// @param words  the parts of the path that its route leaves open
record Request(VerifiedAssertion person, LinkExchange exchange, List<String> words) {
    /// Longest body of any request: the longest message, and room for its escapes.
    static final int MAX_BODY_BYTES = 1 << 20;

    static String path(String target) {
        int query = target.indexOf('?');
        return query < 0 ? target : target.substring(0, query);
    }

    /// The value of one parameter of the query.
    Optional<String> parameter(String name) {
        String target = person.target();
        int query = target.indexOf('?');
        if (query >= 0) {
            for (String pair : target.substring(query + 1).split("&", 16)) {
                if (pair.startsWith(name) && pair.startsWith("=", name.length())) {
                    return Optional.of(pair.substring(name.length() + 1));
                }
            }
        }
        return Optional.empty();
    }

    String header(String name) {
        return exchange.head().objectOr("headers", JsonObject.EMPTY).textOr(name, "");
    }

    String word(int index) {
        return words.get(index);
    }

    /// The body, which must be one JSON object.
    JsonObject json() throws InterruptedException {
        String type = header("content-type");
        if (!type.equals("application/json") && !type.startsWith("application/json;")) {
            throw new HttpFailure(415, "wrong-type", "Send this as application/json.");
        }
        byte[] body = exchange.readBody(MAX_BODY_BYTES);
        try {
            return JsonObject.parse(body);
        } catch (ContractException e) {
            throw new ContractException(Code.MALFORMED, "malformed", "That could not be read: " + e.getMessage());
        }
    }
}
