package moltbot.gateway.channel.discord;

import moltbot.contract.json.JsonObject;
import moltbot.gateway.channel.bot.Account;
import moltbot.gateway.vault.Secret;

/// Who the house is there, as Discord says it.
///
/// @param id        never changes; how an [moltbot.contract.channel.Address] names it
/// @param username  without the `@`; its owner may change it
/// @param key       by which it is this bot: what is asked in its name is asked by this key and no other
record Bot(String id, String username, Secret key) implements Account {
    @Override
    public String account() {
        return id;
    }

    static Bot read(JsonObject user, Secret key) {
        return new Bot(Snowflake.in(user, "id"), user.textOr("username", ""), key);
    }
}
