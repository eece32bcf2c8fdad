package moltbot.runtime.link;

import java.util.Arrays;
import moltbot.contract.ContractException;
import moltbot.contract.json.JsonObject;
import moltbot.contract.link.LinkCall;
import moltbot.contract.link.LinkClient;
import moltbot.runtime.held.Program;
import moltbot.runtime.mcp.RemoteHolder;

/// Servers of tools elsewhere, behind the gateway's link.
public final class LinkRemote implements RemoteHolder {
    private static final int PIECE = 64 << 10;

    private final LinkClient gateway;

    public LinkRemote(LinkClient gateway) {
        this.gateway = gateway;
    }

    @Override
    public Program open(String server, String grant) {
        LinkCall call = gateway.open(
                "mcp.open",
                JsonObject.with("server", server).with("grant", grant).build());
        boolean begun = false;
        try {
            call.reply();
            begun = true;
            return new RemoteProgram(call);
        } finally {
            if (!begun) {
                call.close();
            }
        }
    }

    private record RemoteProgram(LinkCall call) implements Program {
        @Override
        public boolean write(byte[] bytes) {
            try {
                for (int from = 0; from < bytes.length; from += PIECE) {
                    call.send(Arrays.copyOfRange(bytes, from, Math.min(bytes.length, from + PIECE)));
                }
                return true;
            } catch (ContractException e) {
                System.getLogger("mcp").log(System.Logger.Level.DEBUG, "A server elsewhere hears nothing any more.", e);
                return false;
            }
        }

        @Override
        public Word next() {
            try {
                byte[] frame = call.next();
                return frame == null ? new Word.Over("") : new Word.Output(frame);
            } catch (ContractException e) {
                return new Word.Over(
                        e.code() == ContractException.Code.REFUSED
                                ? String.valueOf(e.getMessage())
                                : "The connection was lost.");
            }
        }

        @Override
        public void close() {
            call.close();
        }
    }
}
