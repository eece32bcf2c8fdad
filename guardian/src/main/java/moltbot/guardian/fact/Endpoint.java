package moltbot.guardian.fact;

/// An address and a TCP port.
public record Endpoint(IpAddress address, int port) {
    /// True where a listener here would take connections made to `target`.
    public boolean takes(Endpoint target) {
        if (port != target.port()) {
            return false;
        }
        boolean anyOfItsKind = address.equals(IpAddress.ANY_V6)
                || (address.equals(IpAddress.ANY_V4) && target.address().isV4());
        return anyOfItsKind || address.equals(target.address());
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Endpoint that && port == that.port && address.equals(that.address);
    }

    @Override
    public int hashCode() {
        return address.hashCode() * 31 + port;
    }

    @Override
    public String toString() {
        return address.isV4() ? address + ":" + port : "[" + address + "]:" + port;
    }
}
