package moltbot.guardian.fact.host;

import java.util.List;

/// One of our processes.
///
/// @param name         compartment, or `supervisor`
/// @param uid          its effective user
/// @param effective    its effective capabilities, as the kernel writes them (CapEff)
/// @param noNewPrivs   what it starts can gain no rights
/// @param filtered     a system call filter is in force
/// @param arguments    its command line
/// @param environment  `NAME=value`; empty where it may not be read
/// @param attached     a file through which a debugger enters a JVM, or empty
public record PartFact(
        String name,
        long pid,
        long uid,
        long effective,
        boolean noNewPrivs,
        boolean filtered,
        List<String> arguments,
        List<String> environment,
        String attached) {
    public PartFact {
        arguments = List.copyOf(arguments);
        environment = List.copyOf(environment);
    }

    public String described() {
        return name + " (process " + pid + ")";
    }
}
