package moltbot.guardian.observe.wire;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.MulticastSocket;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// Questions by UDP and what comes back to them in time. Where they cannot be sent, nobody is there to answer.
final class Datagram {
    private static final int MAX_BYTES = 4096;
    private static final int MAX_ANSWERS = 64;

    private Datagram() {}

    /// What somebody answered.
    record Answer(InetAddress from, byte[] bytes) {}

    static List<Answer> ask(Local from, InetSocketAddress to, List<byte[]> questions, Duration patience) {
        List<Answer> answers = new ArrayList<>();
        try (MulticastSocket socket = new MulticastSocket(new InetSocketAddress(from.address(), 0))) {
            socket.setNetworkInterface(from.in());
            socket.setTimeToLive(1);
            for (byte[] question : questions) {
                socket.send(new DatagramPacket(question, question.length, to));
            }
            long end = System.nanoTime() + patience.toNanos();
            long left = patience.toMillis();
            while (left > 0 && answers.size() < MAX_ANSWERS) {
                socket.setSoTimeout((int) left);
                DatagramPacket packet = new DatagramPacket(new byte[MAX_BYTES], MAX_BYTES);
                socket.receive(packet);
                answers.add(new Answer(packet.getAddress(), Arrays.copyOf(packet.getData(), packet.getLength())));
                left = (end - System.nanoTime()) / 1_000_000;
            }
        } catch (SocketTimeoutException e) {
            return answers;
        } catch (IOException e) {
            System.getLogger("watch")
                    .log(System.Logger.Level.DEBUG, "{0}: {1}", from.in().getName(), e.getMessage());
        }
        return answers;
    }
}
