package moltbot.contract.label;

import java.util.Locale;
import moltbot.contract.ContractException;
import moltbot.contract.json.JsonObject;

/// Where a value came from and who may see it. Whatever is made of several values has all their labels joined, and a
/// join only ever lowers trust and narrows who may see. A conversation's own label is the join of all it has read: it
/// never gets better again, whatever is forgotten or summed up.
///
/// Written as `{"input":"owner","data":"public"}`.
///
/// @param input  whether anybody but the owner had a hand in it
/// @param data   whether it may leave the house without the owner's saying so
public record Label(Input input, Data data) {
    /// Who had a hand in a value.
    public enum Input {
        /// The owner alone, or this house.
        OWNER,
        /// Somebody else too: other people, pages, files, answers of other systems.
        UNTRUSTED;

        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /// Who may see a value.
    public enum Data {
        /// Anybody: nothing of it was kept from anyone.
        PUBLIC,
        /// The owner, and whoever the conversation is with.
        PRIVATE;

        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /// What a new conversation of the owner has.
    public static final Label OWNERS = new Label(Input.OWNER, Data.PUBLIC);

    /// What comes from outside, such as a page of the web.
    public static final Label FOREIGN = new Label(Input.UNTRUSTED, Data.PUBLIC);

    /// What the owner has kept for themself.
    public static final Label KEPT = new Label(Input.OWNER, Data.PRIVATE);

    /// The worst there is; what nobody can tell has it.
    public static final Label WORST = new Label(Input.UNTRUSTED, Data.PRIVATE);

    /// The label of what is made of both.
    public Label join(Label other) {
        return new Label(
                input.compareTo(other.input) >= 0 ? input : other.input,
                data.compareTo(other.data) >= 0 ? data : other.data);
    }

    public JsonObject toJson() {
        return JsonObject.with("input", input.word()).with("data", data.word()).build();
    }

    public static Label fromJson(JsonObject json) {
        return of(json.text("input"), json.text("data"));
    }

    /// A label by its two words.
    public static Label of(String input, String data) {
        for (Input one : Input.values()) {
            for (Data other : Data.values()) {
                if (one.word().equals(input) && other.word().equals(data)) {
                    return new Label(one, other);
                }
            }
        }
        throw ContractException.malformed("A label's input is owner or untrusted, its data public or private.");
    }

    @Override
    public String toString() {
        return input.word() + " " + data.word();
    }
}
