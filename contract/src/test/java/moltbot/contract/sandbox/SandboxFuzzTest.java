package moltbot.contract.sandbox;

import com.code_intelligence.jazzer.junit.FuzzTest;
import moltbot.contract.ContractException;
import moltbot.contract.json.JsonObject;

final class SandboxFuzzTest {
    @FuzzTest
    void readsASpecificationOfTheSameDigestOrRefuses(byte[] bytes) {
        SandboxSpec spec;
        try {
            spec = SandboxSpec.fromJson(JsonObject.parse(bytes));
        } catch (ContractException e) {
            return;
        }
        if (!SandboxSpec.fromJson(spec.toJson()).digest().equals(spec.digest())) {
            throw new AssertionError("A task changed on its way: " + spec.toJson());
        }
    }

    @FuzzTest
    void decodesAFrameOrRefuses(byte[] bytes) {
        try {
            SandboxFrame frame = SandboxFrame.decode(bytes);
            if (frame.kind() == SandboxFrame.Kind.TAKEN && frame.taken() < 0) {
                throw ContractException.malformed("Read to the end.");
            }
            if (frame.kind() == SandboxFrame.Kind.RESULT && frame.result().exitCode() == Integer.MIN_VALUE) {
                throw ContractException.malformed("Read to the end.");
            }
        } catch (ContractException e) {
            if (e.code() == ContractException.Code.REFUSED) {
                throw e;
            }
        }
    }
}
