package moltbot.guardian;

import moltbot.contract.boot.Boot;
import moltbot.contract.boot.Compartment;

/// The guardian's process: looks at the house from outside, gives leases while all is well, and trips the breaker when
/// something is not. Listens nowhere and holds no credential that opens anything.
public final class Main {
    private Main() {}

    public static void main(String[] args) throws InterruptedException {
        Compartment.run(Main::start);
    }

    private static void start(Boot boot, Compartment life) throws Exception {
        if (boot.settings().flagOr("once", false)) {
            System.out.println(Once.report(Settings.of(boot.settings())));
            life.end();
            return;
        }
        Guardian guardian = new Guardian(boot);
        life.onStop(guardian);
        guardian.start();
    }
}
