package moltbot.gateway.vault;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import moltbot.contract.ContractException;
import moltbot.contract.json.JsonObject;
import moltbot.contract.vault.Frailty;
import moltbot.contract.vault.MasterKey;
import moltbot.contract.vault.SealedFile;

/// The keys of this house, encrypted at rest in one file (see [SealedFile]) and in clear only in this process.
///
/// Nothing is read, made or computed until there is a file to open or a key to keep. A file that does not open
/// stops the start and is never written over. Safe for use by several threads.
public final class Vault implements Secrets {
    private static final int MAX_VALUE_CHARS = 8192;
    private static final int MAX_GRANTED_CHARS = 16 << 10;
    private static final String FACTS = "facts";

    private final SealedFile file;
    private volatile VaultContent content;

    private Vault(SealedFile file, VaultContent content) {
        this.file = file;
        this.content = content;
    }

    /// Opens the vault in `folder`; empty where there is none yet.
    ///
    /// @param keyFile  where the owner keeps the master key; empty for `master.key` beside the vault
    public static Vault open(Path folder, Optional<Path> keyFile) {
        SealedFile file = new SealedFile(folder.resolve("vault.json"), MasterKey.in(folder, keyFile));
        return new Vault(file, file.exists() ? VaultContent.fromBytes(file.read()) : VaultContent.EMPTY);
    }

    /// The right to read secrets. Called by `Main` for the egress, and by nobody else.
    public SecretAccess access() {
        return new SecretAccess();
    }

    @Override
    public Optional<Secret> find(String name) {
        String value = content.secrets().get(name);
        return value == null ? Optional.empty() : Optional.of(new Secret(value));
    }

    /// The names that have a key, in order.
    public List<String> names() {
        return List.copyOf(new TreeSet<>(content.secrets().keySet()));
    }

    /// What is wrong with the keys, without them.
    public JsonObject judged() {
        return Frailty.judge(content.secrets());
    }

    /// Keeps a key; it is on disk when this returns.
    public synchronized void set(String name, String value) {
        save(content.with(name, checked(value)));
    }

    /// Takes in a key that was handed over at the start, unless this very one was taken in before: a key the
    /// owner has set since then is newer and stays.
    public synchronized void takeIn(String name, String value) {
        String digest = digest(checked(value));
        if (!digest.equals(content.taken().get(name))) {
            save(content.with(name, value.strip()).withTaken(name, digest));
        }
    }

    /// A part of what a server gave the house, if it did.
    public Optional<Secret> granted(String server, String part) {
        return Optional.ofNullable(content.granted().get(server + "/" + part)).map(Secret::new);
    }

    /// What is said of such a grant beside its keys; empty where there is none.
    public JsonObject grantedFacts(String server) {
        String facts = content.granted().get(server + "/" + FACTS);
        return facts == null ? JsonObject.EMPTY : JsonObject.parse(facts);
    }

    /// Keeps what a server gave, in place of all that it gave before; it is on disk when this returns.
    ///
    /// @param facts  what is no key
    /// @param kept   parts that stay as they are
    public synchronized void grant(String server, JsonObject facts, Map<String, String> keys, Set<String> kept) {
        Map<String, String> parts = new LinkedHashMap<>(keys);
        parts.put(FACTS, facts.toString());
        if (parts.values().stream().anyMatch(value -> value.length() > MAX_GRANTED_CHARS)) {
            throw ContractException.refused("bad-value", "A server gave more than is kept. Nothing was changed.");
        }
        save(content.withGranted(server, parts, kept));
    }

    /// Forgets all that a server gave.
    public synchronized void forget(String server) {
        save(content.withGranted(server, Map.of(), Set.of()));
    }

    private void save(VaultContent next) {
        file.write(next.toBytes());
        content = next;
    }

    private static String checked(String value) {
        String key = value.strip();
        boolean printable = key.chars().allMatch(c -> c > ' ' && c < 0x7f);
        if (key.isEmpty() || key.length() > MAX_VALUE_CHARS || !printable) {
            throw ContractException.refused(
                    "bad-value",
                    "That is not a key: it must be one line of 1 to " + MAX_VALUE_CHARS
                            + " printable characters without spaces. Nothing was changed.");
        }
        return key;
    }

    private static String digest(String value) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(value.getBytes(StandardCharsets.UTF_8));
            return Base64.getEncoder().encodeToString(hash);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java has SHA-256.", e);
        }
    }

    @Override
    public String toString() {
        return "Vault" + names();
    }
}
