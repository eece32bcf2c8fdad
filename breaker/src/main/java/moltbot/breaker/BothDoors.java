package moltbot.breaker;

import moltbot.breaker.operate.Consequences;

/// The panel's door and the hooks' own: neither stays open for the other.
record BothDoors(Consequences.Door panel, Consequences.Door hooks) implements Consequences.Door {
    @Override
    public void shut() {
        try {
            panel.shut();
        } finally {
            hooks.shut();
        }
    }

    @Override
    public void openAgain() {
        panel.openAgain();
        hooks.openAgain();
    }
}
