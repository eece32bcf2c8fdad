package moltbot.guardian.observe.docker;

import java.net.InetAddress;
import moltbot.guardian.observe.knock.Door;

/// Asks an engine by TCP what a stranger could ask, with a GET and nothing else.
final class TcpAsk {
    private TcpAsk() {}

    /// The answer, or empty.
    static String get(InetAddress address, int port, String path) {
        return Door.get(address, port, "engine", path);
    }

    /// 0 where it is no HTTP.
    static int status(String answer) {
        return answer.matches("(?s)HTTP/1\\.[01] [1-5][0-9]{2}.*") ? Integer.parseInt(answer, 9, 12, 10) : 0;
    }
}
