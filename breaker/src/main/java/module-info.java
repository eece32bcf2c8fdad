/// The edge: the one compartment with a TCP listener, and without keys, chats or the agent.
module moltbot.breaker {
    requires moltbot.contract;
    // HTTP/1.1 on NIO
    requires io.netty.buffer;
    requires io.netty.codec;
    requires io.netty.codec.http;
    // HTTP/2 on TLS
    requires io.netty.codec.http2;
    requires io.netty.common;
    requires io.netty.handler;
    requires io.netty.transport;
    // argon2id, the local authority, and the device that the guard is to OpenClaw
    requires org.bouncycastle.provider;
    // passkeys
    requires com.webauthn4j.core;
    // the authenticator app's picture
    requires io.nayuki.qrcodegen;
}
