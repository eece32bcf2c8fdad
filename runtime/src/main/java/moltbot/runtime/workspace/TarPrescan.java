package moltbot.runtime.workspace;

import java.io.IOException;
import java.io.InputStream;
import org.apache.commons.compress.archivers.tar.TarUtils;

/// Looks over an archive's headers before the library reads it: a header that only carries another's name or
/// attributes is read into memory whole, so a hostile one must be short.
final class TarPrescan {
    private static final int BLOCK_BYTES = 512;
    private static final int MAX_EXTENSION_BYTES = 16 << 10;
    private static final int SIZE_OFFSET = 124;
    private static final int SIZE_BYTES = 12;
    private static final int KIND_OFFSET = 156;

    private TarPrescan() {}

    static void check(InputStream in) throws IOException {
        byte[] header = new byte[BLOCK_BYTES];
        while (in.readNBytes(header, 0, BLOCK_BYTES) == BLOCK_BYTES && !isEmpty(header)) {
            long size = size(header);
            if (isExtension(header[KIND_OFFSET]) && size > MAX_EXTENSION_BYTES) {
                throw new IOException("A header is too long.");
            }
            in.skipNBytes((size + BLOCK_BYTES - 1) / BLOCK_BYTES * BLOCK_BYTES);
        }
    }

    private static long size(byte[] header) throws IOException {
        long size = TarUtils.parseOctalOrBinary(header, SIZE_OFFSET, SIZE_BYTES);
        if (size < 0) {
            throw new IOException("An entry has less than no bytes.");
        }
        return size;
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
