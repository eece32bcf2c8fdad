package moltbot.guardian.observe;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import moltbot.contract.ContractException;
import moltbot.guardian.fact.Listener;

/// What the guardian reads of the system, of any bytes: listeners, or a refusal, and never one left out.
final class ObserveFuzzTest {
    /// A line of `/proc/net/tcp` as plainly as it can be told.
    private static final Pattern LINE =
            Pattern.compile(" *[0-9]+: ([0-9A-F]{8}|[0-9A-F]{32}):([0-9A-F]{4}) [0-9A-F]+:[0-9A-F]+ ([0-9A-F]{2})"
                    + " [0-9A-F]+:[0-9A-F]+ [0-9A-F]+:[0-9A-F]+ [0-9A-F]+ +([0-9]{1,9}) +[0-9]+ ([0-9]{1,9}) .*");

    @FuzzTest
    void readsTheKernelsTableOrRefuses(byte[] text) {
        List<Listener> found = new ArrayList<>();
        try {
            ProcTcp.parse(text, text.length, ByteOrder.LITTLE_ENDIAN, found);
        } catch (ContractException e) {
            return;
        }
        plausible(found);
        // A line ends as the kernel ends it, and by nothing else that Java takes for an end.
        List<String> lines = Pattern.compile("\n")
                .splitAsStream(new String(text, StandardCharsets.ISO_8859_1))
                .skip(1)
                .toList();
        if (lines.stream().allMatch(line -> LINE.matcher(line).matches())) {
            long listening = lines.stream()
                    .filter(line -> LINE.matcher(line).replaceFirst("$3").equals("0A"))
                    .count();
            if (listening != found.size()) {
                throw new AssertionError(listening + " listen, and " + found.size() + " are seen.");
            }
        }
    }

    @FuzzTest
    void readsTheKernelsMessagesOrRefuses(byte[] bytes) {
        List<Listener> found = new ArrayList<>();
        try {
            SockDiag.messages(MemorySegment.ofArray(bytes), 7, found);
        } catch (IOException e) {
            return;
        }
        plausible(found);
        if (found.size() > bytes.length / 88) {
            throw new AssertionError("More listeners than there is room for.");
        }
    }

    @FuzzTest
    void readsWhatLsofPrintsOrRefuses(byte[] bytes) {
        String text = new String(bytes, StandardCharsets.UTF_8);
        try {
            List<Listener> found = Lsof.parse(text);
            plausible(found);
            if (found.size()
                    != Stream.of(text.split("\n", -1))
                            .filter(line -> line.startsWith("n"))
                            .count()) {
                throw new AssertionError("One was left out.");
            }
        } catch (ContractException e) {
            require(e);
        }
    }

    @FuzzTest
    void readsWhatNetstatPrintsOrRefuses(byte[] bytes) {
        try {
            plausible(Netstat.parse(new String(bytes, StandardCharsets.UTF_8)));
        } catch (ContractException e) {
            require(e);
        }
    }

    private static void require(ContractException e) {
        if (e.code() != ContractException.Code.MALFORMED) {
            throw new AssertionError("What cannot be read is malformed.", e);
        }
    }

    private static void plausible(List<Listener> found) {
        for (Listener listener : found) {
            int port = listener.endpoint().port();
            if (port < 0 || port > 0xffff) {
                throw new AssertionError("There is no port " + port);
            }
        }
    }
}
