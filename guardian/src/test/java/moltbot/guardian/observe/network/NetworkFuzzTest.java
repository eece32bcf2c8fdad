package moltbot.guardian.observe.network;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.io.IOException;
import java.io.StringReader;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import moltbot.contract.ContractException;
import moltbot.guardian.fact.Endpoint;
import moltbot.guardian.fact.Observation;
import moltbot.guardian.observe.network.Uplink.Range;

/// What the guardian reads of the networks, of any bytes: what is there, or a refusal, and nothing left out.
final class NetworkFuzzTest {
    /// A line of `/proc/net/udp` as plainly as it can be told.
    private static final Pattern SOCKET = Pattern.compile(
            " *[0-9]+: ([0-9A-F]{8}|[0-9A-F]{32}):[0-9A-F]{4} ([0-9A-F]{8}|[0-9A-F]{32}):[0-9A-F]{4} [0-9A-F]{2}"
                    + " [0-9A-F]+:[0-9A-F]+ [0-9A-F]+:[0-9A-F]+ [0-9A-F]+ +[0-9]{1,9} +[0-9]+ [0-9]{1,9}( .*)?");

    /// A default route of IPv4 by a gateway, as plainly.
    private static final Pattern EVERYWHERE = Pattern.compile("([a-z0-9]{1,15})\\t00000000\\t0[0-9A-F]{6}[1-9A-F]\\t"
            + "[0-9A-F]{4}(\\t[0-9]{1,4}){3}\\t00000000(\\t[0-9]{1,4}){3} *");

    /// Stands between the four files.
    private static final String BETWEEN = "\u0001";

    @FuzzTest
    void readsTheKernelsTableOfDatagramsOrRefuses(byte[] bytes) throws IOException {
        String text = text(bytes);
        List<ProcTable.Row> rows = new ArrayList<>();
        try {
            ProcTable.parse(new StringReader(text), ByteOrder.LITTLE_ENDIAN, _ -> true, rows::add);
        } catch (ContractException e) {
            require(e);
            return;
        }
        rows.forEach(row -> {
            plausible(row.local());
            plausible(row.remote());
        });
        List<String> lines = text.lines().skip(1).toList();
        if (lines.stream().allMatch(line -> SOCKET.matcher(line).matches()) && rows.size() != lines.size()) {
            throw new AssertionError(lines.size() + " sockets, and " + rows.size() + " are seen.");
        }
    }

    @FuzzTest
    void readsTheKernelsRoutesOrRefuses(byte[] bytes) {
        List<String> files = new ArrayList<>(Arrays.asList(text(bytes).split(BETWEEN, 4)));
        while (files.size() < 4) {
            files.add("");
        }
        ProcRoutes.View view;
        try {
            view = ProcRoutes.parse(files, ByteOrder.LITTLE_ENDIAN, device -> device.startsWith("br"));
        } catch (ContractException e) {
            require(e);
            return;
        }
        view.uplinks().forEach(uplink -> uplink.ranges().forEach(NetworkFuzzTest::plausible));
        files.getFirst().lines().skip(1).forEach(line -> {
            var route = EVERYWHERE.matcher(line);
            if (route.matches()
                    && !route.group(1).equals("lo")
                    && view.uplinks().stream().noneMatch(one -> one.device().equals(route.group(1)))) {
                throw new AssertionError("A way to everywhere is not seen: " + route.group(1));
            }
        });
    }

    @FuzzTest
    void readsWhatAMacsNetstatAndIfconfigPrintOrRefuses(byte[] bytes) {
        String[] both = text(bytes).split(BETWEEN, 2);
        try {
            MacNetworks.parse(both[0], both.length > 1 ? both[1] : "")
                    .uplinks()
                    .forEach(uplink -> uplink.ranges().forEach(NetworkFuzzTest::plausible));
        } catch (ContractException e) {
            require(e);
        }
    }

    @FuzzTest
    void readsWhatAMacsLsofPrintsOrSaysThatItCannot(byte[] bytes) {
        if (new MacPrograms(_ -> text(bytes)).datagrams(_ -> true) instanceof Observation.Seen<?>(Object seen)) {
            ((moltbot.guardian.fact.network.Datagrams) seen).open().forEach(one -> plausible(one.endpoint()));
        }
    }

    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.ISO_8859_1);
    }

    private static void require(ContractException e) {
        if (e.code() != ContractException.Code.MALFORMED) {
            throw new AssertionError("What cannot be read is malformed.", e);
        }
    }

    private static void plausible(Endpoint endpoint) {
        if (endpoint.port() < 0 || endpoint.port() > 0xffff) {
            throw new AssertionError("There is no port " + endpoint.port());
        }
    }

    private static void plausible(Range range) {
        if (range.bits() < 0 || range.bits() > 128 || !range.contains(range.base())) {
            throw new AssertionError("There is no range " + range);
        }
    }
}
