package moltbot.gateway;

import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import moltbot.contract.ContractException;
import moltbot.contract.json.JsonArray;
import moltbot.contract.json.JsonObject;
import moltbot.gateway.channel.whatsapp.WhatsAppChannel;
import moltbot.gateway.egress.Origin;
import moltbot.gateway.model.ModelName;
import moltbot.gateway.model.remote.Thinking;
import moltbot.gateway.model.remote.Tuning;
import moltbot.gateway.money.Caps;
import moltbot.gateway.money.PriceTable;

/// The gateway's part of the settings. An unknown name or an impossible value stops the start.
///
/// @param models        which models answer, and where they are
/// @param money         what they cost and may cost
/// @param vaultKeyFile  where the owner keeps the vault's key, if not beside the vault
/// @param signal        where signal-cli listens, if Signal is on
/// @param telegram      where the Bot API is, if Telegram is on
/// @param discord       where Discord's API is, if Discord is on
/// @param slack         where Slack's Web API is, if Slack is on
/// @param whatsapp      where the house is in WhatsApp, if that is on
/// @param webhook       whether programs of the owner's may call
record Settings(
        Models models,
        Money money,
        Optional<Path> vaultKeyFile,
        Optional<Signal> signal,
        Optional<URI> telegram,
        Optional<URI> discord,
        Optional<URI> slack,
        Optional<WhatsAppChannel.Home> whatsapp,
        boolean webhook) {
    /// Signal.
    ///
    /// @param account  which of the linked accounts; empty takes the first
    record Signal(Path socket, String account) {}

    /// Which models answer.
    ///
    /// @param first      of provider `auto`, `anthropic`, `openai`, `ollama` or `demo`
    /// @param fallbacks  asked in order where that one cannot answer
    /// @param maxTokens  bound on one answer
    /// @param thinking   how much a model thinks before it answers
    record Models(
            ModelName first,
            List<ModelName> fallbacks,
            int maxTokens,
            Thinking thinking,
            URI anthropicBaseUrl,
            URI openaiBaseUrl,
            URI ollamaBaseUrl) {
        Tuning tuning(String model) {
            return new Tuning(model, maxTokens, thinking);
        }
    }

    /// What models cost and may cost.
    ///
    /// @param prices  the owner's own, a line each
    /// @param zone    whose days and months count
    record Money(List<String> prices, Caps caps, ZoneId zone) {}

    private static final List<String> PROVIDERS = List.of("anthropic", "openai", "ollama", "demo");
    private static final List<String> FIRST = List.of("auto", "anthropic", "openai", "ollama", "demo");
    private static final List<String> NAMES = List.of(
            "provider",
            "model",
            "fallbacks",
            "anthropicBaseUrl",
            "openaiBaseUrl",
            "ollamaBaseUrl",
            "maxTokens",
            "thinking",
            "prices",
            "budget",
            "vaultKeyFile",
            "search",
            "speech",
            "signal",
            "telegram",
            "discord",
            "slack",
            "whatsapp",
            "webhook",
            "servers");
    private static final int DEFAULT_MAX_TOKENS = 8192;
    private static final int LARGEST_MAX_TOKENS = 1_000_000;
    private static final int MOST_FALLBACKS = 8;

    static Settings fromJson(JsonObject json) {
        for (String name : json.fields().keySet()) {
            if (!NAMES.contains(name)) {
                throw ContractException.malformed(
                        "The gateway has no setting '" + name + "'. Did you mean '" + Neighbour.of(name, NAMES) + "'?");
            }
        }
        String file = json.textOr("vaultKeyFile", "");
        return new Settings(
                models(json),
                money(json),
                file.isEmpty() ? Optional.empty() : Optional.of(Path.of(file)),
                signal(json),
                messenger(json, "telegram", "https://api.telegram.org"),
                messenger(json, "discord", "https://discord.com"),
                messenger(json, "slack", "https://slack.com"),
                whatsapp(json),
                json.has("webhook"));
    }

    private static Optional<Signal> signal(JsonObject json) {
        if (!json.has("signal")) {
            return Optional.empty();
        }
        JsonObject signal = json.object("signal");
        return Optional.of(new Signal(Path.of(signal.text("socket")), signal.textOr("account", "")));
    }

    /// The bot's token goes there, so nobody on the way may read it.
    private static Optional<URI> messenger(JsonObject json, String name, String usual) {
        if (!json.has(name)) {
            return Optional.empty();
        }
        URI base = url(json.object(name), "url", usual);
        Origin origin = Origin.of(base);
        if (!origin.scheme().equals("https") && !origin.loopback()) {
            throw ContractException.malformed("The setting '" + name + ".url' must be an https:// address, or one on"
                    + " this machine: the bot's token is sent there, and would be read on the way.");
        }
        return Optional.of(base);
    }

    private static Optional<WhatsAppChannel.Home> whatsapp(JsonObject json) {
        Optional<URI> base = messenger(json, "whatsapp", "https://graph.facebook.com");
        if (base.isEmpty()) {
            return Optional.empty();
        }
        JsonObject whatsapp = json.object("whatsapp");
        return Optional.of(new WhatsAppChannel.Home(
                base.get(), whatsapp.textOr("version", "v24.0"), whatsapp.textOr("number", "")));
    }

    private static Models models(JsonObject json) {
        return new Models(
                new ModelName(provider("provider", json.textOr("provider", "auto"), FIRST), json.textOr("model", "")),
                fallbacks(json.listOr("fallbacks", JsonArray.EMPTY).texts()),
                maxTokens(json.numberOr("maxTokens", DEFAULT_MAX_TOKENS)),
                Thinking.parse(json.textOr("thinking", "auto")),
                url(json, "anthropicBaseUrl", "https://api.anthropic.com"),
                url(json, "openaiBaseUrl", "https://api.openai.com/v1"),
                url(json, "ollamaBaseUrl", "http://127.0.0.1:11434"));
    }

    private static List<ModelName> fallbacks(List<String> texts) {
        if (texts.size() > MOST_FALLBACKS) {
            throw ContractException.malformed("There may be " + MOST_FALLBACKS + " fallbacks.");
        }
        return texts.stream()
                .map(ModelName::parse)
                .map(name -> new ModelName(provider("fallbacks", name.provider(), PROVIDERS), name.model()))
                .toList();
    }

    private static Money money(JsonObject json) {
        JsonObject budget = json.objectOr("budget", JsonObject.EMPTY);
        List<String> prices = json.listOr("prices", JsonArray.EMPTY).texts();
        PriceTable.with(prices);
        return new Money(
                prices,
                new Caps(
                        Caps.Cap.of("turn", budget, "2", 3_000_000),
                        Caps.Cap.of("day", budget, "5", 20_000_000),
                        Caps.Cap.of("month", budget, "50", 200_000_000)),
                zone(budget.textOr("zone", "")));
    }

    private static ZoneId zone(String name) {
        try {
            return name.isEmpty() ? ZoneId.systemDefault() : ZoneId.of(name);
        } catch (DateTimeException e) {
            throw new ContractException(
                    ContractException.Code.MALFORMED,
                    "The setting 'budget.time-zone' must be the name of a time zone, such as Europe/Berlin.",
                    e);
        }
    }

    /// Everywhere the gateway may go.
    List<Origin> origins() {
        return List.of(
                Origin.of(models.anthropicBaseUrl()),
                Origin.of(models.openaiBaseUrl()),
                Origin.of(models.ollamaBaseUrl()));
    }

    private static String provider(String setting, String name, List<String> known) {
        if (!known.contains(name)) {
            throw ContractException.malformed("The setting 'model." + setting + "' cannot name the provider '" + name
                    + "'. It takes one of: " + String.join(", ", known) + ".");
        }
        return name;
    }

    private static URI url(JsonObject json, String name, String usual) {
        String text = json.textOr(name, usual);
        try {
            URI url = new URI(text);
            Origin.of(url);
            return url;
        } catch (URISyntaxException | ContractException e) {
            throw new ContractException(
                    ContractException.Code.MALFORMED,
                    "The setting '" + name + "' must look like " + usual + ", without a user or a query.",
                    e);
        }
    }

    private static int maxTokens(long tokens) {
        if (tokens < 1 || tokens > LARGEST_MAX_TOKENS) {
            throw ContractException.malformed(
                    "The setting 'maxTokens' must be between 1 and " + LARGEST_MAX_TOKENS + ".");
        }
        return (int) tokens;
    }
}
