package moltbot.gateway.egress;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.module.ModuleFinder;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.net.spi.InetAddressResolver;
import java.net.spi.InetAddressResolverProvider;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.ServiceLoader;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// On a resolver of this test's own: no network is asked.
class JudgedNamesTest {
    private final Deque<List<String>> answers = new ArrayDeque<>();
    private final InetAddressResolver judge = JudgedNames.over(new Names());

    private final class Names implements InetAddressResolver {
        @Override
        public Stream<InetAddress> lookupByName(String host, LookupPolicy policy) {
            return answers.remove().stream().map(JudgedNamesTest::address);
        }

        @Override
        public String lookupByAddress(byte[] address) {
            return "a.name";
        }
    }

    /// Java turns the text of a mapped address into an IPv4 one; a resolver might not.
    private static InetAddress address(String text) {
        return InetAddress.ofLiteral(text);
    }

    private List<String> lookUp(String name, String... found) throws UnknownHostException {
        answers.add(List.of(found));
        return judge.lookupByName(name, InetAddressResolver.LookupPolicy.of(3))
                .map(InetAddress::getHostAddress)
                .toList();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "127.0.0.1",
                "127.8.8.8",
                "::1",
                "::ffff:127.0.0.1",
                "::127.0.0.1",
                "64:ff9b::127.0.0.1",
                "64:ff9b:1::127.0.0.1",
                "2002:7f00:1::",
                "0.0.0.0",
                "0.1.2.3",
                "::",
                "169.254.169.254",
                "::ffff:169.254.169.254",
                "64:ff9b::a9fe:a9fe",
                "2002:a9fe:a9fe::1",
                "fd00:ec2::254",
                "100.100.100.200",
                "fe80::1",
                "febf::1",
                "fec0::1",
                "ff02::1",
                "224.0.0.1",
                "255.255.255.255",
                "192.0.0.8"
            })
    void leadsToNoAddressThatIsNobodysServer(String address) {
        assertThatThrownBy(() -> lookUp("api.example.org", address)).isInstanceOf(UnknownHostException.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"93.184.215.14", "2606:2800:21f:cb07::1", "192.168.1.9", "10.1.2.3", "fd12::9", "100.64.0.7"})
    void leadsToServersOfTheInternetAndOfTheOwnersNetwork(String address) throws Exception {
        assertThat(lookUp("api.example.org", address)).hasSize(1);
    }

    @Test
    void judgesEveryLookUpAnew() throws Exception {
        assertThat(lookUp("rebind.example", "93.184.215.14")).hasSize(1);
        assertThatThrownBy(() -> lookUp("rebind.example", "127.0.0.1")).isInstanceOf(UnknownHostException.class);
        assertThat(lookUp("rebind.example", "127.0.0.1", "93.184.215.14")).containsExactly("93.184.215.14");
    }

    @Test
    void onlyLocalhostIsThisMachineAndLocalhostIsNothingElse() throws Exception {
        assertThat(lookUp("localhost", "127.0.0.1", "::1")).hasSize(2);
        assertThat(lookUp("LOCALHOST", "127.0.0.1")).hasSize(1);
        assertThatThrownBy(() -> lookUp("localhost", "93.184.215.14")).isInstanceOf(UnknownHostException.class);
        for (String name : List.of("localhost.", "localhost.example", "a.localhost")) {
            assertThatThrownBy(() -> lookUp(name, "127.0.0.1")).isInstanceOf(UnknownHostException.class);
        }
    }

    /// As the shipped module, and on a plain class path.
    @Test
    void areHowTheWholeProcessResolves() throws Exception {
        assertThat(ServiceLoader.load(InetAddressResolverProvider.class).findFirst())
                .get()
                .isInstanceOf(JudgedNames.class);
        Path classes = Path.of(JudgedNames.class
                .getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .toURI());
        assertThat(ModuleFinder.of(classes)
                        .find("moltbot.gateway")
                        .orElseThrow()
                        .descriptor()
                        .provides())
                .anyMatch(service -> service.service().equals(InetAddressResolverProvider.class.getName())
                        && service.providers().contains(JudgedNames.class.getName()));
    }
}
