package moltbot.gateway;

import java.time.Duration;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Function;
import moltbot.contract.ContractException;
import moltbot.contract.assertion.AssertionVerifier;
import moltbot.contract.boot.Boot;
import moltbot.contract.boot.Compartment;
import moltbot.contract.grant.GrantVerifier;
import moltbot.contract.json.JsonObject;
import moltbot.contract.lease.LeaseHolder;
import moltbot.contract.lease.LeaseLock;
import moltbot.contract.link.LinkClient;
import moltbot.contract.link.LinkLimits;
import moltbot.contract.link.LinkRoutes;
import moltbot.contract.mcp.RemotePlace;
import moltbot.gateway.egress.Egress;
import moltbot.gateway.egress.EgressLimits;
import moltbot.gateway.egress.Origin;
import moltbot.gateway.egress.task.PageFetcher;
import moltbot.gateway.egress.task.RequestLog;
import moltbot.gateway.egress.task.TaskNetworks;
import moltbot.gateway.mcp.Probe;
import moltbot.gateway.mcp.RemoteServers;
import moltbot.gateway.model.Candidate;
import moltbot.gateway.model.Model;
import moltbot.gateway.model.ModelChain;
import moltbot.gateway.model.ModelChoice;
import moltbot.gateway.model.ProviderHealth;
import moltbot.gateway.model.anthropic.AnthropicDialect;
import moltbot.gateway.model.demo.DemoModel;
import moltbot.gateway.model.ollama.OllamaDialect;
import moltbot.gateway.model.openai.OpenAiDialect;
import moltbot.gateway.model.remote.Dialect;
import moltbot.gateway.model.remote.Meter;
import moltbot.gateway.model.remote.RemoteModel;
import moltbot.gateway.model.remote.Tuning;
import moltbot.gateway.money.Ledger;
import moltbot.gateway.money.PriceTable;
import moltbot.gateway.oauth.ServerSignIns;
import moltbot.gateway.search.SearchSettings;
import moltbot.gateway.speech.SpeechSettings;
import moltbot.gateway.vault.Vault;

/// Puts the gateway together and runs it.
public final class Main {
    private static final Duration DEMO_PAUSE = Duration.ofMillis(2);
    private static final ModelChain CHAIN = new ModelChain(
            Main::rest, System::nanoTime, () -> ThreadLocalRandom.current().nextDouble());
    private static final Duration AUDIT_PATIENCE = Duration.ofSeconds(1);

    private Main() {}

    public static void main(String[] args) throws InterruptedException {
        Compartment.run(Main::start);
    }

    private static void start(Boot boot, Compartment life) {
        Settings settings = Settings.fromJson(boot.settings());
        Vault vault = vault(boot, settings);
        SearchSettings search = SearchSettings.fromJson(boot.settings().objectOr("search", JsonObject.EMPTY));
        List<RemotePlace> places = RemoteServers.places(boot.settings());
        Egress egress = new Egress(origins(settings, search, places), vault.access(), EgressLimits.DEFAULT);
        life.onStop(egress);
        Settings.Money money = settings.money();
        Ledger ledger = new Ledger(
                boot.data(), PriceTable.with(money.prices()), money.caps(), InstantSource.system(), money.zone());
        life.onStop(ledger);
        ModelOperations models = new ModelOperations(choice(settings.models(), egress, vault, ledger), CHAIN, ledger);
        LeaseLock lock = new LeaseLock("gateway", boot.key("lease"), boot.bootId(), System::nanoTime);
        Optional<LinkClient> control = control(boot, life);
        RequestLog log = requestLog(control);
        TaskNetworks networks =
                new TaskNetworks(boot.socket().resolveSibling("tasks"), vault, vault.access(), log, lock::fresh);
        networks.sweep();
        life.onStop(networks);
        LeaseState lease = new LeaseState(lock, networks::endAll);
        LeaseHolder holder = stopped(life, new LeaseHolder(lock, lease, Main::noEpoch));
        GrantVerifier grants = new GrantVerifier(boot.key("grant"), System::nanoTime);
        PageFetcher pages = new PageFetcher();
        life.onStop(pages);
        WebOperations web = new WebOperations(
                pages,
                search.engine(egress, vault),
                search.count(InstantSource.system(), money.zone()),
                grants,
                log,
                lock::fresh);
        Messengers messengers = messengers(settings, vault, boot, control, life);
        ChannelOperations letters =
                new ChannelOperations(messengers.all(), control, parcels(boot, vault, money.zone(), life));
        life.onStop(letters);
        ServerSignIns signIns = signIns(places, vault, log, egress, life);
        RemoteServers servers = new RemoteServers(
                places,
                egress,
                vault,
                grants,
                log,
                new RemoteServers.Around(lock::fresh, signIns.tokens(), Main::rest));
        LinkRoutes routes = routes(models, new SecretOperations(vault, messengers::keyChanged), lease, holder);
        new SignalOperations(messengers.signal()).addTo(routes);
        life.onStop(boot.serve(signIns(routes, signIns)
                .on("runtime", "channel.send", letters::send)
                .on("runtime", "channel.preview", letters::preview)
                .on("control", "channel.state", letters::state)
                .on("host", "channel.state", letters::state)
                .on("breaker", "channel.state", letters::state)
                .on("spawner", "egress.open", new NetworkOperation(networks, grants)::open)
                .on("runtime", "web.fetch", web::fetch)
                .on("runtime", "web.search", web::search)
                .on("runtime", "mcp.open", servers::open)
                .on("breaker", "hook.deliver", hooks(boot, messengers)::deliver)));
        messengers.open(letters, Main::rest, () -> ThreadLocalRandom.current().nextDouble());
    }

