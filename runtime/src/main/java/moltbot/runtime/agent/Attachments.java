package moltbot.runtime.agent;

import java.util.Optional;

/// The images and documents of one conversation.
@FunctionalInterface
public interface Attachments {
    /// The bytes of one; empty where this conversation has none of that name.
    Optional<byte[]> read(String sha256);
}
