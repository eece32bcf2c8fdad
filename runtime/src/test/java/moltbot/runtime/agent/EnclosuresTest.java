package moltbot.runtime.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import moltbot.contract.ContractException;
import moltbot.contract.model.Attachment;
import moltbot.contract.model.Content;
import moltbot.contract.model.ModelMessage;
import moltbot.contract.model.ModelRequest;
import org.junit.jupiter.api.Test;

class EnclosuresTest {
    private static final Answer ANSWER = new Answer(List.of(), "end", "demo", "demo");
    private static final Drafts NOWHERE = new Drafts() {
        @Override
        public void add(String text) {}

        @Override
        public void restart() {}
    };

    private final Enclosures enclosures = new Enclosures();

    private static Content.Media picture(int name, int size) {
        return new Content.Media("image/png", String.format("%064x", name), size);
    }

    private static ModelRequest showing(Content.Media... pictures) {
        return new ModelRequest(
                "", List.of(new ModelMessage(ModelMessage.Role.USER, List.of(pictures))), List.of(), 10);
    }

    @Test
    void sendsTheNewestThatFitAndEachOnce() throws Exception {
        List<ModelRequest> asked = new ArrayList<>();
        Content.Media old = picture(1, Attachment.MAX_BYTES);
        Content.Media newer = picture(2, Attachment.MAX_BYTES);
        Content.Media newest = picture(3, 1_000_000);
        enclosures.ask(
                (request, _) -> {
                    asked.add(request);
                    return ANSWER;
                },
                showing(old, newer, newest, newest),
                name -> Optional.of(new byte[name.endsWith("3") ? 1_000_000 : Attachment.MAX_BYTES]),
                NOWHERE);

        assertThat(asked.getFirst().media().keySet()).containsExactlyInAnyOrder(newer.sha256(), newest.sha256());
    }

    /// What a provider cannot read is shown no more; everything else that it refuses stays refused.
    @Test
    void asksWithoutPicturesWhereTheyAreRefused() throws Exception {
        List<Integer> shown = new ArrayList<>();
        Answer answer = enclosures.ask(
                (request, _) -> {
                    shown.add(request.media().size());
                    if (!request.media().isEmpty()) {
                        throw ContractException.refused("model-rejected", "It could not process the image.");
                    }
                    return ANSWER;
                },
                showing(picture(1, 100)),
                _ -> Optional.of(new byte[100]),
                NOWHERE);
        assertThat(answer).isEqualTo(ANSWER);
        assertThat(shown).containsExactly(1, 0);

        assertThatThrownBy(() -> enclosures.ask(
                        (_, _) -> {
                            throw ContractException.refused("model-unauthorized", "No.");
                        },
                        showing(picture(1, 100)),
                        _ -> Optional.of(new byte[100]),
                        NOWHERE))
                .hasMessage("No.");
    }

    @Test
    void letsOnlySoManyBytesBeUnderWayAtOnce() throws Exception {
        AtomicLong now = new AtomicLong();
        AtomicLong most = new AtomicLong();
        Model model = (request, _) -> {
            long chars =
                    request.media().values().stream().mapToLong(String::length).sum();
            most.accumulateAndGet(now.addAndGet(chars), Math::max);
            now.addAndGet(-chars);
            return ANSWER;
        };
        byte[] bytes = new byte[Attachment.MAX_BYTES];
        try (ExecutorService many = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Answer>> answers = new ArrayList<>();
            for (int i = 0; i < 40; i++) {
                ModelRequest request = showing(picture(i, bytes.length));
                answers.add(many.submit(() -> enclosures.ask(model, request, _ -> Optional.of(bytes), NOWHERE)));
            }
            for (Future<Answer> answer : answers) {
                answer.get();
            }
        }
        assertThat(most.get()).isBetween(1L, 12L << 20);
    }
}
