package moltbot.cli.settings;

import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import moltbot.cli.failure.CliException;
import moltbot.contract.json.JsonArray;
import moltbot.contract.json.JsonObject;

/// All settings, checked, and each compartment's part of them. Immutable.
///
/// Later sources win: built-in value, `data/config/settings.yaml`, environment, command line.
public final class Settings {
    private static final Map<String, Setting> ENVIRONMENT = Map.of(
            "MOLTBOT_LISTEN",
            Setting.LISTEN,
            "MOLTBOT_SANDBOX_ENABLED",
            Setting.SANDBOX_ENABLED,
            "MOLTBOT_SANDBOX_IMAGE",
            Setting.SANDBOX_IMAGE);
    /// Variables that mean something, though not a setting: the data folder.
    private static final List<String> OTHER_ENVIRONMENT = List.of("MOLTBOT_DATA");

    private static final long GUARD_PER_MINUTE = 6_000;
    private static final long GUARD_BURST = 1_000;

    private final Map<Setting, String> values;
    private final List<ServerSetting> servers;

    private Settings(Map<Setting, String> values, List<ServerSetting> servers) {
        this.values = values;
        this.servers = List.copyOf(servers);
    }

    /// Reads every source; an unknown name or a value that does not fit is refused.
    ///
    /// @param listen  from the command line, or empty
    public static Settings read(Path file, Map<String, String> environment, String listen) {
        return read(file, environment, listen, Map.of());
    }

    /// Reads every source, more of the command line too.
    ///
    /// @param more  by name
    public static Settings read(Path file, Map<String, String> environment, String listen, Map<String, String> more) {
        Map<Setting, String> values = new EnumMap<>(Setting.class);
        Setting.ALL.forEach(setting -> values.put(setting, setting.fallback()));
        SettingsFile read = SettingsFile.read(file);
        read.values().forEach((name, value) -> values.put(known(name, file), value));
        overlay(environment, values);
        if (!listen.isEmpty()) {
            values.put(Setting.LISTEN, listen);
        }
        more.forEach((name, value) -> values.put(known(name, file), value));
        values.forEach(Fitting::check);
        return new Settings(values, read.servers()).checked();
    }

    /// Settings that fit by themselves and contradict each other.
    private Settings checked() {
        if (flag(Setting.INSECURE_OPEN_CHANNELS)
                && !text(Setting.CHANNELS_DIRECT).equals(Setting.CHANNELS_DIRECT.fallback())) {
            throw CliException.refused("The setting 'channels.direct' keeps strangers out and 'insecure-open-channels'"
                    + " lets all of them in: take one of them away. Nothing was started.");
        }
        if (flag(Setting.WHATSAPP_ENABLED)
                && text(Setting.WHATSAPP_PHONE_NUMBER_ID).isEmpty()) {
            throw CliException.refused("WhatsApp is on and 'whatsapp.phone-number-id' does not say by which number: the"
                    + " page API Setup of your app at developers.facebook.com shows its id. Nothing was started.");
        }
        return this;
    }

    private static Setting known(String name, Path file) {
        return Setting.ALL.stream()
                .filter(setting -> setting.path().equals(name))
                .findFirst()
                .orElseThrow(() -> unknown(
                        "setting '" + name + "' in " + file,
                        Nearest.to(name, Setting.ALL.stream().map(Setting::path).toList())
                                .orElse("")));
    }

    private static void overlay(Map<String, String> environment, Map<Setting, String> values) {
        new TreeMap<>(environment).forEach((name, value) -> {
            Setting setting = ENVIRONMENT.get(name);
            if (setting != null) {
                values.put(setting, value);
            } else if (name.startsWith("MOLTBOT_") && !OTHER_ENVIRONMENT.contains(name)) {
                List<String> names = Stream.concat(ENVIRONMENT.keySet().stream(), OTHER_ENVIRONMENT.stream())
                        .toList();
                throw unknown(
                        "environment variable '" + name + "'",
                        Nearest.to(name, names).orElse(""));
            }
        });
    }

    private static CliException unknown(String what, String nearest) {
        String hint =
                nearest.isEmpty() ? "docs/operations/settings.md lists them all" : "did you mean '" + nearest + "'?";
        return CliException.refused("The " + what + " is not known: " + hint + " Nothing was started.");
    }

    /// The servers of tools that the owner wrote down.
    public List<ServerSetting> servers() {
        return servers;
    }

    public String listen() {
        return text(Setting.LISTEN);
    }

    /// Where the owner keeps the vault's key, if not beside the vault; an absolute path.
    public Optional<Path> vaultKeyFile() {
        String file = text(Setting.VAULT_KEY_FILE);
        return file.isEmpty() ? Optional.empty() : Optional.of(Path.of(file));
    }

    /// The owner's certificate and its key; empty where there are none.
    public List<Path> tlsFiles() {
        return Stream.of(Setting.TLS_CERTIFICATE, Setting.TLS_KEY)
                .map(this::text)
                .filter(file -> !file.isEmpty())
                .map(Path::of)
                .toList();
    }

