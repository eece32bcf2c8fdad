package moltbot.gateway;

import java.util.List;
import java.util.Map;
import moltbot.contract.ContractException;
import moltbot.gateway.channel.discord.DiscordChannel;
import moltbot.gateway.channel.slack.SlackChannel;
import moltbot.gateway.channel.telegram.TelegramChannel;
import moltbot.gateway.channel.whatsapp.WhatsAppChannel;
import moltbot.gateway.egress.task.SecretName;
import moltbot.gateway.model.anthropic.AnthropicDialect;
import moltbot.gateway.model.ollama.OllamaDialect;
import moltbot.gateway.model.openai.OpenAiDialect;
import moltbot.gateway.speech.RemoteTranscriber;

/// The keys this house knows, and the environment variables some of them may come from.
final class SecretNames {
    static final List<String> ALL = List.of(
            AnthropicDialect.SECRET,
            OpenAiDialect.SECRET,
            OllamaDialect.SECRET,
            "brave-api-key",
            RemoteTranscriber.SECRET,
            TelegramChannel.SECRET,
            DiscordChannel.SECRET,
            SlackChannel.BOT_SECRET,
            SlackChannel.APP_SECRET,
            WhatsAppChannel.SECRET);
    static final Map<String, String> BY_VARIABLE = Map.of(
            "ANTHROPIC_API_KEY",
            AnthropicDialect.SECRET,
            "OPENAI_API_KEY",
            OpenAiDialect.SECRET,
            "TELEGRAM_BOT_TOKEN",
            TelegramChannel.SECRET,
            "DISCORD_BOT_TOKEN",
            DiscordChannel.SECRET,
            "SLACK_BOT_TOKEN",
            SlackChannel.BOT_SECRET,
            "SLACK_APP_TOKEN",
            SlackChannel.APP_SECRET,
            "WHATSAPP_TOKEN",
            WhatsAppChannel.SECRET);

    private SecretNames() {}

    /// The name of a provider's key.
    static String of(String provider) {
        return provider + "-api-key";
    }

    static String known(String name) {
        if (!ALL.contains(name) && !SecretName.isOne(name)) {
            throw ContractException.refused(
                    "bad-name",
                    "There is no key of that name here. Did you mean " + Neighbour.of(name, ALL) + "? Known are "
                            + String.join(", ", ALL) + "; a key for tasks is named task-… .");
        }
        return name;
    }
}
