package moltbot.gateway.channel.telegram;

import moltbot.contract.json.JsonObject;
import moltbot.gateway.channel.bot.Account;
import moltbot.gateway.vault.Secret;

/// Who the house is there, as `getMe` says it.
///
/// @param id        never changes
/// @param username  without the `@`; its owner may change it
/// @param key       by which it is this bot: what is asked in its name is asked by this key and no other
record Bot(long id, String username, Secret key) implements Account {
    @Override
    public String account() {
        return Long.toString(id);
    }

    static Bot read(JsonObject user, Secret key) {
        return new Bot(user.number("id"), user.textOr("username", ""), key);
    }
}
