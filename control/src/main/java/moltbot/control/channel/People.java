package moltbot.control.channel;

import java.util.List;
import java.util.Optional;
import moltbot.contract.channel.Address;
import moltbot.contract.json.JsonArray;
import moltbot.contract.json.JsonObject;
import moltbot.contract.link.LinkExchange;
import moltbot.contract.link.LinkRoutes;

/// Those whom the owner let in, as people to write to: a closed list, each by a short id and by words that the owner
/// saw when they let them in. Whoever is only heard because a setting opened the door is not on it.
public final class People {
    private static final int ID_DIGITS = 8;

    private final Admission admission;

    public People(Admission admission) {
        this.admission = admission;
    }

    /// Somebody on the list.
    ///
    /// @param words  who and where
    public record Person(String key, String words, boolean owner) {
        static Person of(Guest guest) {
            Address address = guest.address();
            String channel = ChannelName.of(address.channel());
            String name = address.kind() == Address.Kind.GROUP
                    ? "the group '" + PlainName.quotable(guest.name()) + "'"
                    : "'" + PlainName.quotable(guest.name()) + "'";
            String who = guest.owner() ? "you yourself" : name;
            return new Person(guest.address().key(), who + ", in " + channel, guest.owner());
        }

        /// What the assistant calls them by: their channel and the beginning of their key.
        String id() {
            return key.substring(0, key.indexOf('.') + 1 + ID_DIGITS);
        }
    }

    /// Whoever is on the list now and has that key.
    public Optional<Person> find(String key) {
        return admission
                .guest(key)
                .filter(guest -> !guest.address().isProgram())
                .map(Person::of);
    }

    public LinkRoutes addTo(LinkRoutes routes) {
        return routes.on("runtime", "people.list", this::list);
    }

    private void list(LinkExchange exchange) {
        List<JsonObject> people = admission.guests().stream()
                .filter(guest -> !guest.address().isProgram())
                .map(Person::of)
                .map(person -> JsonObject.with("id", person.id())
                        .with("key", person.key())
                        .with("recipient", person.words())
                        .build())
                .toList();
        exchange.reply(JsonObject.with("people", JsonArray.of(people)).build());
    }
}
