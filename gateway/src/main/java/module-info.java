/// The gateway compartment: see ARCHITECTURE.md.
module moltbot.gateway {
    requires moltbot.contract;
}
