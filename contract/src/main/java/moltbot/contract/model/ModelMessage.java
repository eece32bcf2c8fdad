package moltbot.contract.model;

import java.util.List;
import java.util.Locale;
import moltbot.contract.ContractException;
import moltbot.contract.json.JsonArray;
import moltbot.contract.json.JsonObject;

/// One message of the conversation a model sees.
public record ModelMessage(Role role, List<Content> content) {
    /// Who speaks; tool results are spoken by the user's side.
    public enum Role {
        USER,
        ASSISTANT
    }

    public ModelMessage {
        content = List.copyOf(content);
    }

    public static ModelMessage user(String text) {
        return new ModelMessage(Role.USER, List.of(new Content.Text(text)));
    }

    public JsonObject toJson() {
        return JsonObject.with("role", role.name().toLowerCase(Locale.ROOT))
                .with(
                        "content",
                        JsonArray.of(content.stream().map(Content::toJson).toList()))
                .build();
    }

    public static ModelMessage fromJson(JsonObject json) {
        Role role = switch (json.text("role")) {
            case "user" -> Role.USER;
            case "assistant" -> Role.ASSISTANT;
            default -> throw ContractException.malformed("A message is spoken by nobody known.");
        };
        return new ModelMessage(
                role,
                json.list("content").objects().stream().map(Content::fromJson).toList());
    }
}
