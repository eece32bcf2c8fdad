package moltbot.contract.sandbox;

import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import moltbot.contract.ContractException;
import moltbot.contract.json.JsonArray;
import moltbot.contract.json.JsonObject;
import moltbot.contract.json.JsonValue;
import moltbot.contract.seal.Seal;

/// One task for a sandbox, closed: there is no field for privileges, network, mounts or devices, so none can be asked
/// for. What an approval shows and what runs are the same record, by its digest.
///
/// @param argv          program and arguments, never a shell line
/// @param env           the whole environment; nothing is inherited
/// @param directory     working directory inside the workspace, relative, `.` for its top
/// @param inputsSha256  SHA-256 of the workspace archive that goes in, lower-case hex
/// @param network       what of the network it may ask; with any, [SandboxNetwork#environment] is added to `env`
public record SandboxSpec(
        List<String> argv,
        SortedMap<String, String> env,
        String directory,
        String inputsSha256,
        SandboxLimits limits,
        SandboxNetwork network) {
    /// The effect's name in grants and in the audit.
    public static final String EFFECT = "sandbox.run";

    private static final int MAX_ARGUMENTS = 1_000;
    private static final int MAX_ARGUMENT_CHARS = 100_000;

    public SandboxSpec {
        argv = List.copyOf(argv);
        env = Collections.unmodifiableSortedMap(new TreeMap<>(env));
        if (argv.isEmpty() || argv.size() > MAX_ARGUMENTS || argv.getFirst().isEmpty()) {
            throw ContractException.malformed("A command needs a program and at most " + MAX_ARGUMENTS + " words.");
        }
        argv.forEach(SandboxSpec::wellFormed);
        env.forEach((name, value) -> {
            if (!name.matches("[A-Za-z_][A-Za-z0-9_]{0,63}")) {
                throw ContractException.malformed("An environment name is not well formed.");
            }
            wellFormed(value);
        });
        if (directory.startsWith("/") || List.of(directory.split("/", -1)).contains("..")) {
            throw ContractException.malformed("The working directory must lie inside the workspace.");
        }
        wellFormed(directory);
        if (!limits.within(SandboxLimits.CEILING)) {
            throw ContractException.malformed("A limit is above what any task may have.");
        }
    }

    /// A task without network, as most are.
    public SandboxSpec(
            List<String> argv,
            SortedMap<String, String> env,
            String directory,
            String inputsSha256,
            SandboxLimits limits) {
        this(argv, env, directory, inputsSha256, limits, SandboxNetwork.NONE);
    }

    private static void wellFormed(String word) {
        if (word.indexOf('\0') >= 0 || word.length() > MAX_ARGUMENT_CHARS) {
            throw ContractException.malformed("A word of a command is too long or holds a NUL.");
        }
    }

    /// SHA-256 over every field; equal digests mean the same task.
    public String digest() {
        return Seal.digest(toJson().toBytes());
    }

    public JsonObject toJson() {
        JsonObject.Builder environment = new JsonObject.Builder();
        env.forEach(environment::with);
        JsonObject.Builder json = JsonObject.with("argv", JsonArray.ofTexts(argv))
                .with("env", environment.build())
                .with("directory", directory)
                .with("inputsSha256", inputsSha256)
                .with("limits", limits.toJson());
        return network.isNone()
                ? json.build()
                : json.with("network", network.toJson()).build();
    }

    public static SandboxSpec fromJson(JsonObject json) {
        SortedMap<String, String> env = new TreeMap<>();
        json.object("env").fields().forEach((name, value) -> {
            if (!(value instanceof JsonValue.Text(String text))) {
                throw ContractException.malformed("An environment value is not text.");
            }
            env.put(name, text);
        });
        return new SandboxSpec(
                json.list("argv").texts(),
                env,
                json.text("directory"),
                json.text("inputsSha256"),
                SandboxLimits.fromJson(json.object("limits")),
                json.has("network") ? SandboxNetwork.fromJson(json.object("network")) : SandboxNetwork.NONE);
    }
}
