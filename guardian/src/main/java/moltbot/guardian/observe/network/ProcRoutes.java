package moltbot.guardian.observe.network;

import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import moltbot.contract.ContractException;
import moltbot.guardian.fact.IpAddress;
import moltbot.guardian.fact.IpAddress.Scope;
import moltbot.guardian.observe.network.Uplink.Range;

/// Reads what Linux tells of this machine's networks: `/proc/net/route`, `ipv6_route`, `if_inet6` and `arp`
/// (net/ipv4/fib_trie.c, net/ipv6/route.c, net/ipv6/addrconf.c, net/ipv4/arp.c). Bridges count only where a default
/// route leads over one: containers come and go behind the others.
final class ProcRoutes {
    private static final int MAX_LINES = 20_000;

    private final Map<String, Set<Range>> ranges = new LinkedHashMap<>();
    private final Map<String, Map<IpAddress, String>> gateways = new HashMap<>();
    private final Set<String> toEverywhere = new LinkedHashSet<>();
    private final List<IpAddress> globals = new ArrayList<>();
    private final Map<String, String> hardware = new HashMap<>();
    private final ByteOrder order;

    /// @param uplinks  interfaces behind which other machines are
    /// @param global6  IPv6 addresses of the whole internet
    record View(List<Uplink> uplinks, List<IpAddress> global6) {}

    private ProcRoutes(ByteOrder order) {
        this.order = order;
    }

    /// @param files  the texts of the four files in the order of above; empty where this kernel has none
    static View parse(List<String> files, ByteOrder order, Predicate<String> bridge) {
        ProcRoutes routes = new ProcRoutes(order);
        try {
            lines(files.get(3), 1).forEach(routes::neighbour);
            lines(files.get(0), 1).forEach(routes::route);
            lines(files.get(2), 0).forEach(routes::address6);
            lines(files.get(1), 0).forEach(routes::route6);
        } catch (IndexOutOfBoundsException | NumberFormatException e) {
            throw new ContractException(
                    ContractException.Code.MALFORMED, "The kernel's list of routes is not as expected.", e);
        }
        return routes.view(bridge);
    }

    private static List<String[]> lines(String text, int skip) {
        return text.lines()
                .skip(skip)
                .filter(line -> !line.isBlank())
                .limit(MAX_LINES)
                .map(line -> line.strip().split("\\s+"))
                .toList();
    }

    private void neighbour(String[] fields) {
        boolean complete = (Integer.decode(fields[2]) & 2) != 0;
        if (complete) {
            hardware.put(fields[0] + " " + fields[5], fields[3]);
        }
    }

    private void route(String[] fields) {
        String device = fields[0];
        IpAddress gateway = v4(fields[2]);
        int mask = Integer.parseUnsignedInt(fields[7], 16);
        if (!gateway.equals(IpAddress.ANY_V4)) {
            if (mask == 0) {
                toEverywhere.add(device);
                String known = hardware.get(gateway + " " + device);
                Map<IpAddress, String> of = gateways.computeIfAbsent(device, _ -> new HashMap<>());
                if (known != null) {
                    of.put(gateway, known);
                }
            }
        } else if (mask == 0) {
            toEverywhere.add(device);
            gateways.computeIfAbsent(device, _ -> new HashMap<>()).put(IpAddress.ANY_V4, "the line " + device);
        } else {
            range(device, v4(fields[1]), 96 + Integer.bitCount(mask));
        }
    }

    /// A word of an IPv4 address, printed as one number of the machine's own byte order.
    private IpAddress v4(String hex) {
        int bits = Integer.parseUnsignedInt(hex, 16);
        return IpAddress.v4(order == ByteOrder.LITTLE_ENDIAN ? Integer.reverseBytes(bits) : bits);
    }

    private static IpAddress v6(String hex) {
        return new IpAddress(Long.parseUnsignedLong(hex, 0, 16, 16), Long.parseUnsignedLong(hex, 16, 32, 16));
    }

    private void address6(String[] fields) {
        IpAddress address = v6(fields[0]);
        Scope scope = address.scope();
        if (scope == Scope.GLOBAL) {
            globals.add(address);
        }
        if (scope == Scope.GLOBAL || scope == Scope.PRIVATE) {
            range(fields[5], address, Integer.parseInt(fields[2], 16));
        }
    }

    private void route6(String[] fields) {
        String device = fields[9];
        boolean everywhere = fields[1].equals("00") && !device.equals("lo");
        IpAddress next = v6(fields[4]);
        if (everywhere && !next.equals(IpAddress.ANY_V6)) {
            toEverywhere.add(device);
            // An IPv4 gateway says more: it has a hardware address.
            if (!gateways.containsKey(device)) {
                gateways.put(device, new HashMap<>(Map.of(next, next + " on " + device)));
            }
        }
    }

    private void range(String device, IpAddress address, int bits) {
        ranges.computeIfAbsent(device, _ -> new LinkedHashSet<>()).add(Range.around(address, bits));
    }

    private View view(Predicate<String> bridge) {
        List<Uplink> uplinks = new ArrayList<>();
        Set<String> devices = new LinkedHashSet<>(ranges.keySet());
        devices.addAll(toEverywhere);
        for (String device : devices) {
            boolean loopback = device.equals("lo");
            if (!loopback && (toEverywhere.contains(device) || !bridge.test(device))) {
                uplinks.add(new Uplink(
                        device,
                        gateways.getOrDefault(device, Map.of()),
                        List.copyOf(ranges.getOrDefault(device, Set.of()))));
            }
        }
        return new View(uplinks, List.copyOf(globals));
    }
}
