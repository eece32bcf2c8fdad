package moltbot.breaker.operate;

/// The panel's door and the hooks' own: neither stays open for the other.
public record BothDoors(Consequences.Door panel, Consequences.Door hooks) implements Consequences.Door {
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
