package moltbot.guardian.observe.wire;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import moltbot.guardian.fact.Endpoint;
import moltbot.guardian.fact.IpAddress;
import moltbot.guardian.fact.network.PortMapping;

/// A UPnP gateway (UPnP Device Architecture 1.1 §1.3, §2, §3; WANIPConnection:1 §2.4.14): found by SSDP, asked for its
/// list of mappings. It is asked only at the very address that answered, and only where that is a neighbour: what it
/// says leads nobody anywhere else. All it sends is bounded.
final class Gateway {
    private static final InetSocketAddress SSDP = new InetSocketAddress("239.255.255.250", 1900);
    private static final Duration PATIENCE = Duration.ofMillis(1_500);
    private static final int CONNECT_MILLIS = 1_000;
    private static final Duration READ = Duration.ofSeconds(3);
    private static final int MAX_BYTES = 256 << 10;
    private static final int MAX_MAPPINGS = 128;
    private static final Pattern SERVICE = Pattern.compile(
            "<serviceType>\\s*(urn:schemas-upnp-org:service:WAN(?:IP|PPP)Connection:[12])\\s*</serviceType>(.*?)</service>",
            Pattern.DOTALL);
    private static final Pattern CONTROL = Pattern.compile("<controlURL>\\s*([^<\\s]+)\\s*</controlURL>");

    private final URI location;

    Gateway(URI location) {
        this.location = location;
    }

    /// Every gateway that answers from there.
    static List<Gateway> find(Local local) {
        List<byte[]> searches = new ArrayList<>();
        for (String kind : List.of("1", "2")) {
            String search = "M-SEARCH * HTTP/1.1\r\nHOST: 239.255.255.250:1900\r\nMAN: \"ssdp:discover\"\r\nMX: 1\r\n"
                    + "ST: urn:schemas-upnp-org:device:InternetGatewayDevice:" + kind + "\r\n\r\n";
            searches.add(search.getBytes(StandardCharsets.US_ASCII));
        }
        List<Gateway> found = new ArrayList<>();
        for (Datagram.Answer answer : Datagram.ask(local, SSDP, searches, PATIENCE)) {
            location(answer, local)
                    .filter(one -> found.stream().noneMatch(known -> known.location.equals(one)))
                    .ifPresent(one -> found.add(new Gateway(one)));
        }
        return found;
    }

    private static Optional<URI> location(Datagram.Answer answer, Local local) {
        for (String line : new String(answer.bytes(), StandardCharsets.ISO_8859_1).split("\r\n", 64)) {
            if (line.toLowerCase(Locale.ROOT).startsWith("location:")) {
                return place(line.substring("location:".length()).strip(), answer.from())
                        .filter(_ -> local.reaches(answer.from()));
            }
        }
        return Optional.empty();
    }

    /// An address on the very host that gave it.
    private static Optional<URI> place(String text, InetAddress host) {
        try {
            URI uri = new URI(text);
            boolean same =
                    "http".equals(uri.getScheme()) && host.getHostAddress().equals(uri.getHost());
            return same && uri.getPort() > 0 ? Optional.of(uri) : Optional.empty();
        } catch (java.net.URISyntaxException e) {
            return Optional.empty();
        }
    }

    /// Its TCP mappings; IOException where it does not say.
    List<PortMapping> mappings() throws IOException {
        Matcher service = SERVICE.matcher(exchange("GET", location, "", ""));
        List<PortMapping> mappings = new ArrayList<>();
        while (service.find()) {
            Matcher control = CONTROL.matcher(service.group(2));
            Optional<URI> place = control.find()
                    ? place(location.resolve(control.group(1)).toString(), InetAddress.ofLiteral(location.getHost()))
                    : Optional.empty();
            if (place.isPresent()) {
                list(service.group(1), place.get(), mappings);
            }
        }
        return mappings;
    }

    private static void list(String service, URI control, List<PortMapping> mappings) throws IOException {
        for (int i = 0; i < MAX_MAPPINGS; i++) {
            String answer =
                    exchange("POST", control, service + "#GetGenericPortMappingEntry", """
                    <?xml version="1.0"?>
                    <s:Envelope xmlns:s="http://schemas.xmlsoap.org/soap/envelope/" \
                    s:encodingStyle="http://schemas.xmlsoap.org/soap/encoding/"><s:Body>\
                    <u:GetGenericPortMappingEntry xmlns:u="%s"><NewPortMappingIndex>%d</NewPortMappingIndex>\
                    </u:GetGenericPortMappingEntry></s:Body></s:Envelope>
                    """.formatted(service, i));
            if (!answer.contains("GetGenericPortMappingEntryResponse")) {
                return;
            }
            mapping(answer).ifPresent(mappings::add);
        }
    }

    private static Optional<PortMapping> mapping(String answer) {
        String client = element(answer, "NewInternalClient");
        String inside = element(answer, "NewInternalPort");
        String outside = element(answer, "NewExternalPort");
        boolean on = element(answer, "NewEnabled").matches("1|true|yes")
                && element(answer, "NewProtocol").equalsIgnoreCase("TCP")
                && client.matches("[0-9.]{7,15}")
                && inside.matches("[0-9]{1,5}")
                && outside.matches("[0-9]{1,5}");
        try {
            return on
                    ? Optional.of(new PortMapping(
                            Integer.parseInt(outside),
                            new Endpoint(IpAddress.of(InetAddress.ofLiteral(client)), Integer.parseInt(inside)),
                            element(answer, "NewPortMappingDescription")))
                    : Optional.empty();
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private static String element(String xml, String name) {
        Matcher matcher = Pattern.compile("<" + name + "[^>]{0,200}>([^<]{0,200})</" + name + ">")
                .matcher(xml);
        return matcher.find() ? matcher.group(1).strip() : "";
    }

    private static String exchange(String method, URI at, String action, String body) throws IOException {
        byte[] content = body.getBytes(StandardCharsets.UTF_8);
        String path = at.getRawPath().isEmpty() ? "/" : at.getRawPath();
        String head = method + " " + path + (at.getRawQuery() == null ? "" : "?" + at.getRawQuery())
                + " HTTP/1.1\r\nHost: " + at.getHost() + ":" + at.getPort() + "\r\nConnection: close\r\n"
                + (action.isEmpty()
                        ? ""
                        : "Content-Type: text/xml; charset=\"utf-8\"\r\nSOAPAction: \"" + action
                                + "\"\r\nContent-Length: " + content.length + "\r\n")
                + "\r\n";
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(InetAddress.ofLiteral(at.getHost()), at.getPort()), CONNECT_MILLIS);
            socket.setSoTimeout((int) READ.toMillis());
            socket.getOutputStream().write(head.getBytes(StandardCharsets.US_ASCII));
            socket.getOutputStream().write(content);
            return read(socket.getInputStream());
        }
    }

    private static String read(InputStream in) throws IOException {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        byte[] piece = new byte[4096];
        long end = System.nanoTime() + READ.toNanos();
        int count;
        while ((count = in.read(piece)) >= 0) {
            all.write(piece, 0, count);
            if (all.size() > MAX_BYTES || System.nanoTime() - end > 0) {
                throw new IOException("A router said too much, or took too long to say it.");
            }
        }
        return all.toString(StandardCharsets.UTF_8);
    }
}
