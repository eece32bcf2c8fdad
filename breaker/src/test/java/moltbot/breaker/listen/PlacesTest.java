package moltbot.breaker.listen;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.channel.embedded.EmbeddedChannel;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/// Who holds on to a connection without asking, sending or reading makes room; who is being answered does not.
final class PlacesTest {
    private final Places places = new Places();
    private final List<EmbeddedChannel> open = new ArrayList<>();

    private boolean comes(int underWay, boolean awaitsBody, boolean awaitsReader) {
        Tenant tenant = new Tenant();
        tenant.is(() -> underWay, () -> awaitsBody, () -> awaitsReader);
        EmbeddedChannel channel = new EmbeddedChannel();
        boolean taken = places.take(channel, "192.0.2.0/24", tenant);
        if (taken) {
            open.add(channel);
        }
        return taken;
    }

    @Test
    void thoseWhoDoNotReadTheirAnswersMakeRoomAfterThoseWhoSendNothing() {
        assertThat(comes(1, false, true)).isTrue();
        assertThat(comes(1, true, false)).isTrue();
        for (int i = 2; i < Places.OF_A_HOUSEHOLD; i++) {
            assertThat(comes(1, false, false)).isTrue();
        }
        assertThat(comes(1, false, false)).isTrue();
        assertThat(open.get(1).isOpen()).as("the one that owes its body").isFalse();
        assertThat(open.get(0).isOpen()).isTrue();
        assertThat(comes(1, false, false)).isTrue();
        assertThat(open.get(0).isOpen()).as("the one that does not read").isFalse();
        assertThat(comes(1, false, false)).as("all are being answered").isFalse();
    }
}
