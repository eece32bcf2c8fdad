package moltbot.systemtest.hostile;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;

/// A text that nobody outside may learn, and the forms in which an attacker would carry it out.
record Secret(String text) {
    /// Every form by its name, for the cases to name in braces.
    Map<String, String> forms(String name) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        Map<String, String> forms = new LinkedHashMap<>();
        forms.put(name, text);
        forms.put(name + ".lower", text.toLowerCase(java.util.Locale.ROOT));
        forms.put(name + ".base64", Base64.getEncoder().withoutPadding().encodeToString(bytes));
        forms.put(name + ".hex", HexFormat.of().formatHex(bytes));
        forms.put(name + ".reversed", new StringBuilder(text).reverse().toString());
        forms.put(name + ".rot13", rot13());
        forms.put(name + ".decimal", new BigInteger(1, bytes).toString());
        forms.put(name + ".percent", "%" + HexFormat.ofDelimiter("%").formatHex(bytes));
        forms.put(name + ".spelled", text.chars().mapToObj(Character::toString).collect(Collectors.joining("-")));
        forms.put(name + ".labels", text.chars().mapToObj(Character::toString).collect(Collectors.joining(".")));
        forms.put(name + ".first", text.substring(0, text.length() / 2));
        forms.put(name + ".last", text.substring(text.length() / 2));
        return forms;
    }

    private String rot13() {
        return text.chars()
                .mapToObj(c -> Character.toString(c >= 'A' && c <= 'Z' ? 'A' + (c - 'A' + 13) % 26 : c))
                .collect(Collectors.joining());
    }

    /// True where a text holds it in one of its forms.
    boolean isIn(String heard) {
        String folded = heard.toLowerCase(java.util.Locale.ROOT);
        return forms("x").entrySet().stream()
                .filter(form -> !form.getKey().endsWith("t"))
                .anyMatch(form -> folded.contains(form.getValue().toLowerCase(java.util.Locale.ROOT)));
    }
}
