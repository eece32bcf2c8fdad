package moltbot.guardian.observe.network;

import java.io.FileInputStream;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The networks of this network namespace from `/proc/net`. Four short texts; they are taken apart only where one of
/// them changed. For use by one thread.
final class ProcNetworks implements SurroundObserver.Source {
    private static final List<String> FILES = List.of("route", "ipv6_route", "if_inet6", "arp");

    private final byte[] buffer = new byte[256 << 10];
    private List<String> last = List.of();
    private ProcRoutes.@Nullable View view;

    @Override
    public ProcRoutes.View read() throws IOException {
        List<String> texts = new ArrayList<>();
        for (String name : FILES) {
            texts.add(text("/proc/net/" + name));
        }
        ProcRoutes.View known = view;
        if (known == null || !texts.equals(last)) {
            known = ProcRoutes.parse(
                    texts,
                    ByteOrder.nativeOrder(),
                    device -> Files.exists(Path.of("/sys/class/net", device, "bridge")));
            view = known;
            last = texts;
        }
        return known;
    }

    /// Empty where there is no such file: a kernel without IPv6, for one.
    private String text(String path) throws IOException {
        try (FileInputStream in = new FileInputStream(path)) {
            int length = in.readNBytes(buffer, 0, buffer.length);
            String text = new String(buffer, 0, length, StandardCharsets.ISO_8859_1);
            // What is longer is cut at a line: so many routes are a router's, and what comes first are our own.
            return length < buffer.length ? text : text.substring(0, text.lastIndexOf('\n') + 1);
        } catch (FileNotFoundException e) {
            if (Files.exists(Path.of(path))) {
                throw e;
            }
            return "";
        }
    }
}
