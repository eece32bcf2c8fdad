package moltbot.runtime.context;

import java.util.List;
import moltbot.contract.chat.Others;
import moltbot.contract.model.Content;
import moltbot.contract.model.ModelMessage;
import moltbot.contract.model.ModelMessage.Role;
import moltbot.runtime.words.Words;

/// A turn that is over, as a model sees it: begins with what the person wrote.
///
/// @param seq     the number of the event that began it
/// @param weight  about how many bytes it costs
public record PastTurn(long seq, List<ModelMessage> messages, int weight) {
    public PastTurn {
        messages = List.copyOf(messages);
    }

    /// A turn within its bound.
    public static PastTurn of(long seq, List<ModelMessage> messages) {
        List<ModelMessage> bounded = LongTurn.bounded(messages);
        return new PastTurn(seq, bounded, Weight.of(bounded));
    }

    /// What people wrote in it themselves, without words of others that came along.
    public List<String> people() {
        return messages.stream()
                .filter(message -> message.role() == Role.USER)
                .flatMap(message -> message.content().stream())
                .mapMulti((Content part, java.util.function.Consumer<String> out) -> {
                    if (part instanceof Content.Text(String said)) {
                        out.accept(Others.without(Words.ofPerson(said)));
                    }
                })
                .filter(text -> !text.isEmpty())
                .toList();
    }
}
