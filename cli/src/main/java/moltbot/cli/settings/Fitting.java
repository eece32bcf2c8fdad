package moltbot.cli.settings;

import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import moltbot.cli.failure.CliException;

/// Whether a value fits its setting.
final class Fitting {
    private static final Set<Setting> WHOLE_PATHS =
            Set.of(Setting.VAULT_KEY_FILE, Setting.TLS_CERTIFICATE, Setting.TLS_KEY, Setting.SIGNAL_PROGRAM);
    private static final int MOST_READY = 8;

    private Fitting() {}

    /// Refuses what cannot be, in a sentence for the owner.
    static void check(Setting setting, String value) {
        if (!setting.fits(value)) {
            throw CliException.refused(
                    "The setting '" + setting.path() + "' must be " + setting.wanted() + ". Nothing was started.");
        }
        if (WHOLE_PATHS.contains(setting) && !value.isEmpty() && !Path.of(value).isAbsolute()) {
            throw CliException.refused("The setting '" + setting.path() + "' must be a whole path, one that"
                    + " begins with /: '" + value + "' depends on where Moltbot is started. Nothing was started.");
        }
        if (setting == Setting.NOTIFY_SHAPE
                && !List.of("ntfy", "gotify", "slack").contains(value)) {
            throw CliException.refused(
                    "The setting 'notify.shape' must be ntfy, gotify or slack. Nothing was started.");
        }
        if (setting == Setting.CHANNELS_DIRECT
                && !List.of("pairing", "allow-list", "closed").contains(value)) {
            throw CliException.refused(
                    "The setting 'channels.direct' must be pairing, allow-list or closed. Nothing was started.");
        }
        if (setting == Setting.SEARCH_ENGINE && !List.of("", "searxng", "brave").contains(value)) {
            throw CliException.refused(
                    "The setting 'search.engine' must be searxng, brave, or empty for none. Nothing was started.");
        }
        if (setting == Setting.SANDBOX_TIER
                && !List.of("auto", "gvisor", "docker", "bubblewrap").contains(value)) {
            throw CliException.refused(
                    "The setting 'sandbox.tier' must be auto, gvisor, docker or bubblewrap. Nothing was started.");
        }
        if (setting == Setting.SANDBOX_READY && Long.parseLong(value) > MOST_READY) {
            throw CliException.refused("The setting 'sandbox.ready' must be a number from 0 to " + MOST_READY
                    + ": each is a container that waits. Nothing was started.");
        }
        if (setting == Setting.SANDBOX_IMAGE && value.isBlank()) {
            throw CliException.refused("The setting 'sandbox.image' must name an image, such as " + setting.fallback()
                    + ". Nothing was started.");
        }
        if (setting == Setting.NOTIFY_WEBHOOK
                && !value.matches("|https://[!-~]+|http://(127\\.0\\.0\\.1|localhost)[:/][!-~]*")) {
            throw CliException.refused(
                    "The setting 'notify.webhook' must be an https:// address, or one on this machine:"
                            + " it is a secret, and would be read on the way. Nothing was started.");
        }
        if (setting == Setting.WHATSAPP_PHONE_NUMBER_ID && !value.matches("[0-9]{0,32}")) {
            throw CliException.refused("The setting 'whatsapp.phone-number-id' must be the id of a phone number, in"
                    + " digits, as the page API Setup shows it; '" + value + "' is none. Nothing was started.");
        }
        if (setting == Setting.WHATSAPP_API_VERSION && !value.matches("v[0-9]{1,3}\\.[0-9]{1,2}")) {
            throw CliException.refused("The setting 'whatsapp.api-version' must look like v24.0. Nothing was started.");
        }
        checkAddress(setting, value);
    }

    private static void checkAddress(Setting setting, String value) {
        boolean speech = setting == Setting.SPEECH_URL;
        if ((Setting.MESSENGERS.containsValue(setting) || (speech && !value.isEmpty()))
                && !value.matches("https://[!-~]+|http://(127\\.0\\.0\\.1|localhost)[:/][!-~]*")) {
            throw CliException.refused(
                    "The setting '" + setting.path() + "' must be an https:// address, or one on this"
                            + " machine: " + (speech ? "what people say" : "the bot's token")
                            + " is sent there, and would be read on the way. Nothing was started.");
        }
        boolean listens = setting == Setting.LISTEN || (setting == Setting.HOOKS_LISTEN && !value.isEmpty());
        if (listens && !value.matches("(\\[[0-9A-Fa-f:.]+]|[A-Za-z0-9.-]+):[0-9]{1,5}")) {
            throw CliException.refused("Listen on HOST:PORT, such as 127.0.0.1:3000; '" + value + "' is not one.");
        }
        if (listens && Integer.parseInt(value.substring(value.lastIndexOf(':') + 1)) > 65_535) {
            throw CliException.refused("A port is a number up to 65535; '" + value + "' has none.");
        }
        if (listens && value.matches("(0\\.0\\.0\\.0|\\[[0:]+]|\\[::ffff:0\\.0\\.0\\.0]|\\*):.*")) {
            throw CliException.refused("'" + value + "' would listen on every network this machine is in or ever joins,"
                    + " so it is refused. Name the one address you mean, such as 192.168.1.5:3000.");
        }
    }
}
