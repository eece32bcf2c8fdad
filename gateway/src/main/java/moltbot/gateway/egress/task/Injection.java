package moltbot.gateway.egress.task;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import moltbot.contract.sandbox.NetworkRule;
import moltbot.contract.sandbox.SandboxNetwork;
import moltbot.gateway.egress.task.Head.Field;
import moltbot.gateway.vault.Secret;
import moltbot.gateway.vault.SecretAccess;
import moltbot.gateway.vault.Secrets;

/// Puts a key where its placeholder stands, in the headers of a request that a rule with that key lets through, and
/// nowhere else: not in a path, where servers log it, nor in a body.
///
/// @param secrets  where keys are kept; a task's are named `task-…`, so that no rule can name the house's own
record Injection(Secrets secrets, SecretAccess access) {
    private static final String BASIC = "basic ";

    /// The fields to send, and every form in which the key is in them.
    record Filled(List<Field> fields, List<String> needles) {
        boolean injected() {
            return !needles.isEmpty();
        }
    }

    Filled fill(NetworkRule rule, List<Field> fields) throws Refusal {
        if (rule.credential().isEmpty() || fields.stream().noneMatch(field -> holds(rule, field.value()))) {
            return new Filled(fields, List.of());
        }
        Optional<Secret> secret = secrets.find(SecretName.of(rule.credential()));
        if (secret.isEmpty()) {
            throw Refusal.forbidden("There is no key '" + rule.credential() + "' here. Its owner can set it with"
                    + " ./moltbot secret set " + SecretName.of(rule.credential()) + ".");
        }
        String key = secret.get().reveal(access);
        List<String> needles = new ArrayList<>(List.of(key));
        List<Field> filled = new ArrayList<>();
        for (Field field : fields) {
            String value = replaced(rule, field.value(), key);
            if (!value.equals(field.value()) && value.toLowerCase(Locale.ROOT).startsWith(BASIC)) {
                needles.add(value.substring(BASIC.length()));
            }
            filled.add(new Field(field.name(), value));
        }
        // A piece of an answer, or a packed one, could hold the key unseen.
        filled.removeIf(field -> field.is("accept-encoding") || field.is("range") || field.is("if-range"));
        filled.add(new Field("accept-encoding", "identity"));
        return new Filled(filled, needles);
    }

    private static boolean holds(NetworkRule rule, String value) {
        return !replaced(rule, value, "").equals(value);
    }

    private static String replaced(NetworkRule rule, String value, String key) {
        String placeholder = SandboxNetwork.placeholder(rule.credential());
        if (value.toLowerCase(Locale.ROOT).startsWith(BASIC)) {
            try {
                String plain = new String(
                        Base64.getDecoder()
                                .decode(value.substring(BASIC.length()).strip()),
                        StandardCharsets.ISO_8859_1);
                return plain.contains(placeholder)
                        ? "Basic "
                                + Base64.getEncoder()
                                        .encodeToString(
                                                plain.replace(placeholder, key).getBytes(StandardCharsets.ISO_8859_1))
                        : value;
            } catch (IllegalArgumentException e) {
                return value;
            }
        }
        return value.replace(placeholder, key);
    }
}
