package moltbot.control.panel;

import io.nayuki.qrcodegen.QrCode;
import moltbot.contract.json.JsonObject;

/// A QR code as its rows, which a page draws by itself.
final class QrPicture {
    private QrPicture() {}

    /// `size` dots each way, and `dark`, a character for each, row by row: `1` where it is dark.
    static JsonObject of(String text) {
        QrCode code = QrCode.encodeText(text, QrCode.Ecc.MEDIUM);
        StringBuilder dark = new StringBuilder(code.size * code.size);
        for (int dot = 0; dot < code.size * code.size; dot++) {
            dark.append(code.getModule(dot % code.size, dot / code.size) ? '1' : '0');
        }
        return JsonObject.with("size", code.size).with("dark", dark.toString()).build();
    }
}
