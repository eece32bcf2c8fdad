package moltbot.contract.link;

import moltbot.contract.ContractException;

/// One frame on the wire: four bytes of payload length (big-endian), one byte of type, the payload.
record Frame(Type type, byte[] payload) {
    static final int HEADER_BYTES = 5;

    /// What a frame is, with its code on the wire.
    enum Type {
        /// Server: its nonce.
        HELLO(0),
        /// Client: peer name, nonce and proof.
        PROOF(1),
        /// Server: its own proof.
        WELCOME(2),
        /// Client: operation and head.
        REQUEST(3),
        /// Either side: a piece of a body; its bounds are kept.
        BODY(4),
        /// Either side: the body is complete.
        END(5),
        /// Server: head of the reply.
        REPLY(6),
        /// Server: the exchange failed, in place of REPLY or END.
        ERROR(7);

        private final byte code;

        Type(int code) {
            this.code = (byte) code;
        }

        byte code() {
            return code;
        }
    }

    private static final Type[] TYPES = Type.values();

    static Type type(byte code) {
        for (Type type : TYPES) {
            if (type.code == code) {
                return type;
            }
        }
        throw ContractException.malformed("A frame is of an unknown type.");
    }
}
