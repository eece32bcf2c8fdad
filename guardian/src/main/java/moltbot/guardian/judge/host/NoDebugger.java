package moltbot.guardian.judge.host;

import java.util.ArrayList;
import java.util.List;
import moltbot.guardian.fact.host.PartFact;
import moltbot.guardian.fact.host.Parts;
import moltbot.guardian.judge.Finding;
import moltbot.guardian.judge.Rule;

/// R3: nothing through which a running part can be looked into or given orders: no debugger, no JMX, no agent, no
/// attaching.
public final class NoDebugger implements Rule<Parts> {
    private static final List<String> FLAGS = List.of(
            "-agentlib:jdwp", "-Xrunjdwp", "-agentpath:", "-javaagent:", "-Dcom.sun.management.jmxremote", "-Xdebug");
    private static final List<String> VARIABLES =
            List.of("JAVA_TOOL_OPTIONS=", "JDK_JAVA_OPTIONS=", "_JAVA_OPTIONS=", "LD_PRELOAD=", "LD_AUDIT=");

    @Override
    public String id() {
        return "R3";
    }

    @Override
    public List<Finding> judge(Parts parts) {
        List<Finding> findings = new ArrayList<>();
        for (PartFact part : parts.parts()) {
            for (String argument : part.arguments()) {
                FLAGS.stream().filter(argument::startsWith).forEach(flag -> findings.add(found(part, flag)));
            }
            for (String variable : part.environment()) {
                VARIABLES.stream().filter(variable::startsWith).forEach(name -> findings.add(found(part, name)));
            }
            if (!part.attached().isEmpty()) {
                findings.add(found(part, part.attached()));
            }
        }
        return findings;
    }

    private Finding found(PartFact part, String how) {
        return Finding.exposure(
                id(),
                part.name() + " " + how,
                "A running part of this house can be looked into or given orders.",
                part.described() + ": " + how);
    }
}
