package moltbot.guardian.judge;

import java.util.LinkedHashMap;
import java.util.Map;
import moltbot.guardian.judge.Finding.Action;

/// Every check there is, in one place: its stable id, what it is called, how grave it is, and what usually follows. A
/// rule whose id is not here cannot run. `docs/operations/checks.md` has a section for each.
public final class Catalogue {
    /// How grave a finding is.
    public enum Severity {
        /// Somebody else gets in, or could.
        CRITICAL,
        /// A wall is missing, others still stand.
        HIGH,
        /// Worth knowing.
        LOW
    }

    /// One check.
    ///
    /// @param action      what usually follows; a single finding of it may say otherwise
    /// @param bypassable  where the owner may let it pass for a while: never what shows that strangers get in, nor
    ///                    what the guard itself rests on
    public record Entry(String id, String title, Severity severity, Action action, boolean bypassable) {}

    /// Id, severity, action, whether it may be bypassed, title.
    private static final String TABLE = """
            L1 CRITICAL EXPOSURE never Only declared addresses listen
            L2 CRITICAL EXPOSURE never Nothing of this house listens on every address
            L3 LOW WARN may No part of this house listens for datagrams
            L4 CRITICAL EXPOSURE never The panel's address is the panel's
            L5 CRITICAL EXPOSURE never Only the breaker can be reached at all
            L6 CRITICAL EXPOSURE never The links are for this house alone
            L7 CRITICAL EXPOSURE never Nobody carries strangers to the panel
            N1 HIGH TRIP may The machine stays in the networks it was in
            N2 CRITICAL EXPOSURE may No way in by a global IPv6 address
            N3 HIGH TRIP may This machine forwards nothing to itself
            N4 LOW WARN may A firewall is up
            N5 CRITICAL EXPOSURE may No router forwards a port to the panel (UPnP)
            N6 LOW WARN may The router maps no ports on request (NAT-PMP, PCP)
            N7 HIGH TRIP may No tunnel leads here
            N8 CRITICAL EXPOSURE may No Tailscale Funnel or Serve publishes the panel
            N9 HIGH TRIP may Nobody announces this house in the network
            D1 CRITICAL EXPOSURE may No container publishes the panel to everybody
            D2 HIGH TRIP may Docker keeps what is published on loopback there
            D3 CRITICAL EXPOSURE may No container holds Docker's socket
            D4 CRITICAL EXPOSURE may Docker takes no orders over the network
            D5 CRITICAL EXPOSURE may No container is as good as the host
            D6 HIGH TRIP may A proxy before Docker's socket lets only little through
            D7 LOW WARN may Docker and runc have no known ways out
            P1 HIGH TRIP may No proxy leads here unprotected
            P2 HIGH TRIP may No proxy believes everybody's headers
            P3 CRITICAL EXPOSURE may No proxy takes orders from the network
            H1 CRITICAL EXPOSURE never Strangers get nothing but the way to sign in
            H2 CRITICAL EXPOSURE never Signing in is asked for, and wrong is refused
            H3 CRITICAL EXPOSURE never Forwarded headers change nothing
            H4 CRITICAL EXPOSURE never Other names than ours are refused
            H5 CRITICAL EXPOSURE never Other sites can send nothing in the owner's name
            H6 CRITICAL EXPOSURE never WebSockets open for nobody but the owner
            H7 HIGH TRIP never Crooked paths and requests are refused
            H8 HIGH TRIP may Too many requests are refused
            H9 LOW WARN may Nothing tells what this is
            H10 CRITICAL EXPOSURE may Nothing readable leaves this machine
            T1 HIGH TRIP may The certificate is good
            S1 HIGH HOLD may No secret is a default, short, or used twice
            S2 HIGH TRIP may Data is for its owner alone
            S3 LOW WARN may Data lies where nobody copies it away
            S4 HIGH TRIP may No secret lies in the open
            R1 HIGH TRIP may Every compartment is walled in
            R2 HIGH TRIP may The programs are the ones that were started
            R3 CRITICAL EXPOSURE never Nobody can look into or command a running part
            B1 CRITICAL EXPOSURE never A sandbox reaches no network and no socket
            B2 CRITICAL EXPOSURE never A sandbox sees nothing of this machine
            B3 HIGH HOLD may Whoever writes in from outside cannot run commands
            U1 CRITICAL EXPOSURE never The guarded panel takes no connections around the guard
            G1 HIGH TRIP never The guard itself is whole
            """;

    private static final Map<String, Entry> ENTRIES = entries();

    private Catalogue() {}

    private static Map<String, Entry> entries() {
        Map<String, Entry> entries = new LinkedHashMap<>();
        for (String line : TABLE.split("\n", -1)) {
            if (!line.isBlank()) {
                String[] words = line.split(" ", 5);
                Severity severity = Severity.valueOf(words[1]);
                Action action = Action.valueOf(words[2]);
                entries.put(words[0], new Entry(words[0], words[4], severity, action, words[3].equals("may")));
            }
        }
        return entries;
    }

    public static boolean has(String id) {
        return ENTRIES.containsKey(id);
    }

    /// The check of this id; there must be one.
    public static Entry of(String id) {
        Entry entry = ENTRIES.get(id);
        if (entry == null) {
            throw new IllegalArgumentException("The check " + id + " is not in the catalogue.");
        }
        return entry;
    }

    /// All ids, in the order people are shown them.
    public static Iterable<String> ids() {
        return ENTRIES.keySet();
    }
}
