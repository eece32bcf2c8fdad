package moltbot.gateway.channel;

import static moltbot.gateway.channel.ChannelWait.until;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import moltbot.gateway.channel.Incoming.Offered;
import org.junit.jupiter.api.Test;

/// What the house wants of an adapter that takes and sends files.
public abstract class FilesContract extends ChannelContract {
    @Test
    void fetchesAFileWhenItIsAskedForAndNoLargerThanThat() throws Exception {
        open();
        byte[] bytes = "a file, with \u0000 and \u00ff in it".getBytes(StandardCharsets.ISO_8859_1);
        messenger.file(anna, 1, "look", "Rechnung ä.pdf", bytes);
        messenger.file(anna, 2, "", "b.bin", bytes);
        until("both", () -> taken.size() == 2);

        Incoming first = taken.getFirst();
        assertThat(first.text()).isEqualTo("look");
        assertThat(first.files()).extracting(Offered::name).containsExactly("Rechnung ä.pdf");
        assertThat(taken.getLast().text()).isBlank();
        Offered file = first.files().getFirst();
        assertThat(channel.fetch(first, file, bytes.length))
                .isInstanceOfSatisfying(
                        Fetched.Whole.class, whole -> assertThat(whole.bytes()).isEqualTo(bytes));
        assertThat(channel.fetch(first, file, bytes.length - 1)).isInstanceOf(Fetched.Missing.class);
        // Whatever was said of its size.
        for (long said : new long[] {0, 1}) {
            Offered small = new Offered(file.reference(), file.name(), said);
            assertThat(channel.fetch(first, small, bytes.length - 1)).isInstanceOf(Fetched.Missing.class);
        }
        Offered gone = new Offered("nothing-there", "x", 0);
        assertThat(channel.fetch(first, gone, 100)).isInstanceOf(Fetched.Missing.class);
    }

    @Test
    void sendsAFileAndSaysWhatBecameOfIt() throws Exception {
        open();
        OutgoingFile file =
                new OutgoingFile("Bericht \"ä\" 1.txt", "a\r\n--b--\u00ff".getBytes(StandardCharsets.UTF_8));
        assertThat(channel.send(person(anna), file)).isEqualTo(new Outcome.Sent());
        assertThat(messenger.filesSentTo(anna)).containsExactly("Bericht \"ä\" 1.txt a\r\n--b--\u00ff");
        messenger.refuseNext();
        assertThat(channel.send(person(anna), file)).isInstanceOf(Outcome.Never.class);
        messenger.swallowNext();
        assertThat(channel.send(person(anna), file)).isInstanceOf(Outcome.Unknown.class);
        messenger.die();
        assertThat(channel.send(person(anna), file)).isInstanceOf(Outcome.Later.class);
        assertThat(messenger.filesSentTo(anna)).hasSize(2);
    }
}
