package moltbot.cli.settings;

import java.util.List;
import java.util.Map;

/// Every setting there is. What is not here is refused at start, with the nearest name.
enum Setting {
    LISTEN("listen", Kind.TEXT, "127.0.0.1:3000"),
    PUBLIC_ORIGIN("public-origin", Kind.TEXT, ""),
    ALLOWED_ADDRESSES("allowed-addresses", Kind.LIST, "127.0.0.0/8,::1"),
    TRUSTED_PROXIES("trusted-proxies", Kind.LIST, ""),
    RATE_LIMIT_PER_MINUTE("rate-limit.per-minute", Kind.NUMBER, "100"),
    RATE_LIMIT_BURST("rate-limit.burst", Kind.NUMBER, "50"),
    DECLARED_RELAYS("declared-relays", Kind.LIST, ""),
    DOCKER_SOCKET("docker-socket", Kind.TEXT, ""),
    TLS_CERTIFICATE("tls.certificate", Kind.TEXT, ""),
    TLS_KEY("tls.key", Kind.TEXT, ""),
    TLS_LOCAL_CA("tls.local-ca", Kind.FLAG, "false"),
    PROXY_FILES("proxy-files", Kind.TEXT, ""),
    HOOKS_LISTEN("hooks.listen", Kind.TEXT, ""),
    HOOKS_URL("hooks.url", Kind.TEXT, ""),
    HOOKS_ALLOWED_ADDRESSES("hooks.allowed-addresses", Kind.LIST, "127.0.0.0/8,::1"),
    RESET_DWELL_SECONDS("reset-dwell-seconds", Kind.NUMBER, "60"),
    GUARD_UPSTREAM("guard.upstream", Kind.TEXT, ""),
    GUARD_INJECT("guard.inject", Kind.TEXT, "none"),
    GUARD_TELLS_CLIENT("guard.tells-client", Kind.FLAG, "true"),
    GUARD_MAX_BODY_MEGABYTES("guard.max-body-megabytes", Kind.NUMBER, "64"),
    MODEL_PROVIDER("model.provider", Kind.TEXT, "auto"),
    MODEL_NAME("model.name", Kind.TEXT, ""),
    MODEL_FALLBACKS("model.fallbacks", Kind.LIST, ""),
    MODEL_MAX_TOKENS("model.max-tokens", Kind.NUMBER, "8192"),
    MODEL_THINKING("model.thinking", Kind.TEXT, "auto"),
    MODEL_ANTHROPIC_URL("model.anthropic-url", Kind.TEXT, "https://api.anthropic.com"),
    MODEL_OPENAI_URL("model.openai-url", Kind.TEXT, "https://api.openai.com/v1"),
    MODEL_OLLAMA_URL("model.ollama-url", Kind.TEXT, "http://127.0.0.1:11434"),
    MODEL_PRICES("model.prices", Kind.LIST, ""),
    BUDGET_TURN_DOLLARS("budget.turn-dollars", Kind.TEXT, "2"),
    BUDGET_DAY_DOLLARS("budget.day-dollars", Kind.TEXT, "5"),
    BUDGET_MONTH_DOLLARS("budget.month-dollars", Kind.TEXT, "50"),
    BUDGET_TURN_TOKENS("budget.turn-tokens", Kind.NUMBER, "3000000"),
    BUDGET_DAY_TOKENS("budget.day-tokens", Kind.NUMBER, "20000000"),
    BUDGET_MONTH_TOKENS("budget.month-tokens", Kind.NUMBER, "200000000"),
    BUDGET_TIME_ZONE("budget.time-zone", Kind.TEXT, ""),
    SEARCH_ENGINE("search.engine", Kind.TEXT, ""),
    SEARCH_URL("search.url", Kind.TEXT, ""),
    SEARCH_PER_DAY("search.per-day", Kind.NUMBER, "200"),
    SPEECH_URL("speech.url", Kind.TEXT, ""),
    SPEECH_MODEL("speech.model", Kind.TEXT, "whisper-1"),
    SPEECH_PER_DAY("speech.per-day", Kind.NUMBER, "200"),
    VAULT_KEY_FILE("vault-key-file", Kind.TEXT, ""),
    SANDBOX_ENABLED("sandbox.enabled", Kind.FLAG, "true"),
    SANDBOX_TIER("sandbox.tier", Kind.TEXT, "auto"),
    SANDBOX_IMAGE("sandbox.image", Kind.TEXT, "moltbot-sandbox:bookworm-slim"),
    SANDBOX_BROWSER_IMAGE("sandbox.browser-image", Kind.TEXT, "moltbot-sandbox-browser:bookworm-slim"),
    SANDBOX_READY("sandbox.ready", Kind.NUMBER, "2"),
    SANDBOX_MAX_TASKS("sandbox.max-tasks", Kind.NUMBER, "16"),
    WORKSPACE_MEGABYTES("workspace-megabytes", Kind.NUMBER, "64"),
    MAX_PARALLEL_TURNS("max-parallel-turns", Kind.NUMBER, "64"),
    SIGNAL_PROGRAM("signal.program", Kind.TEXT, ""),
    SIGNAL_ACCOUNT("signal.account", Kind.TEXT, ""),
    TELEGRAM_ENABLED("telegram.enabled", Kind.FLAG, "false"),
    TELEGRAM_URL("telegram.url", Kind.TEXT, "https://api.telegram.org"),
    DISCORD_ENABLED("discord.enabled", Kind.FLAG, "false"),
    DISCORD_URL("discord.url", Kind.TEXT, "https://discord.com"),
    SLACK_ENABLED("slack.enabled", Kind.FLAG, "false"),
    SLACK_URL("slack.url", Kind.TEXT, "https://slack.com"),
    WHATSAPP_ENABLED("whatsapp.enabled", Kind.FLAG, "false"),
    WHATSAPP_PHONE_NUMBER_ID("whatsapp.phone-number-id", Kind.TEXT, ""),
    WHATSAPP_API_VERSION("whatsapp.api-version", Kind.TEXT, "v24.0"),
    WHATSAPP_URL("whatsapp.url", Kind.TEXT, "https://graph.facebook.com"),
    CHANNELS_DIRECT("channels.direct", Kind.TEXT, "pairing"),
    CHANNELS_GROUPS("channels.groups", Kind.FLAG, "true"),
    NOTIFY_DESKTOP("notify.desktop", Kind.FLAG, "false"),
    NOTIFY_WEBHOOK("notify.webhook", Kind.TEXT, ""),
    NOTIFY_SHAPE("notify.shape", Kind.TEXT, "ntfy"),
    INSECURE_LOCALHOST_COOKIE("insecure-localhost-cookie", Kind.FLAG, "false"),
    INSECURE_PLAIN_HTTP("insecure-plain-http", Kind.FLAG, "false"),
    INSECURE_REMOTE_UPSTREAM("insecure-remote-upstream", Kind.FLAG, "false"),
    INSECURE_OPEN_CHANNELS("insecure-open-channels", Kind.FLAG, "false"),
    INSECURE_NO_CONFINEMENT("insecure-no-confinement", Kind.FLAG, "false");

