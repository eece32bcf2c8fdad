package moltbot.contract.link;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.util.Map;
import moltbot.contract.ContractException;

final class FrameFuzzTest {
    @FuzzTest
    void readsFramesOrRefuses(byte[] bytes) {
        FrameChannel frames = new FrameChannel(new Wire(bytes, 7), 1_000);
        try {
            while (frames.read() != null) {
                continue;
            }
        } catch (ContractException e) {
            require(e);
        }
    }

    @FuzzTest
    void shakesHandsOrRefuses(byte[] bytes) {
        try {
            Handshake.accept(
                    new FrameChannel(new Wire(bytes), 1_000), Map.of("control", TestLink.capability("control")));
            throw new AssertionError("A stranger was let in.");
        } catch (ContractException e) {
            require(e);
        }
    }

    private static void require(ContractException e) {
        if (e.code() == ContractException.Code.REFUSED) {
            throw new AssertionError("The frame layer does not refuse in another's name.", e);
        }
    }
}
