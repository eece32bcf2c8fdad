package moltbot.gateway.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import moltbot.contract.ContractException;
import moltbot.contract.model.ModelEvent;
import moltbot.contract.model.ModelMessage;
import moltbot.contract.model.ModelRequest;
import moltbot.contract.model.Usage;
import org.junit.jupiter.api.Test;

/// Which models are asked, and in which order, where a conversation has a wish.
class ModelChoiceTest {
    private static final ModelRequest REQUEST = new ModelRequest("", List.of(ModelMessage.user("hi")), List.of(), 10);

    private final Set<String> fails = new HashSet<>();
    private final List<String> asked = new ArrayList<>();
    private final ModelChoice choice = new ModelChoice(
            new ModelName("anthropic", "big"),
            List.of(ModelName.parse("openai/middle"), ModelName.parse("ollama"), ModelName.parse("anthropic/big")),
            _ -> true,
            name -> new Candidate(new Named(name), new ProviderHealth(() -> 0)));

    /// A model that notes that it was asked.
    private final class Named implements Model {
        private final ModelName name;

        Named(ModelName name) {
            this.name = name;
        }

        @Override
        public String provider() {
            return name.provider();
        }

        @Override
        public String name() {
            return name.model().isEmpty() ? "usual" : name.model();
        }

        @Override
        public void stream(ModelRequest request, Consumer<ModelEvent> out) {
            asked.add(name());
            if (fails.contains(name())) {
                throw ContractException.refused("model-rejected", name());
            }
            if (fails.contains("budget")) {
                throw ContractException.refused("budget-day", "The day's money is spent.");
            }
            out.accept(new ModelEvent.Finished("end", provider(), name(), Usage.NONE));
        }
    }

    private List<String> names(String wish) {
        return choice.candidates(wish).stream().map(ModelChoice::nameOf).toList();
    }

    private void ask(String wish) throws InterruptedException {
        new ModelChain(_ -> {}, () -> 0, () -> 1.0).stream(choice.candidates(wish), REQUEST, _ -> {});
    }

    @Test
    void putsTheChosenOneFirstAndKeepsTheOrderOfTheOthers() {
        assertThat(names("")).containsExactly("anthropic/big", "openai/middle", "ollama/usual");
        assertThat(names("ollama/usual")).containsExactly("ollama/usual", "anthropic/big", "openai/middle");
        assertThat(choice.current().name()).isEqualTo("big");
    }

    @Test
    void asksNoneThatItsOwnerDidNotName() throws Exception {
        for (String wish : List.of("openai/dearest", "openai", "demo/scripted", "/", "anthropic/BIG")) {
            ask(wish);
        }
        assertThat(asked).containsOnly("big");
    }

    @Test
    void asksTheOthersInOrderWhereTheChosenOneCannotAnswer() throws Exception {
        fails.addAll(Set.of("middle", "big"));
        ask("openai/middle");
        assertThat(asked).containsExactly("middle", "big", "usual");
    }

    @Test
    void stopsForMoneyWhicheverWasChosen() {
        fails.add("budget");
        assertThatThrownBy(() -> ask("openai/middle")).hasMessageContaining("money is spent");
        assertThat(asked).containsExactly("middle");
    }
}