    /// Messengers that are reached with a token: whether one is on, and where.
    static final Map<Setting, Setting> MESSENGERS = Map.of(
            TELEGRAM_ENABLED,
            TELEGRAM_URL,
            DISCORD_ENABLED,
            DISCORD_URL,
            SLACK_ENABLED,
            SLACK_URL,
            WHATSAPP_ENABLED,
            WHATSAPP_URL);

    /// What a setting's value is.
    enum Kind {
        TEXT,
        LIST,
        NUMBER,
        FLAG
    }

    static final List<Setting> ALL = List.of(values());

    private final String path;
    private final Kind kind;
    private final String fallback;

    Setting(String path, Kind kind, String fallback) {
        this.path = path;
        this.kind = kind;
        this.fallback = fallback;
    }

    /// Its name in the file, sections joined by dots.
    String path() {
        return path;
    }

    /// Its value where nobody set one.
    String fallback() {
        return fallback;
    }

    boolean insecure() {
        return path.startsWith("insecure-");
    }

    /// True for the name of a setting whose value is a list.
    static boolean isList(String name) {
        return ALL.stream().anyMatch(setting -> setting.kind == Kind.LIST && setting.path.equals(name));
    }

    /// True if `value` can be this setting's value.
    boolean fits(String value) {
        return switch (kind) {
            case TEXT -> value.length() <= 1_000 && value.chars().noneMatch(c -> c < ' ');
            case LIST -> value.length() <= 10_000 && value.chars().noneMatch(c -> c < ' ');
            case NUMBER -> value.matches("[0-9]{1,9}");
            case FLAG -> value.equals("true") || value.equals("false");
        };
    }

    String wanted() {
        return switch (kind) {
            case TEXT -> "a text on one line";
            case LIST -> "a list, or texts separated by commas on one line";
            case NUMBER -> "a whole number";
            case FLAG -> "true or false";
        };
    }
}
