package moltbot.gateway.channel.discord;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import moltbot.contract.channel.Styled;
import moltbot.contract.json.JsonArray;
import moltbot.contract.json.JsonObject;
import moltbot.gateway.channel.discord.notation.Notation;
import moltbot.gateway.testdiscord.DiscordWorld;
import moltbot.gateway.testdiscord.Events;
import moltbot.gateway.testdiscord.StandInDiscord;
import moltbot.testing.Needed;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Others' programs for Discord say whether what we take for Discord's ways are: the client `discord.js` talks to our
/// stand-in, and a reader of Discord's notation (`discord-markdown-parser`) reads what we write.
class DiscordOracleTest {
    private static final Path PROGRAMS =
            Path.of("../system-test/messengers/discord").toAbsolutePath();

    private static final String CLIENT = """
            const {Client, GatewayIntentBits, Partials} = require('discord.js');
            const client = new Client({
              intents: [GatewayIntentBits.DirectMessages, GatewayIntentBits.GuildMessages, GatewayIntentBits.Guilds],
              partials: [Partials.Channel], allowedMentions: {parse: []},
              rest: {api: process.argv[1] + '/api', version: '10'}});
            client.once('clientReady', () => console.log('ready ' + client.user.tag));
            client.on('messageCreate', async message => {
              if (message.author.id === client.user.id) return;
              console.log('heard ' + message.author.id + ' ' + message.content);
              await message.channel.sendTyping();
              const sent = await message.reply({content: 'said: ' + message.content, nonce: 'n1', enforceNonce: true});
              console.log('sent ' + sent.content);
              const list = await message.channel.messages.fetch({after: '1', limit: 100});
              console.log('list ' + list.map(m => m.content).join('|'));
              for (const file of message.attachments.values()) {
                console.log('file ' + file.name + ' ' + await (await fetch(file.url)).text());
                await message.reply({files: [{attachment: Buffer.from('given'), name: 'b.txt'}]});
                console.log('given');
              }
            });
            client.on('error', error => console.log('error ' + error));
            client.login(process.argv[2]).catch(error => { console.log('failed ' + error.message); process.exit(1); });
            """;

    private static final String READER = """
            const {parse} = require('discord-markdown-parser');
            const lines = require('readline').createInterface({input: process.stdin});
            const shown = (nodes, styles) => (Array.isArray(nodes) ? nodes : [nodes]).flatMap(node => {
              if (node.type === 'text') return [[node.content, styles]];
              if (node.type === 'twemoji') return [[node.name, styles]];
              if (node.type === 'br' || node.type === 'newline') return [['\\n', styles]];
              if (node.type === 'inlineCode' || node.type === 'codeBlock') return [[node.content, node.type]];
              if (node.type === 'autolink' || node.type === 'url') return [[node.target, '']];
              if (Array.isArray(node.content)) return shown(node.content, styles + ' ' + node.type);
              return [['<<' + node.type + '>>', styles]];
            });
            lines.on('line', line => console.log(JSON.stringify({shown: shown(parse(JSON.parse(line).text, 'extended'), '')
              .map(([text, style]) => ({text, style}))})));
            """;

    @TempDir
    Path folder;

    @BeforeEach
    void needs() {
        Needed.that(
                Files.exists(PROGRAMS.resolve("node_modules/discord.js")),
                PROGRAMS + " is not installed; scripts/test-setup does that");
    }

    private Process node(String program, String... arguments) throws Exception {
        List<String> command = new ArrayList<>(List.of("node", "-e", program, "--"));
        command.addAll(List.of(arguments));
        return new ProcessBuilder(command)
                .directory(PROGRAMS.toFile())
                .redirectError(folder.resolve("node.log").toFile())
                .start();
    }

