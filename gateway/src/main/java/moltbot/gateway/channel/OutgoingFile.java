package moltbot.gateway.channel;

import java.util.Optional;
import moltbot.contract.model.Attachment;

/// A file to send.
///
/// @param name   what it is called, plain
/// @param bytes  all of it; not to be changed
public record OutgoingFile(String name, byte[] bytes) {
    /// What kind it is, by how it begins.
    public String mediaType() {
        return image().orElse("application/octet-stream");
    }

    /// What kind of image it is; empty where it is none that everybody can look at.
    public Optional<String> image() {
        return Attachment.type(bytes, bytes.length).filter(type -> type.startsWith("image/"));
    }
}
