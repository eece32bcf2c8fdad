package moltbot.contract.channel;

import java.util.List;
import java.util.regex.Pattern;
import moltbot.contract.ContractException;
import moltbot.contract.Cut;
import moltbot.contract.json.JsonArray;
import moltbot.contract.json.JsonObject;

/// An answer that can be given by a tap. Tapping it says exactly the words a person could have typed, and is worth no
/// more: whoever may not say them may not tap either. Written as `{"label","says","sign"}`.
///
/// @param label  what is shown; 1 to 40 characters
/// @param says   what a tap says; 1 to 60 printable ASCII characters, which every messenger can carry
/// @param sign   the emoji that says the same where it is put to the message; empty for none
public record QuickReply(String label, String says, String sign) {
    /// No message offers more.
    public static final int MOST = 10;

    private static final int MOST_LABEL = 40;
    private static final int MOST_SIGN = 8;
    private static final Pattern SAYS = Pattern.compile("[!-~]([ -~]{0,58}[!-~])?");

    public QuickReply {
        if (label.isBlank() || label.length() > MOST_LABEL) {
            throw ContractException.malformed("What is shown of an answer has 1 to " + MOST_LABEL + " characters.");
        }
        if (!SAYS.matcher(says).matches()) {
            throw ContractException.malformed("What a tap says has 1 to 60 printable characters.");
        }
        if (sign.length() > MOST_SIGN) {
            throw ContractException.malformed("A sign is one emoji.");
        }
    }

    /// What is offered with a message, in order.
    public static List<QuickReply> listFrom(JsonArray json) {
        if (json.values().size() > MOST) {
            throw ContractException.malformed("A message offers at most " + MOST + " answers.");
        }
        return json.objects().stream()
                .map(one -> new QuickReply(one.text("label"), one.text("says"), one.textOr("sign", "")))
                .toList();
    }

    public static JsonArray toJson(List<QuickReply> replies) {
        return JsonArray.of(replies.stream()
                .map(reply -> JsonObject.with("label", reply.label())
                        .with("says", reply.says())
                        .with("sign", reply.sign())
                        .build())
                .toList());
    }

    /// A label of it that is not too long.
    public static String label(String whole) {
        return Cut.within(whole.strip().replaceAll("\\s+", " "), MOST_LABEL);
    }
}
