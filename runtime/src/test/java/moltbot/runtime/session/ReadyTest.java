package moltbot.runtime.session;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/// Who goes on when there are fewer places than conversations.
class ReadyTest {
    private final Ready ready = new Ready(8);

    private static SessionKey key(String sender, int number) {
        return new SessionKey(sender, "s" + number);
    }

    private void begin(String sender, int count) {
        for (int i = 0; i < count; i++) {
            ready.add(key(sender, i));
        }
    }

    @Test
    void letsSendersTakeTurnsHoweverManyConversationsOneHas() {
        begin("owner", 100);
        begin("anna", 1);

        assertThat(ready.next()).isEqualTo(key("owner", 0));
        assertThat(ready.next()).isEqualTo(key("anna", 0));
        assertThat(ready.next()).isEqualTo(key("owner", 1));
    }

    @Test
    void givesOneGuestAShareAndAllGuestsTogetherLessThanAll() {
        begin("anna", 100);
        assertThat(ready.next()).isNotNull();
        assertThat(ready.next()).isNotNull();
        assertThat(ready.next()).as("a third of anna's").isNull();

        begin("ben", 100);
        begin("cleo", 100);
        begin("dora", 100);
        int guests = 2;
        while (ready.next() != null) {
            guests++;
        }
        assertThat(guests).isEqualTo(6);

        begin("owner", 3);
        assertThat(ready.next()).isEqualTo(key("owner", 0));
        assertThat(ready.next()).isEqualTo(key("owner", 1));
        assertThat(ready.next()).as("more than there are places").isNull();
        ready.over(key("anna", 0));
        assertThat(ready.next()).isNotNull();
        assertThat(ready.next()).isNull();
    }

    @Test
    void letsAGuestGoOnWhereThereIsOnePlace() {
        Ready one = new Ready(1);
        one.add(key("anna", 0));
        assertThat(one.next()).isEqualTo(key("anna", 0));
    }
}
