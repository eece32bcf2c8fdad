package moltbot.cli.messenger;

import io.nayuki.qrcodegen.QrCode;

/// A QR code as text: two rows in each line, black on white whatever the terminal's colours are, with the quiet
/// border that cameras need.
final class TerminalQr {
    private static final int BORDER = 2;
    private static final String BLACK_ON_WHITE = "\u001b[30;107m";
    private static final String PLAIN = "\u001b[0m";

    private TerminalQr() {}

    static String of(String text) {
        QrCode code = QrCode.encodeText(text, QrCode.Ecc.LOW);
        StringBuilder lines = new StringBuilder();
        for (int y = -BORDER; y < code.size + BORDER; y += 2) {
            lines.append(BLACK_ON_WHITE);
            for (int x = -BORDER; x < code.size + BORDER; x++) {
                boolean upper = code.getModule(x, y);
                boolean lower = code.getModule(x, y + 1);
                lines.append(upper ? lower ? '█' : '▀' : lower ? '▄' : ' ');
            }
            lines.append(PLAIN).append('\n');
        }
        return lines.toString();
    }
}
