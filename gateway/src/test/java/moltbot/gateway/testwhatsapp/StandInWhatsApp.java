package moltbot.gateway.testwhatsapp;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import moltbot.contract.json.JsonArray;
import moltbot.contract.json.JsonObject;
import moltbot.gateway.testmodel.Asked;
import moltbot.gateway.testmodel.ModelServer;
import moltbot.gateway.testmodel.Reply;
import moltbot.gateway.testwhatsapp.WhatsAppWorld.Fault;

/// The Graph API on a loopback port, as far as a phone number of the Cloud API needs it: the number, messages, and
/// files with the server that has them.
public final class StandInWhatsApp implements AutoCloseable {
    private static final String VERSION = "/v24.0/";
    private static final String FILES = "/whatsapp_business/attachments/?mid=";
    private static final int LONGEST_WITH_BUTTONS = 1_024;
    private static final int MOST_BUTTONS = 3;
    private static final int LONGEST_TITLE = 20;
    private static final int LONGEST_ID = 256;
    private static final int LONGEST_TEXT = 4_096;
    private static final Set<String> MEDIA = Set.of(
            "image/jpeg",
            "image/png",
            "text/plain",
            "application/pdf",
            "application/msword",
            "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
            "audio/ogg",
            "video/mp4");

    private final WhatsAppWorld world;
    private final ModelServer server;

    private StandInWhatsApp(int port, WhatsAppWorld world) throws IOException {
        this.world = world;
        this.server = ModelServer.start(port, this::answer);
    }

    /// Listens at once.
    ///
    /// @param port  0 for any free one
    public static StandInWhatsApp start(int port, WhatsAppWorld world) throws IOException {
        return new StandInWhatsApp(port, world);
    }

    public URI url() {
        return server.url();
    }

    private Reply answer(Asked asked) throws InterruptedException {
        world.came(asked.path());
        world.awaitThaw();
        if (!world.knows(asked.header("authorization"))) {
            return refused(401, 190, 0, "Invalid OAuth access token - Cannot parse access token");
        }
        if (asked.path().startsWith(FILES)) {
            return world.file(asked.path().substring(FILES.length()))
                    .map(bytes -> Reply.bytes(200, bytes))
                    .orElseGet(() -> Reply.failure(404, "{}"));
        }
        String path = asked.path().startsWith(VERSION) ? asked.path().substring(VERSION.length()) : "";
        if (path.equals(Webhooks.NUMBER + "/messages")) {
            return message(asked.json());
        }
        if (path.equals(Webhooks.NUMBER + "/media")) {
            return upload(asked);
        }
        String id = path.replaceAll("\\?.*", "");
        return id.equals(Webhooks.NUMBER) ? number() : media(id);
    }

    private static Reply number() {
        return done(JsonObject.with("verified_name", "Molt")
                .with("display_phone_number", Webhooks.DISPLAY)
                .with("id", Webhooks.NUMBER));
    }

    private Reply media(String id) {
        return world.file(id)
                .map(bytes -> done(JsonObject.with("url", world.filesAt(server.url() + FILES) + id)
                        .with("mime_type", "application/octet-stream")
                        .with("sha256", sha256(bytes))
                        .with("file_size", bytes.length)
                        .with("id", id)
                        .with("messaging_product", "whatsapp")))
                .orElseGet(() -> refused(
                        400,
                        100,
                        33,
                        "Unsupported get request. Object with ID '" + id
                                + "' does not exist, cannot be loaded due to missing permissions, or does not support"
                                + " this operation"));
    }

