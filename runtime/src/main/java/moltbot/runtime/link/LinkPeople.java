package moltbot.runtime.link;

import java.util.List;
import moltbot.contract.json.JsonObject;
import moltbot.contract.link.LinkClient;
import moltbot.runtime.person.Recipients;

/// Whom the owner let in, which control knows.
public final class LinkPeople implements Recipients {
    private final LinkClient control;

    public LinkPeople(LinkClient control) {
        this.control = control;
    }

    @Override
    public List<Recipient> all() {
        return control.ask("people.list", JsonObject.EMPTY).list("people").objects().stream()
                .map(one -> new Recipient(one.text("id"), one.text("key"), one.text("recipient")))
                .toList();
    }
}
