package moltbot.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/// A process of the house that goes wrong when it is told to: it listens on every address of the machine. Started as a
/// child of what becomes the supervisor, it belongs to the house as a compartment does.
final class Straggler {
    private Straggler() {}

    /// Does as it is told until nobody tells it anything more.
    ///
    /// @param arguments  the port of this machine on which the bench tells it what to do
    public static void main(String[] arguments) throws IOException {
        try (Socket bench = new Socket(InetAddress.getLoopbackAddress(), Integer.parseInt(arguments[0]));
                BufferedReader orders =
                        new BufferedReader(new InputStreamReader(bench.getInputStream(), StandardCharsets.UTF_8));
                PrintStream answers = new PrintStream(bench.getOutputStream(), true, StandardCharsets.UTF_8)) {
            ServerSocket listening = null;
            String order;
            while ((order = orders.readLine()) != null) {
                if (order.equals("listen")) {
                    listening = new ServerSocket(0);
                    answers.println(System.nanoTime());
                } else {
                    if (listening != null) {
                        listening.close();
                    }
                    answers.println("closed");
                }
            }
        }
    }
}
