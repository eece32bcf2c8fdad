package moltbot.cli.vault;

import java.util.Optional;
import moltbot.cli.failure.CliException;
import moltbot.cli.house.Layout;
import moltbot.contract.json.JsonObject;
import moltbot.contract.vault.MasterKey;
import moltbot.contract.vault.SealedFile;

/// The one secret of a guard alone, the token that opens the panel behind it: encrypted in the guard's data
/// folder, in clear only in the breaker, which gets it once on its standard input. There is no gateway that
/// could hold it.
public final class GuardVault {
    /// The one name there is.
    public static final String TOKEN = "upstream-token";

    private static final int MOST_CHARS = 4096;

    private final SealedFile file;

    public GuardVault(Layout layout) {
        file = new SealedFile(layout.secrets().resolve("vault.json"), MasterKey.in(layout.secrets(), Optional.empty()));
    }

    /// Keeps the token; it is on disk when this returns.
    public void set(String name, byte[] value) {
        if (!name.equals(TOKEN)) {
            throw CliException.refused(
                    "A guard keeps one secret, '" + TOKEN + "', not '" + name + "'. Nothing was changed.");
        }
        String token = new String(value, java.nio.charset.StandardCharsets.UTF_8);
        if (token.isEmpty() || token.length() > MOST_CHARS || !token.chars().allMatch(c -> c > ' ' && c < 0x7f)) {
            throw CliException.refused("That is not a token: it must be one line of 1 to " + MOST_CHARS
                    + " printable characters without spaces. Nothing was changed.");
        }
        file.write(JsonObject.with(TOKEN, token).build().toBytes());
    }

    /// The token, if there is one.
    public Optional<String> token() {
        return file.exists() ? Optional.of(JsonObject.parse(file.read()).text(TOKEN)) : Optional.empty();
    }
}
