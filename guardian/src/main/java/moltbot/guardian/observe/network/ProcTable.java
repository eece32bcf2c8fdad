package moltbot.guardian.observe.network;

import java.io.BufferedReader;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.Reader;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Predicate;
import moltbot.contract.ContractException;
import moltbot.guardian.fact.Endpoint;
import moltbot.guardian.fact.IpAddress;

/// Reads `/proc/net/tcp`, `tcp6`, `udp` and `udp6`, which have the same columns (Linux
/// `Documentation/networking/proc_net_tcp.rst`).
final class ProcTable {
    static final int ESTABLISHED = 1;
    private static final Object READING = new Object();

    private ProcTable() {}

    /// One socket.
    record Row(Endpoint local, Endpoint remote, int state, long inode) {
        /// True where it takes from anybody.
        boolean unconnected() {
            return remote.port() == 0 && remote.address().isWildcard();
        }
    }

    /// Gives the rows of both files of a protocol one by one, for there may be very many of sockets that just ended.
    /// One reader at a time: the kernel walks its whole table for each.
    ///
    /// @param wanted  asked for each line before it is taken apart
    static void read(String protocol, Predicate<String> wanted, Consumer<Row> taker) throws IOException {
        synchronized (READING) {
            readBoth(protocol, wanted, taker);
        }
    }

    private static void readBoth(String protocol, Predicate<String> wanted, Consumer<Row> taker) throws IOException {
        for (String suffix : List.of("", "6")) {
            Path file = Path.of("/proc/net/" + protocol + suffix);
            if (Files.exists(file)) {
                try (Reader in = Files.newBufferedReader(file, StandardCharsets.ISO_8859_1)) {
                    parse(in, ByteOrder.nativeOrder(), wanted, taker);
                }
            } else if (suffix.isEmpty()) {
                throw new FileNotFoundException(file.toString());
            }
        }
    }

    /// What stands in the line of a connection to this port, and in hardly another.
    static String establishedTo(int port) {
        return String.format(":%04X %02X ", port, ESTABLISHED);
    }

    /// Line by line: no more than one is kept.
    static void parse(Reader text, ByteOrder order, Predicate<String> wanted, Consumer<Row> taker) throws IOException {
        try {
            BufferedReader lines = text instanceof BufferedReader buffered ? buffered : new BufferedReader(text);
            lines.readLine();
            String line;
            while ((line = lines.readLine()) != null) {
                if (wanted.test(line)) {
                    taker.accept(row(line.strip().split("\\s+"), order));
                }
            }
        } catch (IndexOutOfBoundsException | NumberFormatException e) {
            throw new ContractException(
                    ContractException.Code.MALFORMED, "The kernel's list of sockets is not as expected.", e);
        }
    }

    private static Row row(String[] fields, ByteOrder order) {
        return new Row(
                endpoint(fields[1], order),
                endpoint(fields[2], order),
                Integer.parseInt(fields[3], 16),
                Long.parseLong(fields[9]));
    }

    private static Endpoint endpoint(String text, ByteOrder order) {
        int colon = text.indexOf(':');
        if ((colon != 8 && colon != 32) || text.length() != colon + 5) {
            throw new NumberFormatException(text);
        }
        IpAddress address = colon == 8
                ? IpAddress.v4(word(text, 0, order))
                : new IpAddress(twoWords(text, 0, order), twoWords(text, 16, order));
        return new Endpoint(address, Integer.parseUnsignedInt(text, colon + 1, text.length(), 16));
    }

    private static long twoWords(String text, int at, ByteOrder order) {
        return Integer.toUnsignedLong(word(text, at, order)) << 32 | Integer.toUnsignedLong(word(text, at + 8, order));
    }

    private static int word(String text, int at, ByteOrder order) {
        int number = Integer.parseUnsignedInt(text, at, at + 8, 16);
        return order == ByteOrder.LITTLE_ENDIAN ? Integer.reverseBytes(number) : number;
    }
}
