/// The guardian compartment: see ARCHITECTURE.md.
module moltbot.guardian {
    requires moltbot.contract;
}
