package moltbot.guardian.fact;

/// A listening TCP socket as the system shows it.
///
/// @param uid  the user who made it
/// @param id   what ties it to its process: the socket's inode on Linux, the process id on macOS
public record Listener(Endpoint endpoint, long uid, long id) {}
