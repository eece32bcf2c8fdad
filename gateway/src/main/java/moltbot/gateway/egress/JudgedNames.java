package moltbot.gateway.egress;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.net.spi.InetAddressResolver;
import java.net.spi.InetAddressResolverProvider;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/// How this whole process resolves names: the addresses are judged where they are looked up, so what a connection goes
/// to is what was judged. There is no second look-up in between that could say something else (DNS rebinding).
///
/// No name leads to this machine but `localhost`, and none to an address that is nobody's server. The JDK makes the one
/// instance (JEP 418); safe for use by any number of threads.
public final class JudgedNames extends InetAddressResolverProvider {
    private static final System.Logger LOG = System.getLogger("egress");

    @Override
    public InetAddressResolver get(Configuration configuration) {
        return over(configuration.builtinResolver());
    }

    /// Judges what `names` finds.
    public static InetAddressResolver over(InetAddressResolver names) {
        return new Judge(names);
    }

    @Override
    public String name() {
        return "judged names";
    }

    /// @param names  who knows the addresses
    private record Judge(InetAddressResolver names) implements InetAddressResolver {
        @Override
        public Stream<InetAddress> lookupByName(String host, LookupPolicy policy) throws UnknownHostException {
            boolean here = host.toLowerCase(Locale.ROOT).equals("localhost");
            List<InetAddress> found = names.lookupByName(host, policy).toList();
            List<InetAddress> good = found.stream()
                    .filter(address -> Addresses.loopback(address) == here && !Addresses.nowhere(address))
                    .toList();
            if (good.size() < found.size()) {
                LOG.log(
                        System.Logger.Level.WARNING,
                        "The name {0} leads to an address where no server of its can be; nothing is sent there.",
                        host);
            }
            if (good.isEmpty()) {
                throw new UnknownHostException(host + " leads to no address that a request may go to.");
            }
            return good.stream();
        }

        @Override
        public String lookupByAddress(byte[] address) throws UnknownHostException {
            return names.lookupByAddress(address);
        }
    }
}
