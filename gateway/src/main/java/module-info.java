/// The gateway: holds the keys and is the only process that talks to the internet. See ARCHITECTURE.md.
module moltbot.gateway {
    requires java.net.http; // egress only: requests to model APIs
    requires moltbot.contract;

    // How this process resolves names; loaded by the JDK at the first look-up.
    provides java.net.spi.InetAddressResolverProvider with
            moltbot.gateway.egress.JudgedNames;
}