    /// Whether the listener speaks TLS.
    public boolean tls() {
        return flag(Setting.TLS_LOCAL_CA) || !tlsFiles().isEmpty();
    }

    /// Whether the compartments are confined by the kernel as they start.
    public boolean confined() {
        return !flag(Setting.INSECURE_NO_CONFINEMENT);
    }

    /// The settings in force that weaken something, by name.
    public List<String> insecure() {
        return Setting.ALL.stream()
                .filter(setting -> setting.insecure() && flag(setting))
                .map(Setting::path)
                .toList();
    }

    public JsonObject forBreaker() {
        return JsonObject.with("listen", listen())
                .with("publicOrigin", text(Setting.PUBLIC_ORIGIN))
                .with("allowedAddresses", list(Setting.ALLOWED_ADDRESSES))
                .with("trustedProxies", list(Setting.TRUSTED_PROXIES))
                .with("perMinute", number(Setting.RATE_LIMIT_PER_MINUTE))
                .with("burst", number(Setting.RATE_LIMIT_BURST))
                .with(
                        "tls",
                        JsonObject.with("certificate", text(Setting.TLS_CERTIFICATE))
                                .with("key", text(Setting.TLS_KEY))
                                .with("localCa", flag(Setting.TLS_LOCAL_CA))
                                .build())
                .with("dwellSeconds", number(Setting.RESET_DWELL_SECONDS))
                .with("insecureLocalhostCookie", flag(Setting.INSECURE_LOCALHOST_COOKIE))
                .with("insecurePlainHttp", flag(Setting.INSECURE_PLAIN_HTTP))
                .with("insecure", JsonArray.ofTexts(insecure()))
                .with("hooks", hooks())
                .build();
    }

    /// Where other programs call the house, if anywhere.
    public Optional<String> hooksListen() {
        return Optional.of(text(Setting.HOOKS_LISTEN)).filter(listen -> !listen.isEmpty());
    }

    /// Where other programs call the house; of no use in front of another program's panel.
    private JsonObject hooks() {
        return JsonObject.with("listen", text(Setting.HOOKS_LISTEN))
                .with("url", text(Setting.HOOKS_URL))
                .with("allowedAddresses", list(Setting.HOOKS_ALLOWED_ADDRESSES))
                .build();
    }

    /// What of it the guardian must know; the rest of its settings is the house's.
    public JsonObject forGuardian() {
        return JsonObject.with("listen", listen())
                .with("hooks", hooks())
                .with("publicOrigin", text(Setting.PUBLIC_ORIGIN))
                .with("tls", tls())
                .with("relays", text(Setting.DECLARED_RELAYS))
                .with("insecurePlainHttp", flag(Setting.INSECURE_PLAIN_HTTP))
                .with("dockerSocket", text(Setting.DOCKER_SOCKET))
                .with(
                        "notify",
                        JsonObject.with("desktop", flag(Setting.NOTIFY_DESKTOP))
                                .with("webhook", text(Setting.NOTIFY_WEBHOOK))
                                .with("shape", text(Setting.NOTIFY_SHAPE))
                                .build())
                .with("proxyFiles", text(Setting.PROXY_FILES))
                .build();
    }

    /// The panel the guard stands in front of; empty where none was named.
    public String upstream() {
        return text(Setting.GUARD_UPSTREAM);
    }

    /// Whether the panel is on this machine, where only the guard need reach it; or the owner does without.
    public boolean upstreamIsNear() {
        return upstream().startsWith("unix:/")
                || upstream().matches("http://(127\\.[0-9.]+|\\[::1]|localhost):[0-9]+/?")
                || flag(Setting.INSECURE_REMOTE_UPSTREAM);
    }

    /// How the upstream's token is put in; `none` where it is not.
    public String inject() {
        return text(Setting.GUARD_INJECT);
    }

    /// The breaker's settings in front of another program's panel.
    public JsonObject forGuardsBreaker() {
        return forBreaker().toBuilder()
                .with("perMinute", atLeast(Setting.RATE_LIMIT_PER_MINUTE, GUARD_PER_MINUTE))
                .with("burst", atLeast(Setting.RATE_LIMIT_BURST, GUARD_BURST))
                .with("hooks", JsonObject.EMPTY)
                .with(
                        "upstream",
                        JsonObject.with("address", upstream())
                                .with("inject", inject())
                                .with("tellsClient", flag(Setting.GUARD_TELLS_CLIENT))
                                .with("maxBodyMegabytes", number(Setting.GUARD_MAX_BODY_MEGABYTES))
                                .build())
                .build();
    }

