package moltbot.breaker.desk;

import io.nayuki.qrcodegen.QrCode;
import moltbot.contract.json.JsonObject;

/// A QR code as the path of an SVG, which a page can draw without markup from elsewhere.
final class QrPicture {
    private QrPicture() {}

    static JsonObject of(String text) {
        QrCode code = QrCode.encodeText(text, QrCode.Ecc.MEDIUM);
        StringBuilder path = new StringBuilder();
        for (int y = 0; y < code.size; y++) {
            for (int x = 0; x < code.size; x++) {
                if (code.getModule(x, y)) {
                    path.append('M').append(x).append(' ').append(y).append("h1v1h-1z");
                }
            }
        }
        return JsonObject.with("size", code.size).with("path", path.toString()).build();
    }
}
