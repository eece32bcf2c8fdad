package moltbot.cli.messenger;

import static org.assertj.core.api.Assertions.assertThat;

import io.nayuki.qrcodegen.QrCode;
import java.util.List;
import org.junit.jupiter.api.Test;

/// Every point of the code is where it belongs.
class TerminalQrTest {
    @Test
    void drawsEachPointOfTheCode() {
        String text = "sgnl://linkdevice?uuid=kYtLCD3xrmXqFJmRQ5mzlw%3D%3D&pub_key=BcXl3Bz9vTnY3QpnYlBEDrIJ";
        QrCode code = QrCode.encodeText(text, QrCode.Ecc.LOW);
        List<String> lines = TerminalQr.of(text)
                .lines()
                .map(line -> line.replaceAll("\u001b\\[[0-9;]*m", ""))
                .toList();

        for (int y = 0; y < code.size; y++) {
            for (int x = 0; x < code.size; x++) {
                char drawn = lines.get((y + 2) / 2).charAt(x + 2);
                boolean dark = drawn == '█' || drawn == (y % 2 == 0 ? '▀' : '▄');
                assertThat(dark).as(x + ", " + y).isEqualTo(code.getModule(x, y));
            }
        }
        assertThat(lines.getFirst().isBlank()).as("a quiet border").isTrue();
    }
}
