package moltbot.gateway.channel.whatsapp;

import java.util.regex.Pattern;
import moltbot.contract.ContractException;
import moltbot.contract.json.JsonObject;
import moltbot.gateway.channel.bot.Account;
import moltbot.gateway.vault.Secret;

/// The house's own phone number there, as the Graph API says it.
///
/// @param id      never changes
/// @param number  as people write it
/// @param key     by which it is used
record Line(String id, String number, Secret key) implements Account {
    private static final Pattern ID = Pattern.compile("[0-9]{1,32}");

    static Line read(JsonObject self, String id, Secret key) {
        if (!self.text("id").equals(id)) {
            throw ContractException.malformed("The Graph API told of another number.");
        }
        return new Line(id, self.textOr("display_phone_number", ""), key);
    }

    /// Whether this is an id of the Graph API's.
    static boolean isId(String text) {
        return ID.matcher(text).matches();
    }

    @Override
    public String account() {
        return id;
    }

    @Override
    public String username() {
        return "";
    }

    @Override
    public String called() {
        return number;
    }
}
