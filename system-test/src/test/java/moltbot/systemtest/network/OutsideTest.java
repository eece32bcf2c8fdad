package moltbot.systemtest.network;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import moltbot.systemtest.house.Await;
import moltbot.systemtest.house.TestHouse;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/// A panel that its owner lets the neighbours reach, and what changes around it.
@EnabledOnOs(OS.LINUX)
class OutsideTest extends Neighbourhood {
    private static final String LISTEN = Namespace.HOUSE_ADDRESS + ":3000";
    private static final String SETTINGS = """
            insecure-plain-http: true
            allowed-addresses: 10.77.0.0/24, 127.0.0.0/8
            reset-dwell-seconds: 0
            """;

    @Test
    void aNeighbourIsLetInAndANewNetworkTripsUntilTheOwnerSaysYes() throws Exception {
        try (TestHouse house = house(LISTEN, SETTINGS)) {
            assertThat(wire.asNeighbour(LISTEN, LISTEN)).startsWith("HTTP/1.1 401");
            containerNetworksComeAndGo();
            assertThat(house.breaker().has("trip")).isFalse();
            assertThat(house.breaker().text("state"))
                    .as(house.breaker() + " " + findings(house))
                    .isEqualTo("CLOSED");

            wire.here("ip", "link", "add", "usb0", "type", "veth", "peer", "name", "usb1");
            wire.here("ip", "addr", "add", "10.99.0.5/24", "dev", "usb0");
            wire.here("ip", "link", "set", "usb0", "up");
            Duration took = Await.until(
                    "the trip", Duration.ofSeconds(9), () -> house.breaker().has("trip"));
            assertThat(house.breaker().object("trip").text("check")).isEqualTo("N1");
            assertThat(house.breaker().object("trip").text("evidence")).contains("10.99.0.0/24");
            assertThat(took).isLessThan(Duration.ofSeconds(5));
            String id = house.breaker().object("trip").text("id");
            Await.until(
                    "the reset",
                    TestHouse.PATIENCE,
                    () -> house.run("reset", id).exit() == 0);
            house.awaitState("CLOSED");
        }
        try (TestHouse house = house(LISTEN, SETTINGS)) {
            assertThat(house.breaker().has("trip")).isFalse();
        }
    }

    private void containerNetworksComeAndGo() throws Exception {
        for (int i = 0; i < 10; i++) {
            wire.here("ip", "link", "add", "br-" + i, "type", "bridge");
            wire.here("ip", "addr", "add", "172.18." + i + ".1/24", "dev", "br-" + i);
            wire.here("ip", "link", "set", "br-" + i, "up");
            wire.here("ip", "link", "add", "v" + i, "type", "veth", "peer", "name", "w" + i);
            wire.here("ip", "link", "set", "v" + i, "master", "br-" + i);
            wire.here("ip", "link", "set", "v" + i, "up");
            wire.here("ip", "link", "del", "v" + i);
        }
        long since = System.nanoTime();
        Await.until(
                "four looks",
                Duration.ofSeconds(9),
                () -> System.nanoTime() - since > Duration.ofSeconds(4).toNanos());
    }

    @Test
    void aRouterThatPassesThePanelOnTrips() throws Exception {
        Path router = Files.writeString(folder.resolve("router.py"), ROUTER);
        wire.startThere("python3", router.toString());
        try (TestHouse house = begun(LISTEN, SETTINGS)) {
            Await.until("the trip", TestHouse.PATIENCE, () -> house.breaker().has("trip"));
            assertThat(house.breaker().object("trip").text("check")).isEqualTo("N5");
            assertThat(house.breaker().object("trip").text("evidence")).contains("port 8443 leads to " + LISTEN);
            assertThat(wire.asNeighbour(LISTEN, LISTEN)).doesNotContain("HTTP/");
        }
    }

