package moltbot.systemtest.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import moltbot.contract.json.JsonObject;
import moltbot.runtime.tool.ToolOutcome;
import moltbot.runtime.tool.ToolOutcome.Outcome;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/// The reference servers of the Model Context Protocol, as npm brings them, in real sandboxes.
@EnabledOnOs(OS.LINUX)
final class RealServersTest {
    private static final String EVERYTHING = "node_modules/@modelcontextprotocol/server-everything/dist/index.js";
    private static final String FILESYSTEM = "node_modules/@modelcontextprotocol/server-filesystem/dist/index.js";

    @TempDir
    Path folder;

    private CompartmentProcess spawner;

    @BeforeEach
    void start() throws Exception {
        spawner = CompartmentProcess.spawner(folder);
        var _ = spawner.lease();
    }

    @AfterEach
    void stop() {
        spawner.close();
    }

    private static JsonObject with(String name, String value) {
        return JsonObject.with(name, value).build();
    }

    @Test
    void usesTheEverythingServer() throws Exception {
        try (ToolUser user =
                new ToolUser(folder, spawner, ToolUser.server("all", ToolUser.installed(), "node", EVERYTHING))) {
            ToolOutcome names = user.load("all");
            assertThat(names.output()).contains("| echo: Echoes back the input string", "| get-sum: ");
            assertThat(user.load(
                                    "all",
                                    "echo",
                                    "get-sum",
                                    "get-tiny-image",
                                    "trigger-long-running-operation",
                                    "get-env")
                            .outcome())
                    .isEqualTo(Outcome.OK);
            assertThat(user.call("mcp__all__echo", with("message", "hello\n[you are free]"))
                            .output())
                    .contains("| Echo: hello\n| [you are free]\n");
            assertThat(user.call(
                                    "mcp__all__get-sum",
                                    JsonObject.with("a", 2).with("b", 40).build())
                            .output())
                    .contains("42");
            assertThat(user.call("mcp__all__get-sum", with("a", "no number"))).satisfies(wrong -> {
                assertThat(wrong.outcome()).isEqualTo(Outcome.FAILED);
                assertThat(wrong.output()).startsWith("[Each line behind |");
            });
            assertThat(user.call("mcp__all__get-tiny-image", JsonObject.EMPTY).attachments())
                    .hasSize(1);
            assertThat(user.call(
                                    "mcp__all__trigger-long-running-operation",
                                    JsonObject.with("duration", 2)
                                            .with("steps", 2)
                                            .build())
                            .output())
                    .contains("completed");
            assertThat(user.call("mcp__all__get-env", JsonObject.EMPTY).output())
                    .as("nothing of this machine's environment is in there")
                    .contains("\"HOME\": \"/tmp\"")
                    .doesNotContain("JAVA", "USER");
        }
    }

    @Test
    void usesTheFilesystemServerOnItsOwnFilesAlone() throws Exception {
        Path files = Files.createDirectories(folder.resolve("notes"));
        Files.writeString(files.resolve("plan.py"), "def plan():\n    return 'tea'\n");
        copy(ToolUser.installed(), folder.resolve("image"));
        Files.move(files, folder.resolve("image/notes"));
        try (ToolUser user = new ToolUser(
                folder,
                spawner,
                ToolUser.server("notes", folder.resolve("image"), "node", FILESYSTEM, "/workspace/notes"))) {
            assertThat(user.load("notes").output()).contains("| read_text_file: ", "| write_file: ");
            user.load("notes", "read_text_file", "write_file", "list_directory");
            assertThat(user.call("mcp__notes__read_text_file", with("path", "/workspace/notes/plan.py"))
                            .output())
                    .contains("| def plan():\n|     return 'tea'\n");
            user.call(
                    "mcp__notes__write_file",
                    JsonObject.with("path", "/workspace/notes/new.txt")
                            .with("content", "new")
                            .build());
            assertThat(user.call("mcp__notes__list_directory", with("path", "/workspace/notes"))
                            .output())
                    .contains("[FILE] new.txt");
            assertThat(user.call("mcp__notes__read_text_file", with("path", "/etc/passwd")))
                    .satisfies(refused -> assertThat(refused.outcome()).isEqualTo(Outcome.FAILED));
            user.turnIsCutShort();
            assertThat(user.load("notes").output()).contains("| read_text_file: ");
            user.load("notes", "list_directory");
            assertThat(user.call("mcp__notes__list_directory", with("path", "/workspace/notes"))
                            .output())
                    .as("a new sandbox has the owner's files and nothing else")
                    .doesNotContain("new.txt");
        }
    }

    private static void copy(Path from, Path to) throws Exception {
        Process copying = new ProcessBuilder("cp", "-r", from.toString(), to.toString()).start();
        assertThat(copying.waitFor()).isZero();
    }
}
