package moltbot.systemtest;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Who may import what. A package of a process that is not here may not exist; what is not named after a colon
/// may not be imported. Only the root package of a process (its `Main`) sees all of that process, and nothing
/// imports it.
final class Imports {
    private static final String INSIDE = """
            contract:
            contract.file:
            contract.json: contract
            contract.label: contract contract.json
            contract.seal: contract
            contract.link: contract contract.json contract.seal
            contract.lease: contract contract.json contract.seal contract.link
            contract.assertion: contract contract.json contract.seal
            contract.hook: contract contract.json
            contract.grant: contract contract.json contract.seal
            contract.bypass: contract contract.json contract.seal
            contract.channel: contract contract.json contract.seal
            contract.chat: contract contract.json
            contract.model: contract contract.json contract.seal
            contract.sandbox: contract contract.json contract.label contract.seal
            contract.mcp: contract contract.json contract.label contract.sandbox contract.seal
            contract.skill: contract contract.json contract.seal
            contract.tool: contract contract.json
            contract.web: contract contract.json contract.sandbox contract.seal
            contract.log: contract.json
            contract.vault: contract contract.json
            contract.boot: contract contract.json contract.link

            breaker.address:
            breaker.certificate:
            breaker.circuit:
            breaker.exchange: breaker.address
            breaker.journal:
            breaker.limit:
            breaker.mark:
            breaker.throttle:
            breaker.factor:
            breaker.passkey:
            breaker.identity: breaker.exchange breaker.factor breaker.passkey breaker.throttle
            breaker.desk: breaker.exchange breaker.factor breaker.identity breaker.journal breaker.passkey breaker.throttle
            breaker.listen: breaker.address breaker.certificate breaker.exchange
            breaker.upstream: breaker.exchange breaker.identity
            breaker.upstream.control: breaker.exchange breaker.identity breaker.upstream
            breaker.upstream.socket: breaker.exchange
            breaker.upstream.http: breaker.exchange breaker.identity breaker.upstream breaker.upstream.socket
            breaker.page: breaker.circuit breaker.exchange
            breaker.stage: breaker.address breaker.circuit breaker.desk breaker.exchange breaker.identity breaker.journal breaker.limit breaker.page breaker.passkey breaker.upstream breaker.upstream.socket
            breaker.hook: breaker.address breaker.circuit breaker.exchange breaker.journal breaker.limit breaker.stage
            breaker.operate: breaker.circuit breaker.desk breaker.identity breaker.journal breaker.mark
            breaker.store: breaker.circuit breaker.hook breaker.identity breaker.journal breaker.passkey

            control.journal:
            control.policy:
            control.chat: control.audit
            control.audit: control.journal
            control.channel: control.audit control.chat control.journal
            control.approval: control.audit control.chat control.journal control.policy
            control.memory: control.audit
            control.schedule: control.audit
            control.command: control.approval control.channel control.chat control.memory control.schedule
            control.panel: control.approval control.audit control.channel control.chat control.memory control.policy control.schedule

            gateway.vault:
            gateway.egress: gateway.vault
            gateway.egress.authority:
            gateway.egress.task: gateway.egress gateway.egress.authority gateway.vault
            gateway.search: gateway.egress gateway.vault
            gateway.speech: gateway.egress gateway.vault
            gateway.channel:
            gateway.channel.signal.rpc:
            gateway.channel.signal: gateway.channel gateway.channel.signal.rpc
            gateway.channel.discord.notation:
            gateway.channel.bot: gateway.channel gateway.egress
            gateway.channel.discord: gateway.channel gateway.channel.bot gateway.channel.discord.notation gateway.egress gateway.vault
            gateway.channel.whatsapp.notation:
            gateway.channel.whatsapp: gateway.channel gateway.channel.bot gateway.channel.whatsapp.notation gateway.egress gateway.vault
            gateway.channel.slack.notation:
            gateway.channel.slack: gateway.channel gateway.channel.bot gateway.channel.slack.notation gateway.egress gateway.vault
            gateway.channel.webhook: gateway.channel
            gateway.channel.telegram: gateway.channel gateway.channel.bot gateway.egress gateway.vault
            gateway.oauth: gateway.egress gateway.egress.task gateway.vault
            gateway.mcp: gateway.egress gateway.egress.task gateway.oauth gateway.vault
            gateway.model:
            gateway.model.remote: gateway.model gateway.egress gateway.vault
            gateway.model.anthropic: gateway.model gateway.model.remote gateway.egress gateway.vault
            gateway.model.openai: gateway.model gateway.model.remote gateway.egress gateway.vault
            gateway.model.ollama: gateway.model gateway.model.remote gateway.egress gateway.vault
            gateway.model.demo: gateway.model
            gateway.money: gateway.model.remote

            runtime.patience:
            runtime.workspace:
            runtime.question:
            runtime.tool: runtime.question runtime.workspace
            runtime.words:
            runtime.person: runtime.question runtime.tool runtime.words
            runtime.part: runtime.tool
            runtime.skill: runtime.tool runtime.workspace
            runtime.files: runtime.tool runtime.workspace
            runtime.held: runtime.workspace
            runtime.background: runtime.held runtime.tool runtime.workspace
            runtime.browser: runtime.held runtime.tool runtime.words runtime.workspace
            runtime.mcp: runtime.held runtime.patience runtime.tool runtime.words runtime.workspace
            runtime.web: runtime.tool runtime.words
            runtime.context: runtime.words
            runtime.memory: runtime.tool runtime.words
            runtime.meaning: runtime.memory
            runtime.agent: runtime.context runtime.patience runtime.question runtime.tool runtime.workspace
            runtime.markdown:
            runtime.outbox: runtime.patience
            runtime.session: runtime.agent runtime.context runtime.outbox runtime.patience runtime.workspace
            runtime.schedule: runtime.tool runtime.words
            runtime.store: runtime.agent runtime.context runtime.memory runtime.outbox runtime.person runtime.schedule runtime.session runtime.words runtime.workspace
            runtime.link: runtime.agent runtime.held runtime.markdown runtime.mcp runtime.memory runtime.outbox runtime.patience runtime.person runtime.schedule runtime.session runtime.tool runtime.web runtime.workspace

            spawner.probe:
            spawner.task: spawner.probe
            spawner.filter:
            spawner.bubblewrap: spawner.task spawner.filter
            spawner.docker: spawner.task spawner.filter

            guardian.fact:
            guardian.observe: guardian.fact
            guardian.judge: guardian.fact
            guardian.fact.network: guardian.fact
            guardian.observe.knock: guardian.fact
            guardian.observe.network: guardian.fact guardian.observe.knock guardian.fact.network
            guardian.observe.wire: guardian.fact guardian.fact.network
            guardian.observe.system: guardian.fact guardian.fact.network
            guardian.judge.network: guardian.fact guardian.fact.network guardian.judge
            guardian.fact.docker: guardian.fact
            guardian.observe.docker: guardian.fact guardian.observe.knock guardian.fact.docker
            guardian.judge.docker: guardian.fact guardian.fact.docker guardian.judge
            guardian.fact.proxy: guardian.fact
            guardian.observe.proxy: guardian.fact guardian.observe.knock guardian.fact.proxy guardian.fact.docker
            guardian.judge.proxy: guardian.fact guardian.fact.proxy guardian.judge
            guardian.fact.panel: guardian.fact
            guardian.observe.panel: guardian.fact guardian.fact.panel
            guardian.judge.panel: guardian.fact guardian.fact.panel guardian.judge
            guardian.act: guardian.judge
            guardian.lease: guardian.judge
            guardian.watch: guardian.fact guardian.judge
            guardian.report: guardian.judge guardian.watch
            guardian.bypass: guardian.judge
            guardian.fact.sandbox:
            guardian.observe.sandbox: guardian.fact guardian.fact.sandbox
            guardian.judge.sandbox: guardian.fact.sandbox guardian.judge
            guardian.fact.door:
            guardian.observe.door: guardian.fact guardian.fact.door
            guardian.judge.door: guardian.fact.door guardian.judge
            guardian.audit: guardian.fact guardian.judge
            guardian.notify: guardian.judge
            guardian.fact.host:
            guardian.observe.host: guardian.fact guardian.fact.host
            guardian.judge.host: guardian.fact.host guardian.judge

            cli.failure:
            cli.settings: cli.failure
            cli.confine:
            cli.servers: cli.failure cli.settings
            cli.pin: cli.failure
            cli.house: cli.confine cli.failure cli.pin cli.servers cli.settings
            cli.host: cli.failure cli.house
            cli.doctor: cli.confine cli.failure cli.host cli.house cli.pin cli.settings
            cli.vault: cli.failure cli.house
            cli.terminal:
            cli.start: cli.failure cli.host cli.house cli.settings cli.terminal
            cli.option: cli.host cli.house
            cli.hook: cli.failure cli.host cli.option cli.terminal
            cli.memory: cli.host cli.option cli.terminal
            cli.messenger: cli.host cli.option cli.terminal
            cli.schedule: cli.host cli.option cli.terminal
            cli.server: cli.failure cli.host cli.option cli.terminal
            cli.skill: cli.failure cli.house cli.option cli.pin cli.terminal
            cli.command: cli.hook cli.memory cli.messenger cli.pin cli.schedule cli.server cli.skill cli.option cli.start cli.terminal cli.vault cli.doctor cli.failure cli.host cli.house cli.settings
            """;