    private static String sha256(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private Reply message(JsonObject message) {
        if (!message.textOr("messaging_product", "").equals("whatsapp")) {
            return refused(400, 100, 0, "(#100) The parameter messaging_product is required.");
        }
        if (message.textOr("status", "").equals("read")) {
            world.seen(message);
            return done(JsonObject.with("success", true));
        }
        Optional<Fault> fault = world.nextFault();
        if (fault.isPresent() && fault.get().status() != 0) {
            Reply no = refused(
                    fault.get().status(),
                    fault.get().code(),
                    0,
                    "(#" + fault.get().code() + ") Refused");
            return fault.get().seconds() == 0
                    ? no
                    : no.with("Retry-After", Long.toString(fault.get().seconds()));
        }
        Optional<Reply> wrong = wrong(message);
        if (wrong.isPresent()) {
            return wrong.get();
        }
        String person = WhatsAppWorld.recipient(message);
        Reply reply = done(JsonObject.with("messaging_product", "whatsapp")
                .with(
                        "contacts",
                        JsonArray.of(List.of(JsonObject.with("input", person)
                                .with("wa_id", person)
                                .build())))
                .with(
                        "messages",
                        JsonArray.of(List.of(
                                JsonObject.with("id", world.sent(message)).build()))));
        return fault.isPresent() ? reply.first(0).ending(Reply.End.CUT) : reply;
    }

    private Optional<Reply> wrong(JsonObject message) {
        boolean number = message.textOr("to", "").matches("[0-9]{5,20}");
        if (!number && !message.textOr("recipient", "").matches("[A-Z]{2}\\.[0-9A-Za-z.]+")) {
            return Optional.of(refused(400, 100, 0, "(#100) The parameter to is required."));
        }
        String type = message.textOr("type", "text");
        JsonObject content = message.objectOr(type, JsonObject.EMPTY);
        if (type.equals("text")) {
            String body = content.textOr("body", "");
            return body.isBlank() || body.codePointCount(0, body.length()) > LONGEST_TEXT
                    ? Optional.of(refused(400, 100, 0, "Param text['body'] must be at most 4096 characters long."))
                    : Optional.empty();
        }
        if (type.equals("interactive")) {
            List<JsonObject> buttons = content.object("action").list("buttons").objects();
            boolean good = content.text("type").equals("button")
                    && content.object("body").text("text").length() <= LONGEST_WITH_BUTTONS
                    && !buttons.isEmpty()
                    && buttons.size() <= MOST_BUTTONS
                    && buttons.stream().allMatch(StandInWhatsApp::isButton);
            return good
                    ? Optional.empty()
                    : Optional.of(refused(400, 131_009, 0, "(#131009) Parameter value is not valid"));
        }
        return world.file(content.textOr("id", "")).isEmpty()
                ? Optional.of(refused(400, 131_053, 0, "(#131053) Media upload error"))
                : Optional.empty();
    }

    private static boolean isButton(JsonObject button) {
        JsonObject reply = button.object("reply");
        return button.text("type").equals("reply")
                && !reply.text("title").isBlank()
                && reply.text("title").length() <= LONGEST_TITLE
                && reply.text("id").length() <= LONGEST_ID;
    }

    /// A form with one file, as every server reads it (RFC 7578).
    private Reply upload(Asked asked) {
        String whole = new String(asked.body(), StandardCharsets.ISO_8859_1);
        String boundary = "--"
                + asked.header("content-type").replaceAll(".*boundary=", "").replace("\"", "");
        Map<String, String> fields = new HashMap<>();
        String name = "";
        String type = "";
        byte[] file = new byte[0];
        for (String part : whole.split(Pattern.quote(boundary), -1)) {
            int end = part.indexOf("\r\n\r\n");
            if (end < 0 || !part.endsWith("\r\n")) {
                continue;
            }
            String head =
                    new String(part.substring(0, end).getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8);
            String value = part.substring(end + 4, part.length() - 2);
            if (head.contains("name=\"file\"; filename=\"")) {
                name = head.replaceAll("(?s).*filename=\"([^\"]*)\".*", "$1").replace("%22", "\"");
                type = head.replaceAll("(?is).*content-type: *([^;\r\n]*).*", "$1");
                file = value.getBytes(StandardCharsets.ISO_8859_1);
            } else {
                fields.put(head.replaceAll("(?s).*name=\"([^\"]*)\".*", "$1"), value);
            }
        }
        if (!"whatsapp".equals(fields.get("messaging_product")) || name.isEmpty()) {
            return refused(400, 100, 0, "(#100) The parameter file is required.");
        }
        return MEDIA.contains(type)
                ? done(JsonObject.with("id", world.bring(name, file)))
                : refused(400, 100, 0, "(#100) Param file must be a file with one of the following types: " + MEDIA);
    }

    private static Reply done(JsonObject.Builder body) {
        return Reply.failure(200, body.build().toString());
    }

    private static Reply refused(int status, int code, int subcode, String message) {
        JsonObject.Builder error = JsonObject.with("message", message)
                .with("type", "OAuthException")
                .with("code", code);
        if (subcode != 0) {
            error.with("error_subcode", subcode);
        }
        error.with("fbtrace_id", "Az8or2yhqkZfEZ-_4Qn_Bam");
        return Reply.failure(
                status, JsonObject.with("error", error.build()).build().toString());
    }

    /// Ends as a kill does: every connection breaks.
    @Override
    public void close() throws IOException {
        server.close();
    }
}
