/// The spawner compartment: see ARCHITECTURE.md.
module moltbot.spawner {
    requires moltbot.contract;
}