    /// Beyond java.base and JSpecify: modules of the JDK by name, libraries by the beginning of their packages.
    static final Map<String, Set<String>> OUTSIDE = Map.ofEntries(
            Map.entry("contract.json", Set.of("tools.jackson.core")),
            Map.entry("contract.link", Set.of("jdk.net")),
            Map.entry("breaker.listen", Set.of("io.netty")),
            Map.entry("breaker.exchange", Set.of("io.netty")),
            Map.entry("breaker.upstream.http", Set.of("io.netty", "org.bouncycastle")),
            Map.entry("breaker.upstream.socket", Set.of("io.netty")),
            Map.entry("breaker.certificate", Set.of("org.bouncycastle")),
            Map.entry("breaker.factor", Set.of("org.bouncycastle")),
            Map.entry("breaker.passkey", Set.of("com.webauthn4j")),
            Map.entry("breaker.desk", Set.of("io.nayuki.qrcodegen")),
            Map.entry("control.panel", Set.of("io.nayuki.qrcodegen")),
            Map.entry("gateway.egress", Set.of("java.net.http")),
            Map.entry("runtime.store", Set.of("java.sql", "org.sqlite")),
            Map.entry("runtime.web", Set.of("org.jsoup")),
            Map.entry("runtime.meaning", Set.of("ai.onnxruntime")),
            Map.entry("runtime.markdown", Set.of("org.commonmark")),
            Map.entry("runtime.workspace", Set.of("org.apache.commons.compress")),
            Map.entry("cli.command", Set.of("picocli")),
            Map.entry("cli.messenger", Set.of("picocli", "io.nayuki.qrcodegen")),
            Map.entry("cli.option", Set.of("picocli")),
            Map.entry("cli.hook", Set.of("picocli")),
            Map.entry("cli.memory", Set.of("picocli")),
            Map.entry("cli.schedule", Set.of("picocli")),
            Map.entry("cli.server", Set.of("picocli")),
            Map.entry("cli.skill", Set.of("picocli")),
            Map.entry("cli", Set.of("picocli")),
            Map.entry("cli.settings", Set.of("org.snakeyaml.engine")),
            Map.entry("cli.pin", Set.of("org.snakeyaml.engine")));

