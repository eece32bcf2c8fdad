package moltbot.runtime.agent;

import moltbot.contract.chat.ChatFact;
import moltbot.contract.json.JsonObject;
import moltbot.runtime.agent.CallMark.State;
import moltbot.runtime.agent.Conversation.Wish;
import moltbot.runtime.tool.Authority.Question;
import moltbot.runtime.tool.ToolGate;
import moltbot.runtime.tool.ToolGate.Passage;

/// Writes down what a person is asked about one call and what they say, once each, also across a restart.
final class Asked implements ToolGate.Asking {
    private final TurnScene scene;
    private final Wish wish;
    private final JsonObject shows;
    private String open;
    private String settled = "";
    private boolean passed;

    Asked(TurnScene scene, Wish wish, JsonObject shows) {
        this.scene = scene;
        this.wish = wish;
        this.shows = shows;
        CallMark mark = scene.marks().get(wish.id());
        this.open = mark == null ? "" : mark.approval();
    }

    /// True if the gate ever let the call pass.
    boolean passed() {
        return passed;
    }

    Passage judge(ToolGate gate, Question question) throws InterruptedException {
        try {
            Passage passage = gate.judge(question, this);
            switch (passage) {
                case Passage.Open _ -> {
                    passed = true;
                    settle("approved");
                }
                case Passage.Denied _ -> settle("denied");
                case Passage.Shut _ -> settle("expired");
            }
            return passage;
        } finally {
            scene.stage().waitingForPerson(false);
        }
    }

    @Override
    public void asked(String approval, String why) throws InterruptedException {
        scene.stage().waitingForPerson(true);
        if (!approval.equals(open) && !approval.equals(settled)) {
            scene.commit(new Step.Builder()
                    .fact(Origin.HOUSE, new ChatFact.ApprovalAsked(wish.id(), approval, why, shows))
                    .mark(new CallMark(wish.id(), State.STARTED, approval))
                    .build());
            open = approval;
        }
    }

    @Override
    public void answered(String decision) throws InterruptedException {
        settle(decision);
    }

    /// Closes a question that was asked, however its answer came to be known.
    private void settle(String decision) throws InterruptedException {
        if (open.isEmpty()) {
            return;
        }
        scene.commit(new Step.Builder()
                .fact(
                        decision.equals("approved") || decision.equals("denied") ? Origin.OWNER : Origin.HOUSE,
                        new ChatFact.ApprovalAnswered(wish.id(), open, decision))
                .mark(new CallMark(wish.id(), State.STARTED, ""))
                .build());
        settled = open;
        open = "";
    }
}
