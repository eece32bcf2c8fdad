package moltbot.runtime.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import moltbot.contract.label.Label;
import moltbot.runtime.meaning.Embedder;
import moltbot.runtime.meaning.EmbedderTest;
import moltbot.runtime.memory.Meaning;
import moltbot.runtime.memory.Memories;
import moltbot.runtime.memory.Memory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Memories by the real model of meanings.
@Timeout(120)
class MeaningSearchTest {
    private static final String OWNER = "owner";

    /// A question and what answers it, without a word in common that would find it.
    private static final Map<String, String> ANSWERS = new LinkedHashMap<>();

    static {
        ANSWERS.put("where is my bike", "The bicycle stands in the cellar.");
        ANSWERS.put("food allergies of the kids", "Ben must not eat peanuts.");
        ANSWERS.put("internet password", "The code for the wifi is on the back of the router.");
        ANSWERS.put("who repairs the heating", "The plumber is called Meyer; call after nine.");
        ANSWERS.put("gift ideas for mum", "Mother would love a book about gardening.");
        ANSWERS.put("when do bins go out", "Rubbish is collected every second Tuesday.");
        ANSWERS.put("car inspection date", "The vehicle's next check at the garage is in March.");
        ANSWERS.put("pet doctor", "The vet for the cat is Dr. Brandt in Lake Street.");
        ANSWERS.put("how I like my coffee", "Espresso without sugar, with a drop of milk.");
        ANSWERS.put("flight preferences", "On planes, an aisle seat near the front.");
    }

    @TempDir
    Path folder;

    private Store store;
    private Embedder embedder;
    private Memories memories;

    @BeforeAll
    static void useLaidOutLibrary() {
        EmbedderTest.useLaidOutLibrary();
    }

    @BeforeEach
    void open() {
        store = Store.open(folder);
        embedder = Embedder.in(EmbedderTest.FOLDER).orElseThrow();
        memories = store.memories(embedder);
    }

    @AfterEach
    void close() throws Exception {
        embedder.close();
        store.close();
    }

    private Memory remember(String text) {
        return memories.remember(OWNER, text, Label.OWNERS, OWNER);
    }

    private List<String> found(Memories where, String words) {
        return where.search(OWNER, words, 3).stream().map(Memory::text).toList();
    }

    private List<String> unanswered(Memories where) {
        return ANSWERS.entrySet().stream()
                .filter(each -> !found(where, each.getKey()).contains(each.getValue()))
                .map(Map.Entry::getKey)
                .toList();
    }

    @Test
    void findsWhatIsMeantWhereNoWordIsTheSame() {
        ANSWERS.values().forEach(this::remember);
        assertThat(unanswered(memories)).hasSizeLessThan(2);
        assertThat(found(memories, "quantum chromodynamics lattice")).isEmpty();
        assertThat(unanswered(store.memories(Meaning.NONE)))
                .as("by words alone")
                .hasSizeGreaterThan(7);
    }

    @Test
    void whatIsWaitingEditedOrForgottenIsNotFoundByWhatItMeant() {
        long waiting = memories.remember(OWNER, "The bicycle is in the cellar.", Label.WORST, "one")
                .id();
        long other = memories.remember("anna", "Anna's bicycle is in the shed.", Label.OWNERS, OWNER)
                .id();
        assertThat(other).isNotEqualTo(waiting);
        Memory edited = remember("My two-wheeler is at the station.");
        Memory forgotten = remember("Bikes are repaired by Pedals Ltd.");
        assertThat(found(memories, "cycling")).hasSize(2);

        memories.edit(edited.id(), "Dinner is at seven.");
        memories.forget(forgotten.id());
        assertThat(found(memories, "cycling")).isEmpty();
        assertThat(found(memories, "when do we eat in the evening")).containsExactly("Dinner is at seven.");

        memories.approve(waiting);
        assertThat(found(memories, "cycling")).containsExactly("The bicycle is in the cellar.");
    }

    @Test
    void oldMemoriesGetTheirVectorsAFewAtATime() {
        for (int i = 0; i < 250; i++) {
            remember("Shelf " + i + " has box " + i + ".");
        }
        remember("The bicycle is in the cellar.");
        assertThat(found(memories, "cycling")).containsExactly("The bicycle is in the cellar.");
        assertThat(found(memories, "Shelf 3")).contains("Shelf 3 has box 3.");
    }
}
