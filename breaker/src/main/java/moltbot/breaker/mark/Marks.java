package moltbot.breaker.mark;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import moltbot.contract.ContractException;

/// Random words that the guardian has sent to other programs' listeners. One that arrives here shows that such a
/// program carries strangers to us. Noticing one changes nothing about the answer, so nobody outside learns anything by
/// it, and without an expected mark nothing is looked at. Safe for use by several threads.
public final class Marks {
    static final int MOST = 64;
    private static final Pattern SHAPE = Pattern.compile("[0-9a-f]{32}");

    private final Map<String, Runnable> expected = new ConcurrentHashMap<>();

    /// From now on runs `seen` for each request that carries `mark`, on that request's thread: be brief.
    public void expect(String mark, Runnable seen) {
        if (!SHAPE.matcher(mark).matches()) {
            throw ContractException.malformed("A mark has 32 hexadecimal digits.");
        }
        if (expected.size() >= MOST) {
            throw ContractException.refused("busy", "Too many marks are waited for.");
        }
        expected.put(mark, seen);
    }

    /// Whoever waits no longer: where somebody else began to wait for the same mark meanwhile, they wait on.
    ///
    /// @param seen  as it was given to [#expect]
    public void forget(String mark, Runnable seen) {
        expected.remove(mark, seen);
    }

    /// Looks at the head of a request, wherever in it a mark may have been put by what carried it here.
    public void look(String target, Map<String, List<String>> headers) {
        if (expected.isEmpty()) {
            return;
        }
        expected.forEach((mark, seen) -> {
            if (target.contains(mark) || carried(headers, mark)) {
                seen.run();
            }
        });
    }

    private static boolean carried(Map<String, List<String>> headers, String mark) {
        for (List<String> values : headers.values()) {
            for (String value : values) {
                if (value.contains(mark)) {
                    return true;
                }
            }
        }
        return false;
    }
}
