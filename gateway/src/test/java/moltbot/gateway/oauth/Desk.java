package moltbot.gateway.oauth;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import moltbot.contract.json.JsonObject;
import moltbot.contract.link.Capability;
import moltbot.contract.link.LinkCall;
import moltbot.contract.link.LinkClient;
import moltbot.contract.link.LinkLimits;
import moltbot.contract.link.LinkRoutes;
import moltbot.contract.link.LinkServer;
import moltbot.contract.mcp.RemotePlace;
import moltbot.contract.mcp.ServerSignIn;
import moltbot.contract.mcp.ServerSignIn.As;
import moltbot.contract.seal.Seal;
import moltbot.gateway.egress.Egress;
import moltbot.gateway.egress.EgressLimits;
import moltbot.gateway.egress.Origin;
import moltbot.gateway.mcp.Probe;
import moltbot.gateway.testoauth.ProtectedTools;
import moltbot.gateway.testoauth.StandInAuthorization;
import moltbot.gateway.vault.Vault;

/// The gateway's own sign-ins at both stand-ins, and the owner's shell before them.
final class Desk implements AutoCloseable {
    static final String NAME = "wiki";

    final StandInAuthorization authorization = new StandInAuthorization();
    final ProtectedTools tools = new ProtectedTools(authorization);
    final List<JsonObject> recorded = new CopyOnWriteArrayList<>();

    /// What the owner was shown, in order.
    final List<JsonObject> told = new ArrayList<>();

    private final Path folder;
    private Duration later = Duration.ZERO;
    private Vault vault;
    private ServerSignIns signIns;
    private RemotePlace place;
    private final List<RemotePlace> others = new ArrayList<>();
    private Optional<LinkServer> link = Optional.empty();

    Desk(Path folder) throws Exception {
        this.folder = folder;
        this.vault = Vault.open(folder, Optional.empty());
        this.place = place(new ServerSignIn(As.OWNER, "", "", authorization.url(), List.of()));
        this.signIns = signIns();
    }

    private RemotePlace place(ServerSignIn how) {
        return new RemotePlace(NAME, tools.url(), "", Optional.of(how));
    }

    /// The owner writes this into the settings and starts Moltbot anew.
    void configure(ServerSignIn how) {
        place = place(how);
        restart();
    }

    /// The owner has this server, too.
    void configureToo(RemotePlace other) {
        others.add(other);
        restart();
    }

    void moveTo(String url) {
        place = new RemotePlace(NAME, url, "", place.signIn());
        restart();
    }

    void restart() {
        signIns.close();
        vault = Vault.open(folder, Optional.empty());
        signIns = signIns();
    }

    private ServerSignIns signIns() {
        Egress egress =
                new Egress(List.of(Origin.of(java.net.URI.create(place.url()))), vault.access(), EgressLimits.DEFAULT);
        return new ServerSignIns(
                Stream.concat(Stream.of(place), others.stream()).toList(),
                vault,
                vault.access(),
                (what, call, detail) -> recorded.add(detail),
                new Probe(egress, (what, call, detail) -> recorded.add(detail))::ask,
                () -> Instant.ofEpochSecond(1_800_000_000L).plus(later));
    }

    void wait(Duration time) {
        later = later.plus(time);
    }

    Vault vault() {
        return vault;
    }

    RemotePlace place() {
        return place;
    }

    Tokens tokens() {
        return signIns.tokens();
    }

    String state() {
        return tokens().state(place).word();
    }

    /// The owner signs in and says yes to everything.
    String login() throws Exception {
        return login(true, UnaryOperator.identity());
    }

    /// @param pasting  what they make of the address they were sent to
    String login(boolean confirmed, UnaryOperator<String> pasting) throws Exception {
        try (LinkClient client = client();
                LinkCall call = client.open(
                        "server.login", JsonObject.with("server", NAME).build())) {
            byte[] frame;
            while ((frame = call.next()) != null) {
                JsonObject now = JsonObject.parse(frame);
                told.add(now);
                if (now.has("open")) {
                    String back = authorization.browse(now.text("open"));
                    call.send(JsonObject.with("returned", pasting.apply(back)).build());
                } else if (now.has("signedIn")) {
                    return now.text("signedIn");
                } else {
                    call.send(JsonObject.with("confirmed", confirmed).build());
                }
            }
            throw new AssertionError("The sign-in ended without a word.");
        }
    }

    boolean logout() throws Exception {
        try (LinkClient client = client()) {
            return client.ask("server.logout", JsonObject.with("server", NAME).build())
                    .flag("told");
        }
    }

    private LinkClient client() throws Exception {
        Capability host = new Capability("host", new byte[Seal.KEY_BYTES]);
        link.ifPresent(LinkServer::close);
        Path socket = folder.resolve("run/link.sock");
        java.nio.file.Files.deleteIfExists(socket);
        link = Optional.of(LinkServer.start(
                socket,
                List.of(host),
                new LinkRoutes()
                        .on("host", "server.login", signIns::login)
                        .on("host", "server.logout", signIns::logout),
                LinkLimits.DEFAULT));
        return new LinkClient(socket, host, LinkLimits.DEFAULT);
    }

    static Map<String, String> grant(StandInAuthorization authorization) {
        return authorization.forms.getLast();
    }

    @Override
    public void close() {
        link.ifPresent(LinkServer::close);
        signIns.close();
        tools.close();
        authorization.close();
    }
}
