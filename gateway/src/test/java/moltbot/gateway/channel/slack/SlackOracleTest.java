package moltbot.gateway.channel.slack;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import moltbot.gateway.testslack.SlackEvents;
import moltbot.gateway.testslack.SlackWorld;
import moltbot.gateway.testslack.StandInSlack;
import moltbot.testing.Needed;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Slack's own clients (`@slack/socket-mode`, `@slack/web-api`) say whether what we take for Slack's ways are: they log
/// in to our stand-in, hear, acknowledge, answer and move files both ways.
class SlackOracleTest {
    private static final Path PROGRAMS =
            Path.of("../system-test/messengers/slack").toAbsolutePath();

    private static final String CLIENT = """
            const {SocketModeClient} = require('@slack/socket-mode');
            const {WebClient} = require('@slack/web-api');
            const [url, botToken, appToken] = process.argv.slice(1);
            const options = {slackApiUrl: url + '/api/', retryConfig: {retries: 0}};
            const web = new WebClient(botToken, options);
            const socket = new SocketModeClient({appToken, clientOptions: options});
            const say = (...words) => console.log(words.join(' '));
            let self = '';
            const heard = async ({event, ack}) => {
              await ack();
              if (event.user === self) return;
              say('heard', event.type, event.user, event.text);
              const answer = await web.chat.postMessage({channel: event.channel, text: 'said: ' + event.text,
                thread_ts: event.thread_ts, blocks: [{type: 'rich_text', elements: [{type: 'rich_text_section',
                  elements: [{type: 'text', text: 'said: ' + event.text, style: {bold: true}}]}]}]});
              say('posted', answer.channel, answer.message.user);
              const list = await web.conversations.history({channel: event.channel, oldest: '0', limit: 2});
              say('history', list.messages.map(m => m.text).join('|'), list.has_more);
              const person = await web.users.info({user: event.user});
              say('person', person.user.profile.display_name);
              for (const file of event.files || []) {
                const found = await web.files.info({file: file.id});
                const got = await fetch(found.file.url_private_download, {headers: {authorization: 'Bearer ' + botToken}});
                say('file', found.file.name, await got.text());
                await web.filesUploadV2({channel_id: event.channel, file: Buffer.from('given'), filename: 'b.txt'});
                say('uploaded');
              }
            };
            socket.on('message', heard);
            socket.on('app_mention', heard);
            socket.on('error', error => say('error', error));
            web.auth.test().then(test => {
              self = test.user_id;
              say('ready', test.user, test.user_id, test.team_id);
              return socket.start();
            }).then(() => say('connected')).catch(error => { say('failed', error.message); process.exit(1); });
            """;

    @TempDir
    Path folder;

    private final SlackWorld world = new SlackWorld();

    private Process client(StandInSlack server) throws Exception {
        Needed.that(
                Files.exists(PROGRAMS.resolve("node_modules/@slack/socket-mode")),
                PROGRAMS + " is not installed; scripts/test-setup does that");
        return new ProcessBuilder(List.of(
                        "node",
                        "-e",
                        CLIENT,
                        "--",
                        server.url().toString(),
                        SlackWorld.BOT_TOKEN,
                        SlackWorld.APP_TOKEN))
                .directory(PROGRAMS.toFile())
                .redirectError(folder.resolve("node.log").toFile())
                .start();
    }

    private static void expect(BufferedReader said, String... lines) throws Exception {
        for (String line : lines) {
            String next = said.readLine();
            // Its own notes are no words of the test's.
            while (next != null && next.startsWith("[")) {
                next = said.readLine();
            }
            assertThat(next).isEqualTo(line);
        }
    }

    @Test
    @Timeout(60)
    void slacksOwnClientsTakeTheStandInForSlack() throws Exception {
        try (StandInSlack server = StandInSlack.start(0, world)) {
            Process client = client(server);
            try (BufferedReader said = client.inputReader(StandardCharsets.UTF_8)) {
                expect(said, "ready molt " + SlackEvents.BOT + " " + SlackEvents.TEAM, "connected");
                String talk = SlackEvents.talk(SlackMessenger.ANNA);
                world.write(SlackEvents.direct(SlackMessenger.ANNA, 1, "hello").build());
                expect(
                        said,
                        "heard message " + SlackMessenger.ANNA + " hello",
                        "posted " + talk + " " + SlackEvents.BOT,
                        "history said: hello|hello false",
                        "person Anna");
                assertThat(world.sentTo(talk, "")).containsExactly("said: hello");
                assertThat(world.allReceived()).isTrue();

                world.write(SlackEvents.direct(SlackMessenger.ANNA, 2, "look")
                        .with("subtype", "file_share")
                        .with(
                                "files",
                                moltbot.contract.json.JsonArray.of(List.of(world.files()
                                        .keep("a.txt", "kept".getBytes(StandardCharsets.UTF_8), server.url()))))
                        .build());
                expect(
                        said,
                        "heard message " + SlackMessenger.ANNA + " look",
                        "posted " + talk + " " + SlackEvents.BOT,
                        "history said: look|look true",
                        "person Anna",
                        "file a.txt kept",
                        "uploaded");
                assertThat(world.files().sent()).singleElement().satisfies(file -> {
                    assertThat(file.name()).isEqualTo("b.txt");
                    assertThat(new String(file.bytes(), StandardCharsets.UTF_8)).isEqualTo("given");
                });

                // It comes back when it is told to, and takes what was said meanwhile.
                world.announceEnd("refresh_requested");
                world.writeNaming(SlackEvents.mention(SlackMessenger.GROUP, SlackMessenger.ANNA, 3, "and here?"));
                expect(said, "heard app_mention " + SlackMessenger.ANNA + " <@" + SlackEvents.BOT + "> and here?");
            } finally {
                client.destroy();
            }
        }
    }
}
