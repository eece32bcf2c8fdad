package moltbot.spawner.task;

import java.nio.file.Path;

/// The one way from a sandbox to the network: the gateway's proxy for this task and no other.
///
/// @param socket     its Unix socket, in the gateway's own folder; anybody who is handed it may connect
/// @param authority  a file with the certificate of the task's own authority (PEM), which programs in the sandbox trust
public record NetworkDoor(Path socket, Path authority) {}
