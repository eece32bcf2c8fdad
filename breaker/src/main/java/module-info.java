/// The breaker compartment: see ARCHITECTURE.md.
module moltbot.breaker {
    requires moltbot.contract;
}
