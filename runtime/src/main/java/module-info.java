/// The runtime compartment: see ARCHITECTURE.md.
module moltbot.runtime {
    requires moltbot.contract;
}
