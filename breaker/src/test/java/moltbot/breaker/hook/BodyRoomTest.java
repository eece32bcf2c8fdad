package moltbot.breaker.hook;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/// How much of bodies is in hand at once.
final class BodyRoomTest {
    private static final long MEGABYTE = 1 << 20;

    @Test
    void whoeverSendsMuchTakesNoRoomButTheirOwn() {
        BodyRoom room = new BodyRoom(6 * MEGABYTE, 3 * MEGABYTE);
        for (int i = 0; i < 3; i++) {
            assertThat(room.take("greedy", MEGABYTE)).isTrue();
        }
        assertThat(room.take("greedy", 1)).isFalse();
        for (int i = 0; i < 3; i++) {
            assertThat(room.take("other " + i, MEGABYTE)).isTrue();
        }
        assertThat(room.take("one more", 1)).isFalse();
        room.give("greedy", 3 * MEGABYTE);
        assertThat(room.take("one more", MEGABYTE)).isTrue();
        assertThat(room.take("greedy", MEGABYTE)).isTrue();
    }

    @Test
    void givesBackWhatItTook() {
        BodyRoom room = new BodyRoom(6 * MEGABYTE, 3 * MEGABYTE);
        for (int i = 0; i < 100; i++) {
            assertThat(room.take("somebody", MEGABYTE)).isTrue();
            assertThat(room.take("somebody", MEGABYTE)).isTrue();
            room.give("somebody", 2 * MEGABYTE);
        }
    }
}
