/// The spawner compartment: it can start processes, and only in sandboxes. No network, no keys but the two it checks
/// leases and grants with, no third-party library.
module moltbot.spawner {
    requires moltbot.contract;
}
