package moltbot.gateway;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import moltbot.contract.ContractException;
import moltbot.contract.chat.SentFile;
import moltbot.contract.json.JsonArray;
import moltbot.contract.json.JsonObject;
import moltbot.contract.link.LinkCall;
import moltbot.gateway.channel.Channel;
import moltbot.gateway.channel.Fetched;
import moltbot.gateway.channel.Incoming;
import moltbot.gateway.channel.Incoming.Offered;
import moltbot.gateway.speech.Audio;
import moltbot.gateway.speech.Transcriber;

/// Hands over what somebody wrote who is let in, with the files that came along. They are fetched only now, and those
/// of a few messages at a time: they have megabytes. Safe for several threads.
final class Parcels {
    private static final int AT_ONCE = 2;

    /// A longer voice message is not written down: there is no room for it thrice.
    private static final int MAX_SOUND = 4 << 20;

    /// Of one message.
    private static final int MAX_SOUNDS = 3;

    private final Semaphore room = new Semaphore(AT_ONCE, true);
    private final Optional<Transcriber> transcriber;

    /// @param transcriber  writes voice messages down, where the owner chose somebody
    Parcels(Optional<Transcriber> transcriber) {
        this.transcriber = transcriber;
    }

    private record Fetch(SentFile file, byte[] bytes) {}

    /// Sends it as a body: a line that says what comes, the words, and the files.
    void send(LinkCall call, Channel channel, Incoming message) throws InterruptedException {
        if (message.files().isEmpty()) {
            send(call, message.text(), List.of());
            return;
        }
        room.acquire();
        try {
            List<String> words = new ArrayList<>();
            words.add(message.text());
            List<Fetch> fetched = fetch(channel, message, words);
            words.removeIf(String::isBlank);
            send(call, String.join("\n", words), fetched);
        } finally {
            room.release();
        }
    }

    private static void send(LinkCall call, String text, List<Fetch> files) {
        byte[] words = text.getBytes(StandardCharsets.UTF_8);
        JsonObject head = JsonObject.with("textBytes", words.length)
                .with(
                        "files",
                        JsonArray.of(
                                files.stream().map(one -> one.file().toJson()).toList()))
                .build();
        call.send((head + "\n").getBytes(StandardCharsets.UTF_8));
        call.sendPieces(words);
        files.forEach(one -> call.sendPieces(one.bytes()));
        call.end();
    }

    /// What does not come is told of in words.
    private List<Fetch> fetch(Channel channel, Incoming message, List<String> words) throws InterruptedException {
        List<Fetch> fetched = new ArrayList<>();
        int left = SentFile.MAX_BYTES;
        int places = Math.min(MAX_SOUNDS, SentFile.MAX_FILES - message.files().size());
        int number = 0;
        for (Offered offered : message.files()) {
            Fetched came = fetch(channel, message, offered, number++, left);
            switch (came) {
                case Fetched.Whole(byte[] bytes) -> {
                    left -= bytes.length;
                    fetched.add(new Fetch(new SentFile(SentFile.plain(offered.name()), bytes.length), bytes));
                    Optional<Fetch> spoken = spoken(bytes, number, places > 0 ? left : 0, words);
                    left -= spoken.map(one -> one.bytes().length).orElse(0);
                    // Where one is not written down the next would not be either, and all who write here wait.
                    places = spoken.isPresent() || Audio.kind(bytes).isEmpty() ? places - 1 : 0;
                    spoken.ifPresent(fetched::add);
                }
                // Not its name: whoever sends a file on did not choose that.
                case Fetched.Missing(String why) ->
                    words.add("(File " + number + " of this message was not taken: " + why + ". Tell them so.)");
            }
        }
        return fetched;
    }

    /// What is said in a voice message, as a file beside it: as words they would count as the sender's own, and anybody
    /// may have spoken them.
    private Optional<Fetch> spoken(byte[] bytes, int number, int room, List<String> words) throws InterruptedException {
        Optional<String> kind = transcriber.isPresent() ? Audio.kind(bytes) : Optional.empty();
        if (kind.isEmpty()) {
            return Optional.empty();
        }
        try {
            if (bytes.length > MAX_SOUND || room < SentFile.MAX_SPOKEN) {
                throw ContractException.refused("no-transcript", "there is too much in this message");
            }
            String text = transcriber.orElseThrow().transcribe(bytes, kind.get());
            if (!text.isEmpty()) {
                byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
                return Optional.of(new Fetch(SentFile.spoken("voice message " + number + ".txt", utf8.length), utf8));
            }
            words.add("(No words were heard in file " + number + " of this message. Tell them so.)");
        } catch (ContractException e) {
            words.add("(What is said in file " + number + " of this message was not written down: " + e.getMessage()
                    + ". Tell them so.)");
        }
        return Optional.empty();
    }

    private static Fetched fetch(Channel channel, Incoming message, Offered offered, int before, int room)
            throws InterruptedException {
        if (before >= SentFile.MAX_FILES) {
            return new Fetched.Missing("a message may have up to " + SentFile.MAX_FILES);
        }
        if (offered.size() > room) {
            return Fetched.tooLarge();
        }
        Fetched came = channel.fetch(message, offered, room);
        return came instanceof Fetched.Whole(byte[] bytes) && bytes.length > room ? Fetched.tooLarge() : came;
    }
}
