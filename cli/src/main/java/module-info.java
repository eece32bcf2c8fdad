/// The cli compartment: see ARCHITECTURE.md.
module moltbot.cli {
    requires moltbot.contract;
}
