package moltbot.runtime.agent;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import moltbot.contract.model.ModelRequest;
import moltbot.contract.model.ToolSpec;
import moltbot.runtime.context.Digest;
import moltbot.runtime.context.Past;
import moltbot.runtime.context.PastTurn;
import moltbot.runtime.context.Weight;

/// Puts a digest in the place of old turns where a conversation outgrew its window. It is on disk before the model is
/// shown it; what the person sees stays as it was. Safe for several threads.
final class Compaction {
    private static final String TASKS = "tasks.md";
    private static final String NOTHING = "This conversation is short enough, so nothing was changed.";

    private static final Drafts UNSEEN = new Drafts() {
        @Override
        public void add(String text) {}

        @Override
        public void restart() {}
    };

    private final Model model;
    private final Enclosures enclosures;

    Compaction(Model model, Enclosures enclosures) {
        this.model = model;
        this.enclosures = enclosures;
    }

    /// Asks the model for a summary where there is need of one. Fails with what the model failed with: nothing is put
    /// away without having been summed up, but by a model that has nothing to say.
    void makeRoom(TurnScene scene, List<ToolSpec> tools) throws InterruptedException {
        List<PastTurn> old = scene.conversation().past().outgrown();
        if (old.isEmpty()) {
            return;
        }
        Digest digest = digest(scene, old, tools);
        scene.commit(new Step.Builder()
                .compacted(digest)
                .notice(
                        "summed-up",
                        "To make room, the assistant now works from a summary of this conversation's older part. What"
                                + " you wrote and allowed is kept word for word as far as there is room; you still"
                                + " see everything here.")
                .build());
        scene.conversation().compacted(digest);
    }

    /// Does the same because the owner wants it now, and says what came of it: the last step of a turn of its own.
    void sumUp(TurnScene scene, List<ToolSpec> tools) throws InterruptedException {
        Past past = scene.conversation().past();
        List<PastTurn> old = past.worthSummingUp();
        if (old.isEmpty()) {
            scene.commit(said(NOTHING).build());
            return;
        }
        Digest digest = digest(scene, old, tools);
        int after = past.compacted(digest).weight();
        if (after >= past.weight()) {
            scene.commit(said("A summary would be no shorter than what was said, so nothing was changed.")
                    .build());
            return;
        }
        scene.commit(said("Summed up, as you asked: about " + tokens(past.weight()) + " tokens of this conversation"
                        + " before, about " + tokens(after)
                        + " now. What you wrote and allowed is kept word for word as"
                        + " far as there is room; you still see everything here.")
                .compacted(digest)
                .build());
        scene.conversation().compacted(digest);
    }

    private static String tokens(int weight) {
        return String.format(Locale.ENGLISH, "%,d", Weight.tokens(weight));
    }

    private static Step.Builder said(String what) {
        return new Step.Builder().notice("summed-up", what).finished("done");
    }

    private Digest digest(TurnScene scene, List<PastTurn> old, List<ToolSpec> tools) throws InterruptedException {
        ModelRequest question = scene.conversation().summaryRequest(SystemPrompt.TEXT, old, tools);
        Answer answer = enclosures.ask(model, question, scene.attachments(), UNSEEN);
        return Digest.of(
                scene.conversation().past(),
                old,
                scene.stage().approvals(old.getFirst().seq(), old.getLast().seq()),
                tasks(scene),
                answer.text());
    }

    private static String tasks(TurnScene scene) {
        return scene.workspace()
                .read(TASKS)
                .map(bytes -> new String(bytes, StandardCharsets.UTF_8))
                .orElse("");
    }
}
