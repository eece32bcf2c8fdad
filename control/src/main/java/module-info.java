/// The control compartment: see ARCHITECTURE.md.
module moltbot.control {
    requires moltbot.contract;
    requires io.nayuki.qrcodegen;
}
