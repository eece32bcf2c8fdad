package moltbot.gateway.channel.slack;

import java.util.regex.Pattern;
import moltbot.contract.ContractException;
import moltbot.contract.json.JsonObject;
import moltbot.gateway.channel.bot.Account;
import moltbot.gateway.vault.Secret;

/// Who the house is there, as `auth.test` says it.
///
/// @param team      the workspace's id
/// @param user      the bot's id in it; neither ever changes
/// @param username  its owner may change it
/// @param key       by which it is this bot: what is asked in its name is asked by this key and no other
/// @param appKey    by which its app is told what happens
record Bot(String team, String user, String username, Secret key, Secret appKey) implements Account {
    private static final Pattern ID = Pattern.compile("[A-Z][A-Z0-9]{1,24}");

    static Bot read(JsonObject self, Secret key, Secret appKey) {
        return new Bot(id(self, "team_id"), id(self, "user_id"), self.textOr("user", ""), key, appKey);
    }

    /// An object's id of that name.
    static String id(JsonObject object, String field) {
        String id = object.text(field);
        if (!isId(id)) {
            throw ContractException.malformed("An id of Slack's has capital letters and digits.");
        }
        return id;
    }

    static boolean isId(String text) {
        return ID.matcher(text).matches();
    }

    @Override
    public String account() {
        return team + "." + user;
    }

    /// How a person is named: in the bot's own workspace by their id alone, else with their workspace's before it, for
    /// only both together are one person's.
    String person(String team, String user) {
        return team.isEmpty() || team.equals(this.team) ? user : team + "." + user;
    }
}
