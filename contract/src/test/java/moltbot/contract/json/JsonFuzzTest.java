package moltbot.contract.json;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.nio.charset.StandardCharsets;
import moltbot.contract.ContractException;

final class JsonFuzzTest {
    @FuzzTest
    void readsAValueThatWritesTheSameOrRefuses(byte[] bytes) {
        JsonValue value;
        try {
            value = JsonReader.value(bytes);
        } catch (ContractException e) {
            if (e.code() == ContractException.Code.MALFORMED || e.code() == ContractException.Code.TOO_LARGE) {
                return;
            }
            throw e;
        }
        if (!JsonReader.value(value.toString().getBytes(StandardCharsets.UTF_8)).equals(value)) {
            throw new AssertionError("A value changed on its way: " + value);
        }
    }
}
