package moltbot.gateway.model.demo;

import java.util.List;
import moltbot.contract.json.JsonArray;
import moltbot.contract.json.JsonObject;

/// What the demo does next: says something, and perhaps wants a tool (no name, no tool).
record DemoStep(String text, String tool, JsonObject input) {
    static DemoStep say(String text) {
        return new DemoStep(text, "", JsonObject.EMPTY);
    }

    static DemoStep run(String text, String... argv) {
        return new DemoStep(text, "run_command", argv(argv).build());
    }

    static DemoStep runAtMost(String text, int seconds, String... argv) {
        return new DemoStep(
                text, "run_command", argv(argv).with("timeout_seconds", seconds).build());
    }

    static DemoStep write(String text, String path, String content) {
        JsonObject input =
                JsonObject.with("path", path).with("content", content).build();
        return new DemoStep(text, "write_file", input);
    }

    static DemoStep read(String text, String path) {
        return new DemoStep(text, "read_file", JsonObject.with("path", path).build());
    }

    static DemoStep list(String text) {
        return new DemoStep(text, "list_files", JsonObject.EMPTY);
    }

    private static JsonObject.Builder argv(String... argv) {
        return JsonObject.with("argv", JsonArray.ofTexts(List.of(argv)));
    }
}
