package moltbot.gateway.channel;

import static moltbot.gateway.channel.ChannelWait.until;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;

/// What the house wants to be told where people take back what they wrote.
public abstract class TakenBackContract extends FilesContract {
    private final List<Incoming.Withdrawn> takenBack = new CopyOnWriteArrayList<>();

    /// By the names it was handed over with, and after it; what never was handed over, never.
    @Test
    void tellsWhatWasTakenBack() {
        channel.open(new Inbox() {
            @Override
            public void take(Incoming message) {
                // As the house does with those who are let in.
                channel.seen(message);
                taken.add(message);
            }

            @Override
            public void withdraw(Incoming.Withdrawn message) {
                takenBack.add(message);
            }
        });
        until("it to be connected", () -> channel.state().stage() == ChannelState.Stage.CONNECTED);
        messenger.direct(anna, "Anna", 1, "one");
        messenger.direct(bert, "Bert", 2, "two");
        until("both", () -> taken.size() == 2);
        if (!messenger.takesBack(bert, 2)) {
            return;
        }
        messenger.direct(anna, "Anna", 3, "three");
        until("that, and what is behind it", () -> taken.size() == 3 && !takenBack.isEmpty());

        Incoming two = taken.get(1);
        assertThat(takenBack).containsExactly(new Incoming.Withdrawn(two.id(), two.who(), two.place()));
    }
}
