package moltbot.guardian.observe.network;

import java.io.IOException;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import moltbot.contract.ContractException;
import moltbot.guardian.fact.IpAddress;
import moltbot.guardian.fact.IpAddress.Scope;
import moltbot.guardian.observe.network.Uplink.Range;

/// The networks of a Mac, from what `netstat -rn` and `ifconfig` print. The list of routes holds neighbours too, so a
/// gateway's hardware address stands beside its own. For use by one thread.
final class MacNetworks implements SurroundObserver.Source {
    static final List<String> ROUTES = List.of("/usr/sbin/netstat", "-rn");
    static final List<String> ADDRESSES = List.of("/sbin/ifconfig", "-a");

    private final NetworkObservers.Printed printed;

    MacNetworks(NetworkObservers.Printed printed) {
        this.printed = printed;
    }

    @Override
    public ProcRoutes.View read() throws IOException {
        return parse(printed.by(ROUTES), printed.by(ADDRESSES));
    }

    static ProcRoutes.View parse(String routes, String addresses) {
        try {
            return view(routes, addresses);
        } catch (IndexOutOfBoundsException | NumberFormatException e) {
            throw new ContractException(ContractException.Code.MALFORMED, "What netstat prints is not as expected.", e);
        }
    }

    private static ProcRoutes.View view(String routes, String addresses) {
        List<String[]> rows = rows(routes);
        Map<String, String> hardware = new HashMap<>();
        for (String[] row : rows) {
            if (row[1].matches("([0-9a-f]{1,2}:){5}[0-9a-f]{1,2}")) {
                hardware.put(row[0] + " " + row[3], row[1]);
            }
        }
        Map<String, Map<IpAddress, String>> gateways = new HashMap<>();
        Map<String, Set<Range>> ranges = new LinkedHashMap<>();
        for (String[] row : rows) {
            if (row[0].equals("default")) {
                gateway(row, hardware, gateways, ranges);
            } else if (row[1].startsWith("link#") && !row[2].contains("H")) {
                range(row[0])
                        .ifPresent(range -> ranges.computeIfAbsent(row[3], _ -> new LinkedHashSet<>())
                                .add(range));
            }
        }
        List<Uplink> uplinks = new ArrayList<>();
        ranges.forEach((device, of) -> {
            boolean inner = device.matches("(lo|bridge|vmenet|awdl|llw|anpi|ap)[0-9].*");
            if (!inner || gateways.containsKey(device)) {
                uplinks.add(new Uplink(device, gateways.getOrDefault(device, Map.of()), List.copyOf(of)));
            }
        });
        return new ProcRoutes.View(uplinks, globals(addresses));
    }

    /// Lines of four or more columns below a header, for both families.
    private static List<String[]> rows(String text) {
        List<String[]> rows = new ArrayList<>();
        boolean table = false;
        for (String line : text.split("\n", -1)) {
            String[] fields = line.strip().split("\\s+", -1);
            if (line.startsWith("Destination")) {
                table = true;
            } else if (table && fields.length >= 4) {
                rows.add(fields);
            }
        }
        if (!table) {
            throw ContractException.malformed("What netstat prints is not as expected.");
        }
        return rows;
    }

    private static void gateway(
            String[] row,
            Map<String, String> hardware,
            Map<String, Map<IpAddress, String>> gateways,
            Map<String, Set<Range>> ranges) {
        String device = row[3];
        ranges.computeIfAbsent(device, _ -> new LinkedHashSet<>());
        Map<IpAddress, String> of = gateways.computeIfAbsent(device, _ -> new HashMap<>());
        if (row[1].startsWith("link#")) {
            of.put(IpAddress.ANY_V4, "the line " + device);
            return;
        }
        boolean v6 = row[1].contains(":");
        IpAddress address = address(row[1]);
        String known = hardware.get(row[1] + " " + device);
        if (known != null) {
            of.put(address, known);
        } else if (v6 && of.isEmpty() && !device.startsWith("utun")) {
            of.put(address, row[1]);
        }
    }

    /// `192.168.1`, `10.8.0/24`, `172.16/12` or `2001:db8::/64`.
    private static java.util.Optional<Range> range(String text) {
        int slash = text.indexOf('/');
        String base = slash < 0 ? text : text.substring(0, slash);
        boolean v6 = base.contains(":");
        int octets = base.split("\\.", -1).length;
        String full = v6 ? base : base + ".0".repeat(Math.max(0, 4 - octets));
        int bits = slash < 0 ? octets * 8 : Integer.parseInt(text.substring(slash + 1));
        IpAddress address = address(full);
        boolean counts = address.scope() == Scope.PRIVATE || address.scope() == Scope.GLOBAL;
        boolean group = !v6 && Integer.parseInt(full.substring(0, full.indexOf('.'))) >= 224;
        return counts && !group && !base.startsWith("ff")
                ? java.util.Optional.of(Range.around(address, v6 ? bits : bits + 96))
                : java.util.Optional.empty();
    }

    private static List<IpAddress> globals(String text) {
        List<IpAddress> globals = new ArrayList<>();
        for (String line : text.split("\n", -1)) {
            String[] fields = line.strip().split("\\s+", -1);
            if (fields[0].equals("inet6") && fields.length > 1) {
                IpAddress address = address(fields[1]);
                if (address.scope() == Scope.GLOBAL) {
                    globals.add(address);
                }
            }
        }
        return globals;
    }

    private static IpAddress address(String text) {
        int zone = text.indexOf('%');
        try {
            return IpAddress.of(InetAddress.ofLiteral(zone < 0 ? text : text.substring(0, zone)));
        } catch (IllegalArgumentException e) {
            throw new ContractException(
                    ContractException.Code.MALFORMED, "An address that the system prints is not one.", e);
        }
    }
}
