package moltbot.guardian.observe.network;

import java.util.Arrays;
import moltbot.guardian.fact.Endpoint;

/// The other ends of a panel's connections, each in eight bytes: there may be tens of thousands that just ended, and
/// several are looked at together. One of IPv4 is told apart exactly, one of IPv6 as well as by a hash.
final class Ends {
    static final Ends NONE = new Ends();
    private static final long MIX = 0x9E3779B97F4A7C15L;

    private long[] keys = new long[16];
    private int count;
    private boolean sorted = true;

    void add(Endpoint end) {
        if (count == keys.length) {
            keys = Arrays.copyOf(keys, 2 * count);
        }
        long high = end.address().high();
        long low = end.address().low();
        keys[count++] = (low << 16 | end.port()) ^ (high + (low >>> 48)) * MIX;
        sorted = false;
    }

    /// How many of these are not among those of before.
    int since(Ends before) {
        sort();
        before.sort();
        int since = 0;
        for (int i = 0; i < count; i++) {
            boolean again = i > 0 && keys[i] == keys[i - 1];
            if (!again && Arrays.binarySearch(before.keys, 0, before.count, keys[i]) < 0) {
                since++;
            }
        }
        return since;
    }

    private void sort() {
        if (!sorted) {
            Arrays.sort(keys, 0, count);
            sorted = true;
        }
    }
}
