package moltbot.gateway.egress;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.UUID;
import moltbot.contract.json.JsonObject;
import moltbot.contract.json.JsonValue;

/// Parameters and one file as a form (RFC 7578).
///
/// @param contentType  with its boundary
public record Multipart(String contentType, byte[] body) {
    /// A form of these parameters and a file.
    ///
    /// @param field  the one that is the file
    /// @param name   what the file is called, on one line
    public static Multipart of(JsonObject parameters, String field, String name, String mediaType, byte[] bytes) {
        String boundary = "moltbot-" + UUID.randomUUID();
        ByteArrayOutputStream body = new ByteArrayOutputStream(bytes.length + 1_024);
        parameters
                .fields()
                .forEach((key, value) -> write(
                        body,
                        "--" + boundary + "\r\ncontent-disposition: form-data; name=\"" + key + "\"\r\n"
                                + (value instanceof JsonObject ? "content-type: application/json\r\n" : "") + "\r\n"
                                + plain(value) + "\r\n"));
        // As browsers write it: a name is plain, so a quotation mark is all that could end it.
        String quoted = name.replace("\"", "%22");
        write(
                body,
                "--" + boundary + "\r\ncontent-disposition: form-data; name=\"" + field + "\"; filename=\"" + quoted
                        + "\"\r\ncontent-type: " + mediaType + "\r\n\r\n");
        body.writeBytes(bytes);
        write(body, "\r\n--" + boundary + "--\r\n");
        return new Multipart("multipart/form-data; boundary=" + boundary, body.toByteArray());
    }

    private static String plain(JsonValue value) {
        return value instanceof JsonValue.Text(String text) ? text : value.toString();
    }

    private static void write(ByteArrayOutputStream body, String text) {
        body.writeBytes(text.getBytes(StandardCharsets.UTF_8));
    }
}
