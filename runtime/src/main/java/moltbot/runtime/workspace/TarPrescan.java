package moltbot.runtime.workspace;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import org.apache.commons.compress.archivers.tar.TarUtils;

/// Looks over an archive's headers before the library reads it: a header that only carries another's name or
/// attributes is read into memory whole, so a hostile one must be short. Both must also see the same headers: an
/// extension may give an entry another size than its own header does, and then hide a header in what this takes for
/// content. No archive of ours has one, so none is taken.
final class TarPrescan {
    private static final int BLOCK_BYTES = 512;
    private static final int MAX_EXTENSION_BYTES = 16 << 10;
    private static final int MAX_EXTENSIONS_IN_A_ROW = 4;
    private static final int SIZE_OFFSET = 124;
    private static final int SIZE_BYTES = 12;
    private static final int KIND_OFFSET = 156;

    private TarPrescan() {}

    static void check(InputStream in) throws IOException {
        byte[] header = new byte[BLOCK_BYTES];
        int inARow = 0;
        while (in.readNBytes(header, 0, BLOCK_BYTES) == BLOCK_BYTES && !isEmpty(header)) {
            long size = size(header);
            long blocks = (size + BLOCK_BYTES - 1) / BLOCK_BYTES * BLOCK_BYTES;
            byte kind = header[KIND_OFFSET];
            inARow = isExtension(kind) ? inARow + 1 : 0;
            if (kind == 'S') {
                // Old GNU sparse files have more headers after this one, which a size does not count.
                throw new IOException("A file has holes.");
            } else if (inARow > MAX_EXTENSIONS_IN_A_ROW) {
                // The library calls itself for each.
                throw new IOException("An entry has too many headers.");
            } else if (inARow == 0) {
                in.skipNBytes(blocks);
            } else if (size > MAX_EXTENSION_BYTES) {
                throw new IOException("A header is too long.");
            } else if (changesSizes(in.readNBytes((int) blocks))) {
                throw new IOException("A header changes the size of another.");
            }
        }
    }

    private static long size(byte[] header) throws IOException {
        long size = TarUtils.parseOctalOrBinary(header, SIZE_OFFSET, SIZE_BYTES);
        if (size < 0) {
            throw new IOException("An entry has less than no bytes.");
        }
        return size;
    }

    /// Looks for the two words wherever they are: what only resembles them is no loss.
    private static boolean changesSizes(byte[] extension) {
        String text = new String(extension, StandardCharsets.ISO_8859_1);
        return text.contains(" size=") || text.contains("GNU.sparse");
    }

    private static boolean isExtension(byte kind) {
        return kind == 'x' || kind == 'X' || kind == 'g' || kind == 'L' || kind == 'K';
    }

    private static boolean isEmpty(byte[] header) {
        for (byte b : header) {
            if (b != 0) {
                return false;
            }
        }
        return true;
    }
}