    /// Every module's privileges: what its module-info may require, and no more.
    static final Map<String, Set<String>> REQUIRES = Map.of(
            "contract", Set.of("org.jspecify", "tools.jackson.core", "jdk.net"),
            "breaker",
                    Set.of(
                            "moltbot.contract",
                            "io.netty.buffer",
                            "io.netty.codec",
                            "io.netty.codec.http",
                            "io.netty.codec.http2",
                            "io.netty.common",
                            "io.netty.handler",
                            "io.netty.transport",
                            "org.bouncycastle.provider",
                            "com.webauthn4j.core",
                            "io.nayuki.qrcodegen"),
            "control", Set.of("moltbot.contract", "io.nayuki.qrcodegen"),
            "gateway", Set.of("moltbot.contract", "java.net.http"),
            "runtime",
                    Set.of(
                            "moltbot.contract",
                            "java.sql",
                            "org.xerial.sqlitejdbc",
                            "org.apache.commons.compress",
                            "org.jsoup",
                            "org.commonmark",
                            "org.commonmark.ext.gfm.strikethrough",
                            "org.commonmark.ext.gfm.tables",
                            "com.microsoft.onnxruntime"),
            "spawner", Set.of("moltbot.contract"),
            "guardian", Set.of("moltbot.contract"),
            "cli", Set.of("moltbot.contract", "info.picocli", "io.nayuki.qrcodegen", "org.snakeyaml.engine"));

