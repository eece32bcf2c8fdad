package moltbot.guardian.judge.docker;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import moltbot.guardian.fact.docker.Container.Role;
import moltbot.guardian.fact.docker.Engine;
import moltbot.guardian.fact.docker.Engines;
import moltbot.guardian.judge.Finding;

/// D7: an engine of ours from which containers can break out: runc before 1.2.8, 1.3.3 and 1.4.0-rc.3 (CVE-2025-31133,
/// CVE-2025-52565, CVE-2025-52881). A warning: a distribution may have mended an older one.
public final class OldEngine extends DockerRule {
    private static final Version FIRST = Version.of(1, 2, 8);
    private static final Version SECOND = new Version(1, 3, 0, 0);
    private static final Version SECOND_MENDED = Version.of(1, 3, 3);
    private static final Version THIRD = new Version(1, 4, 0, 0);
    private static final Version THIRD_MENDED = new Version(1, 4, 0, 3);

    public OldEngine(boolean relied) {
        super("D7", relied);
    }

    @Override
    public List<Finding> judge(Engines engines) {
        List<Finding> findings = new ArrayList<>();
        for (Engine engine : engines.seen()) {
            boolean ours = engine.containers().stream().anyMatch(one -> one.role() != Role.OTHERS);
            String runc = engine.components().getOrDefault("runc", "");
            Optional<Version> version = Version.parse(runc);
            if (ours && version.isPresent() && broken(version.get())) {
                findings.add(Finding.warn(
                        id(),
                        engine.socket() + " runc " + runc,
                        "What runs in containers here could break out of them.",
                        "The engine at " + engine.socket() + " uses runc " + runc));
            }
        }
        return findings;
    }

    static boolean broken(Version version) {
        return version.below(FIRST) || version.within(SECOND, SECOND_MENDED) || version.within(THIRD, THIRD_MENDED);
    }
}
