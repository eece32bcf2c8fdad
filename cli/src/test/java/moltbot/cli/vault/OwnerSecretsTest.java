package moltbot.cli.vault;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OwnerSecretsTest {
    @TempDir
    Path folder;

    @Test
    void takesOnlyTheKeysItKnowsFromDotEnv() throws Exception {
        Path file = Files.writeString(
                folder.resolve(".env"),
                "# mine\nPATH=/evil\nexport ANTHROPIC_API_KEY='sk-test'\nOPENAI_API_KEY=\nJAVA_TOOL_OPTIONS=-x\n");

        assertThat(OwnerSecrets.read(-1, file)).isEqualTo(Map.of("ANTHROPIC_API_KEY", "sk-test"));
    }

    @Test
    void doesWithoutAFile() {
        assertThat(OwnerSecrets.read(-1, folder.resolve(".env"))).isEmpty();
    }
}
