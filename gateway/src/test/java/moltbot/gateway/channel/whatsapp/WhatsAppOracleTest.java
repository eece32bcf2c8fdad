package moltbot.gateway.channel.whatsapp;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import moltbot.contract.json.JsonObject;
import moltbot.contract.json.JsonValue;
import moltbot.gateway.testwhatsapp.StandInWhatsApp;
import moltbot.gateway.testwhatsapp.Webhooks;
import moltbot.gateway.testwhatsapp.WhatsAppWorld;
import moltbot.testing.Needed;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// A client that others wrote for the Cloud API (`@kapso/whatsapp-cloud-api`) says whether what we take for its ways
/// are: it writes by our stand-in, moves files both ways, is refused, and reads our webhooks.
class WhatsAppOracleTest {
    private static final Path PROGRAMS =
            Path.of("../system-test/messengers/whatsapp").toAbsolutePath();

    private static final String CLIENT = """
            const {WhatsAppClient} = require('@kapso/whatsapp-cloud-api');
            const {normalizeWebhook} = require('@kapso/whatsapp-cloud-api/server');
            const [url, token, phoneNumberId, to, ...webhooks] = process.argv.slice(1);
            const client = accessToken => new WhatsAppClient({accessToken, baseUrl: url, graphVersion: 'v24.0'});
            const mine = client(token);
            const say = (...words) => console.log(words.join(' '));
            (async () => {
              const self = await mine.request('GET', phoneNumberId, {responseType: 'json',
                query: {fields: 'id,display_phone_number,verified_name'}});
              say('number', JSON.stringify(self.displayPhoneNumber ?? self.display_phone_number));
              const sent = await mine.messages.sendText({phoneNumberId, to, body: 'hello'});
              say('sent', sent.messages[0].id.startsWith('wamid.'), sent.contacts[0].waId ?? sent.contacts[0].wa_id);
              const read = await mine.messages.markRead({phoneNumberId, messageId: 'wamid.1', typingIndicator: {type: 'text'}});
              say('read', read.success);
              const brought = await mine.media.upload({phoneNumberId, type: 'document', fileName: 'b.txt',
                file: new Blob(['given'], {type: 'text/plain'})});
              await mine.messages.sendDocument({phoneNumberId, to, document: {id: brought.id, filename: 'b.txt'}});
              const found = await mine.media.get({mediaId: '77', phoneNumberId});
              say('file', found.fileSize ?? found.file_size, Buffer.from(await mine.media.download({mediaId: '77', phoneNumberId,
                auth: 'always'})).toString());
              for (const webhook of webhooks) {
                const all = normalizeWebhook(JSON.parse(webhook));
                for (const one of all.messages) {
                  say('heard', all.phoneNumberId, one.type, one.from, one.text?.body ?? one.image?.caption ?? '', one.context?.forwarded === true);
                }
                for (const one of all.statuses) {
                  say('status', one.status, one.recipientId, one.errors?.[0]?.code ?? 0);
                }
              }
              await client('wrong').messages.sendText({phoneNumberId, to, body: 'x'}).catch(e => say('refused', e.httpStatus, e.code));
            })().catch(error => say('failed', error.stack));
            """;

    @TempDir
    Path folder;

    @Test
    @Timeout(60)
    void aClientOfOthersTakesTheStandInForTheCloudApi() throws Exception {
        Needed.that(
                Files.exists(PROGRAMS.resolve("node_modules/@kapso/whatsapp-cloud-api")),
                PROGRAMS + " is not installed; scripts/test-setup does that");
        String anna = WhatsAppMessenger.ANNA;
        JsonObject sentOn = Webhooks.context("forwarded", JsonValue.of(true));
        JsonObject picture =
                Webhooks.media("77", "image/jpeg").with("caption", "look").build();
        try (WhatsAppWorld world = new WhatsAppWorld();
                StandInWhatsApp server = StandInWhatsApp.start(0, world)) {
            world.keep("77", "kept".getBytes(StandardCharsets.UTF_8));
            Process client = new ProcessBuilder(List.of(
                            "node",
                            "-e",
                            CLIENT,
                            "--",
                            server.url().toString(),
                            WhatsAppWorld.TOKEN,
                            Webhooks.NUMBER,
                            anna,
                            Webhooks.messages(
                                            anna,
                                            "Anna",
                                            Webhooks.text(anna, 1, "hello").build())
                                    .toString(),
                            Webhooks.messages(
                                            anna,
                                            "Anna",
                                            Webhooks.from(anna, 2)
                                                    .with("type", "image")
                                                    .with("image", picture)
                                                    .with("context", sentOn)
                                                    .build())
                                    .toString(),
                            Webhooks.status("wamid.1", "failed", anna, 131_047).toString()))
                    .directory(PROGRAMS.toFile())
                    .redirectError(folder.resolve("node.log").toFile())
                    .start();
            String said = new String(client.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertThat(said.lines().toList())
                    .containsExactly(
                            "number \"" + Webhooks.DISPLAY + "\"",
                            "sent true " + anna,
                            "read true",
                            "file 4 kept",
                            "heard " + Webhooks.NUMBER + " text " + anna + " hello false",
                            "heard " + Webhooks.NUMBER + " image " + anna + " look true",
                            "status failed " + anna + " 131047",
                            "refused 401 190");
            assertThat(world.sentTo(anna)).containsExactly("hello");
            assertThat(world.filesSentTo(anna)).containsExactly("b.txt given");
        }
    }
}