    /// A router's UPnP to the byte, after the device architecture 1.1 and WANIPConnection:1: answers a search,
    /// describes itself, lists two mappings, and ends the list with error 713.
    private static final String ROUTER = """
            import http.server, re, socket, struct, threading
            ME = '10.77.0.1'
            MAPPINGS = [('22022', 'TCP', '22', '10.77.0.9'), ('8443', 'TCP', '3000', '10.77.0.2')]
            def search():
                s = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
                s.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
                s.bind(('', 1900))
                s.setsockopt(socket.IPPROTO_IP, socket.IP_ADD_MEMBERSHIP,
                    socket.inet_aton('239.255.255.250') + socket.inet_aton(ME))
                while True:
                    data, peer = s.recvfrom(2048)
                    if data.startswith(b'M-SEARCH') and b'InternetGatewayDevice:1' in data:
                        s.sendto(('HTTP/1.1 200 OK\\r\\nCACHE-CONTROL: max-age=1800\\r\\nEXT:\\r\\n'
                            'LOCATION: http://%s:5000/rootDesc.xml\\r\\nSERVER: Linux/5 UPnP/1.1 MiniUPnPd/2.2\\r\\n'
                            'ST: urn:schemas-upnp-org:device:InternetGatewayDevice:1\\r\\n'
                            'USN: uuid:1::urn:schemas-upnp-org:device:InternetGatewayDevice:1\\r\\n\\r\\n' % ME).encode(), peer)
            DESC = '''<?xml version="1.0"?><root xmlns="urn:schemas-upnp-org:device-1-0"><device><deviceList><device>
            <serviceList><service><serviceType>urn:schemas-upnp-org:service:WANIPConnection:1</serviceType>
            <serviceId>urn:upnp-org:serviceId:WANIPConn1</serviceId><controlURL>/ctl/IPConn</controlURL>
            <eventSubURL>/evt/IPConn</eventSubURL></service></serviceList></device></deviceList></device></root>'''
            ENVELOPE = ('<?xml version="1.0"?><s:Envelope xmlns:s="http://schemas.xmlsoap.org/soap/envelope/" '
                's:encodingStyle="http://schemas.xmlsoap.org/soap/encoding/"><s:Body>%s</s:Body></s:Envelope>')
            class Handler(http.server.BaseHTTPRequestHandler):
                def log_message(self, *a): pass
                def say(self, status, text):
                    body = text.encode()
                    self.send_response(status)
                    self.send_header('Content-Type', 'text/xml; charset="utf-8"')
                    self.send_header('Content-Length', str(len(body)))
                    self.end_headers()
                    self.wfile.write(body)
                def do_GET(self):
                    self.say(200 if self.path == '/rootDesc.xml' else 404, DESC)
                def do_POST(self):
                    asked = self.rfile.read(int(self.headers['Content-Length'])).decode()
                    index = int(re.search('<NewPortMappingIndex>([0-9]+)<', asked).group(1))
                    if index >= len(MAPPINGS):
                        self.say(500, ENVELOPE % ('<s:Fault><faultcode>s:Client</faultcode><faultstring>UPnPError'
                            '</faultstring><detail><UPnPError xmlns="urn:schemas-upnp-org:control-1-0"><errorCode>713'
                            '</errorCode></UPnPError></detail></s:Fault>'))
                        return
                    out, kind, port, host = MAPPINGS[index]
                    self.say(200, ENVELOPE % ('<u:GetGenericPortMappingEntryResponse '
                        'xmlns:u="urn:schemas-upnp-org:service:WANIPConnection:1"><NewRemoteHost></NewRemoteHost>'
                        '<NewExternalPort>%s</NewExternalPort><NewProtocol>%s</NewProtocol><NewInternalPort>%s'
                        '</NewInternalPort><NewInternalClient>%s</NewInternalClient><NewEnabled>1</NewEnabled>'
                        '<NewPortMappingDescription>panel</NewPortMappingDescription><NewLeaseDuration>0'
                        '</NewLeaseDuration></u:GetGenericPortMappingEntryResponse>' % (out, kind, port, host)))
            threading.Thread(target=search, daemon=True).start()
            http.server.ThreadingHTTPServer((ME, 5000), Handler).serve_forever()
            """;
}