    public JsonObject forGateway() {
        return JsonObject.with("provider", text(Setting.MODEL_PROVIDER))
                .with("model", text(Setting.MODEL_NAME))
                .with("fallbacks", list(Setting.MODEL_FALLBACKS))
                .with("maxTokens", number(Setting.MODEL_MAX_TOKENS))
                .with("thinking", text(Setting.MODEL_THINKING))
                .with("anthropicBaseUrl", text(Setting.MODEL_ANTHROPIC_URL))
                .with("openaiBaseUrl", text(Setting.MODEL_OPENAI_URL))
                .with("ollamaBaseUrl", text(Setting.MODEL_OLLAMA_URL))
                .with("prices", list(Setting.MODEL_PRICES))
                .with("budget", budget())
                .with("vaultKeyFile", text(Setting.VAULT_KEY_FILE))
                .with(
                        "search",
                        JsonObject.with("engine", text(Setting.SEARCH_ENGINE))
                                .with("url", text(Setting.SEARCH_URL))
                                .with("perDay", number(Setting.SEARCH_PER_DAY))
                                .build())
                .with(
                        "speech",
                        JsonObject.with("url", text(Setting.SPEECH_URL))
                                .with("model", text(Setting.SPEECH_MODEL))
                                .with("perDay", number(Setting.SPEECH_PER_DAY))
                                .build())
                .build();
    }

    /// The program of signal-cli; empty where Signal is off.
    public Optional<Path> signalProgram() {
        String program = text(Setting.SIGNAL_PROGRAM);
        return program.isEmpty() ? Optional.empty() : Optional.of(Path.of(program));
    }

    /// The gateway's part, messengers included.
    ///
    /// @param signalSocket  where signal-cli listens
    public JsonObject forGateway(Path signalSocket) {
        JsonObject.Builder gateway = forGateway().toBuilder();
        if (signalProgram().isPresent()) {
            gateway.with(
                    "signal",
                    JsonObject.with("socket", signalSocket.toString())
                            .with("account", text(Setting.SIGNAL_ACCOUNT))
                            .build());
        }
        if (hooksListen().isPresent()) {
            gateway.with("webhook", JsonObject.EMPTY);
        }
        Setting.MESSENGERS.forEach((on, url) -> {
            if (flag(on)) {
                String name = on.path().replace(".enabled", "");
                JsonObject.Builder messenger = JsonObject.with("url", text(url));
                if (on == Setting.WHATSAPP_ENABLED) {
                    messenger
                            .with("number", text(Setting.WHATSAPP_PHONE_NUMBER_ID))
                            .with("version", text(Setting.WHATSAPP_API_VERSION));
                }
                gateway.with(name, messenger.build());
            }
        });
        return gateway.build();
    }

    public JsonObject forControl() {
        return JsonObject.with("direct", text(Setting.CHANNELS_DIRECT))
                .with("groups", flag(Setting.CHANNELS_GROUPS))
                .with("insecureOpenChannels", flag(Setting.INSECURE_OPEN_CHANNELS))
                .with("commands", flag(Setting.SANDBOX_ENABLED))
                .build();
    }

    private JsonObject budget() {
        return JsonObject.with("turnDollars", text(Setting.BUDGET_TURN_DOLLARS))
                .with("dayDollars", text(Setting.BUDGET_DAY_DOLLARS))
                .with("monthDollars", text(Setting.BUDGET_MONTH_DOLLARS))
                .with("turnTokens", number(Setting.BUDGET_TURN_TOKENS))
                .with("dayTokens", number(Setting.BUDGET_DAY_TOKENS))
                .with("monthTokens", number(Setting.BUDGET_MONTH_TOKENS))
                .with("zone", text(Setting.BUDGET_TIME_ZONE))
                .build();
    }

    public JsonObject forRuntime() {
        return JsonObject.with("workspaceMegabytes", number(Setting.WORKSPACE_MEGABYTES))
                .with("maxParallelTurns", number(Setting.MAX_PARALLEL_TURNS))
                .with("search", !text(Setting.SEARCH_ENGINE).isEmpty())
                .with(
                        "messengers",
                        signalProgram().isPresent()
                                || Setting.MESSENGERS.keySet().stream().anyMatch(this::flag))
                .build();
    }

    public JsonObject forSpawner() {
        return JsonObject.with("enabled", flag(Setting.SANDBOX_ENABLED))
                .with("maxTasks", number(Setting.SANDBOX_MAX_TASKS))
                .with("tier", text(Setting.SANDBOX_TIER))
                .with("image", text(Setting.SANDBOX_IMAGE))
                .with("browserImage", text(Setting.SANDBOX_BROWSER_IMAGE))
                .with("ready", number(Setting.SANDBOX_READY))
                .with("dockerSocket", text(Setting.DOCKER_SOCKET))
                .build();
    }

    /// Another program's pages ask for many small files; where the owner set nothing, there is room for them.
    private long atLeast(Setting setting, long guards) {
        return text(setting).equals(setting.fallback()) ? guards : number(setting);
    }

    private String text(Setting setting) {
        return values.getOrDefault(setting, setting.fallback());
    }

    /// Its entries. A text in which one is missing keeps it as an empty one, which no setting takes.
    private JsonArray list(Setting setting) {
        String text = text(setting).strip();
        return JsonArray.ofTexts(
                text.isEmpty()
                        ? List.of()
                        : Stream.of(text.split(",", -1)).map(String::strip).toList());
    }

    private long number(Setting setting) {
        return Long.parseLong(text(setting));
    }

    private boolean flag(Setting setting) {
        return Boolean.parseBoolean(text(setting));
    }
}