    @Test
    @Timeout(60)
    void discordJsTakesTheStandInForDiscord() throws Exception {
        DiscordWorld world = new DiscordWorld();
        world.beatEvery(41_250);
        try (StandInDiscord server = StandInDiscord.start(0, world)) {
            Process client = node(CLIENT, server.url().toString(), DiscordWorld.TOKEN);
            try (BufferedReader said = client.inputReader(StandardCharsets.UTF_8)) {
                assertThat(said.readLine()).isEqualTo("ready " + Events.USERNAME);
                String talk = DiscordWorld.talk(DiscordMessenger.ANNA);
                world.talk(DiscordMessenger.ANNA, "Anna");
                world.write(Events.message(talk, DiscordMessenger.ANNA, "Anna", DiscordMessenger.id(1), "hello")
                        .build());
                assertThat(said.readLine()).isEqualTo("heard " + DiscordMessenger.ANNA + " hello");
                assertThat(said.readLine()).isEqualTo("sent said: hello");
                assertThat(said.readLine()).isEqualTo("list said: hello|hello");
                assertThat(world.writtenTo(talk)).containsExactly("said: hello");
                takesAFileAndGivesOne(server, world, said);
            } finally {
                client.destroy();
            }
        }
    }

    private static void takesAFileAndGivesOne(StandInDiscord server, DiscordWorld world, BufferedReader said)
            throws Exception {
        JsonObject file = world.files().keep("a.txt", "kept".getBytes(StandardCharsets.UTF_8), server.url());
        String talk = DiscordWorld.talk(DiscordMessenger.ANNA);
        world.write(Events.message(talk, DiscordMessenger.ANNA, "Anna", DiscordMessenger.id(2), "look")
                .with("attachments", JsonArray.of(List.of(file)))
                .build());
        List<String> lines = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            lines.add(said.readLine());
        }
        assertThat(lines).contains("file a.txt kept").last().isEqualTo("given");
        assertThat(world.files().sent()).singleElement().satisfies(sent -> {
            assertThat(sent.name()).isEqualTo("b.txt");
            assertThat(new String(sent.bytes(), StandardCharsets.UTF_8)).isEqualTo("given");
        });
    }

    /// What somebody sees of a text: each sign with its styles.
    private static List<String> seen(Styled text) {
        List<String> seen = new ArrayList<>();
        for (int i = 0; i < text.text().length(); i++) {
            if (!Character.isWhitespace(text.text().charAt(i))) {
                seen.add(text.text().substring(i, i + 1));
            }
        }
        return seen;
    }

    @Test
    void anothersReaderSeesTheSignsOfATextAndNoneThatMeanSomething() throws Exception {
        Random random = new Random(11);
        List<String> words = List.of(
                "*",
                "**",
                "_",
                "__",
                "~~",
                "`",
                "``",
                "```",
                "||",
                "<@1>",
                "@everyone",
                "[a](b)",
                "https://a.example/x_y*z",
                "# ",
                "> ",
                ">>> ",
                "- ",
                "1. ",
                "-# ",
                ":smile:",
                "<t:1:R>",
                "\\",
                "word",
                " ",
                "\n",
                "a",
                "😀",
                "(",
                ")");
        Process reader = node(READER);
        try (BufferedReader said = reader.inputReader(StandardCharsets.UTF_8);
                Writer ask = reader.outputWriter(StandardCharsets.UTF_8)) {
            for (int round = 0; round < 2_000; round++) {
                Styled text = some(random, words);
                ask.write(JsonObject.with("text", new Notation(text).toString()).build() + "\n");
                ask.flush();
                JsonArray shown = JsonObject.parse(said.readLine()).list("shown");
                StringBuilder all = new StringBuilder();
                shown.objects().forEach(one -> all.append(one.text("text")));
                assertThat(seen(Styled.plain(all.toString())))
                        .as(text + " written " + new Notation(text))
                        .isEqualTo(seen(text));
            }
        } finally {
            reader.destroy();
        }
    }

    private static Styled some(Random random, List<String> words) {
        StringBuilder text = new StringBuilder("x");
        for (int i = 0; i < 1 + random.nextInt(12); i++) {
            text.append(words.get(random.nextInt(words.size())));
        }
        text.append("x");
        return Styled.plain(text.toString());
    }
}
