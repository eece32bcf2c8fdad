package moltbot.guardian.observe.network;

import java.util.List;
import java.util.Map;
import moltbot.contract.ContractException;
import moltbot.guardian.fact.IpAddress;

/// One interface behind which other machines are.
///
/// @param gateways  gateways of its default routes and what they are known by, where that is known
/// @param ranges    what is directly behind it
record Uplink(String device, Map<IpAddress, String> gateways, List<Range> ranges) {
    Uplink {
        gateways = Map.copyOf(gateways);
        ranges = List.copyOf(ranges);
    }

    /// Addresses that begin alike.
    ///
    /// @param bits  how many of the 128 do; an IPv4 range counts the 96 of its mapped form
    record Range(IpAddress base, int bits) {
        /// The range of this size that an address is in.
        static Range around(IpAddress address, int bits) {
            if (bits < 0 || bits > 128) {
                throw ContractException.malformed("There is no range of " + bits + " bits.");
            }
            long high = bits >= 64 ? address.high() : bits == 0 ? 0 : address.high() & (-1L << (64 - bits));
            long low = bits <= 64 ? 0 : address.low() & (-1L << (128 - bits));
            return new Range(new IpAddress(high, low), bits);
        }

        boolean contains(IpAddress address) {
            return around(address, bits).base().equals(base);
        }

        boolean isV4() {
            return bits >= 96 && base.isV4();
        }

        @Override
        public String toString() {
            return base + "/" + (isV4() ? bits - 96 : bits);
        }
    }
}