    /// Where the house meets a technology. None imports another.
    static final Set<String> ADAPTERS = Set.of(
            "breaker.listen",
            "breaker.upstream.control",
            "breaker.upstream.http",
            "breaker.store",
            "gateway.model.anthropic",
            "gateway.model.openai",
            "gateway.model.ollama",
            "gateway.model.demo",
            "gateway.channel.signal",
            "gateway.channel.discord",
            "gateway.channel.slack",
            "gateway.channel.telegram",
            "gateway.channel.whatsapp",
            "runtime.store",
            "runtime.link",
            "spawner.bubblewrap",
            "spawner.docker",
            "guardian.observe",
            "guardian.observe.network",
            "guardian.observe.wire",
            "guardian.observe.system",
            "guardian.observe.panel",
            "guardian.observe.proxy",
            "guardian.observe.docker",
            "guardian.observe.host",
            "guardian.notify",
            "guardian.observe.sandbox",
            "guardian.observe.door",
            "guardian.act");

    /// What a library may look into: picocli fills in the fields of commands and their options.
    static final Map<String, List<String>> OPENS = Map.of(
            "cli",
            List.of(
                    "opens moltbot.cli.command to info.picocli;",
                    "opens moltbot.cli.hook to info.picocli;",
                    "opens moltbot.cli.memory to info.picocli;",
                    "opens moltbot.cli.messenger to info.picocli;",
                    "opens moltbot.cli.option to info.picocli;",
                    "opens moltbot.cli.schedule to info.picocli;",
                    "opens moltbot.cli.server to info.picocli;",
                    "opens moltbot.cli.skill to info.picocli;"));

    /// Who may start a process of the system.
    static final List<String> STARTS_PROCESSES = List.of("spawner.", "cli.", "guardian.notify", "guardian.observe");

    static final Map<String, Set<String>> TABLE = table();

    private Imports() {}

    private static Map<String, Set<String>> table() {
        Map<String, Set<String>> table = new LinkedHashMap<>();
        for (String line : INSIDE.lines().filter(text -> !text.isBlank()).toList()) {
            int colon = line.indexOf(':');
            String allowed = line.substring(colon + 1).strip();
            table.put(line.substring(0, colon), allowed.isEmpty() ? Set.of() : Set.of(allowed.split(" ", -1)));
        }
        return table;
    }
}