    private static JsonObject noEpoch() {
        return JsonObject.with("epoch", 0).build();
    }

    /// What is closed when this compartment stops.
    private static <T extends AutoCloseable> T stopped(Compartment life, T part) {
        life.onStop(part);
        return part;
    }

    private static HookOperations hooks(Boot boot, Messengers messengers) {
        return new HookOperations(
                messengers.receivers(),
                messengers.webhook(),
                new AssertionVerifier(boot.key("assertion"), System::nanoTime));
    }

    private static ServerSignIns signIns(
            List<RemotePlace> places, Vault vault, RequestLog log, Egress egress, Compartment life) {
        ServerSignIns signIns = new ServerSignIns(
                places, vault, vault.access(), log, new Probe(egress, log)::ask, InstantSource.system());
        life.onStop(signIns);
        return signIns;
    }

    private static Messengers messengers(
            Settings settings, Vault vault, Boot boot, Optional<LinkClient> control, Compartment life) {
        return new Messengers(
                settings,
                vault,
                (servers, limits) -> new Egress(servers, vault.access(), limits),
                boot.data(),
                control,
                life::onStop);
    }

    /// Wherever the one egress may go.
    private static List<Origin> origins(Settings settings, SearchSettings search, List<RemotePlace> places) {
        List<Origin> origins = new ArrayList<>(settings.origins());
        origins.addAll(search.origins());
        origins.addAll(RemoteServers.origins(places));
        return origins;
    }

    /// Voice messages have a way out of their own, with less patience.
    private static Parcels parcels(Boot boot, Vault vault, ZoneId zone, Compartment life) {
        SpeechSettings speech = SpeechSettings.fromJson(boot.settings().objectOr("speech", JsonObject.EMPTY));
        Egress egress = new Egress(speech.origins(), vault.access(), SpeechSettings.LIMITS);
        life.onStop(egress);
        return new Parcels(speech.transcriber(egress, vault, InstantSource.system(), zone));
    }

    /// The vault, with the keys of the owner's environment taken in.
    private static Vault vault(Boot boot, Settings settings) {
        Vault vault = Vault.open(boot.data(), settings.vaultKeyFile());
        SecretNames.BY_VARIABLE.forEach((variable, name) -> {
            String value = boot.secrets().getOrDefault(variable, "");
            if (!value.isBlank()) {
                vault.takeIn(name, value);
            }
        });
        return vault;
    }

    private static Optional<LinkClient> control(Boot boot, Compartment life) {
        if (!boot.reaches().containsKey("control")) {
            return Optional.empty();
        }
        LinkClient control = boot.client("control", LinkLimits.DEFAULT.withConnectPatience(AUDIT_PATIENCE));
        life.onStop(control);
        return Optional.of(control);
    }

    /// Control's audit: what is not in it is not done.
    private static RequestLog requestLog(Optional<LinkClient> control) {
        if (control.isEmpty()) {
            return (what, call, detail) -> {
                throw ContractException.refused("audit-failed", "This gateway was given no link to the audit.");
            };
        }
        return (what, call, detail) -> control.get()
                .ask(
                        "egress.record",
                        JsonObject.with("what", what)
                                .with("call", call)
                                .with("detail", detail)
                                .build());
    }

    private static LinkRoutes signIns(LinkRoutes routes, ServerSignIns signIns) {
        return routes.on("host", "server.login", signIns::login)
                .on("host", "server.logout", signIns::logout)
                .on("host", "server.state", signIns::state);
    }

    private static LinkRoutes routes(
            ModelOperations models, SecretOperations secrets, LeaseState lease, LeaseHolder holder) {
        return new LinkRoutes()
                .on("runtime", "model.stream", models::stream)
                .on("runtime", "model.state", models::state)
                .on("control", "model.state", models::state)
                .on("control", "model.list", models::list)
                .on("control", "gateway.state", lease::state)
                .on("guardian", "lease.hold", holder::hold)
                .on("guardian", "secret.judge", secrets::judge)
                .on("host", "usage.show", models::usage)
                .on("control", "usage.show", models::usage)
                .on("host", "secret.set", secrets::set)
                .on("host", "secret.names", secrets::names);
    }

    private static ModelChoice choice(Settings.Models models, Egress egress, Vault vault, Meter meter) {
        Map<String, ProviderHealth> healths = new ConcurrentHashMap<>();
        return new ModelChoice(
                models.first(),
                models.fallbacks(),
                provider -> vault.find(SecretNames.of(provider)).isPresent(),
                name -> {
                    ProviderHealth health =
                            healths.computeIfAbsent(name.provider(), _ -> new ProviderHealth(System::nanoTime));
                    Tuning tuning = models.tuning(name.model());
                    Function<Dialect, Model> remote = dialect -> new RemoteModel(dialect, egress, vault, health, meter);
                    Model model = switch (name.provider()) {
                        case AnthropicDialect.NAME ->
                            remote.apply(new AnthropicDialect(models.anthropicBaseUrl(), tuning));
                        case OpenAiDialect.NAME -> remote.apply(new OpenAiDialect(models.openaiBaseUrl(), tuning));
                        case OllamaDialect.NAME -> remote.apply(new OllamaDialect(models.ollamaBaseUrl(), tuning));
                        default -> new DemoModel(() -> LockSupport.parkNanos(DEMO_PAUSE.toNanos()));
                    };
                    return new Candidate(model, health);
                });
    }

    private static void rest(Duration time) throws InterruptedException {
        LockSupport.parkNanos(time.toNanos());
        if (Thread.interrupted()) {
            throw new InterruptedException();
        }
    }
}
