package moltbot.spawner.docker;

import java.util.List;
import moltbot.contract.sandbox.SandboxNetwork;

/// The program in a container that programs find a proxy at: it listens on the container's own loopback and carries all
/// connections over its standard streams, in [TunnelFrame]s, to the [Tunnel]. It runs as another user than the task,
/// which can neither end nor trace it. In python3, which the image needs for this alone.
final class Forwarder {
    /// Where it puts the certificate of the task's authority: the root is read-only, so not where bubblewrap has it.
    static final String FOLDER = "/run/egress";

    static final String AUTHORITY = FOLDER + "/authority.pem";

    /// Arguments: where the certificate goes, the port. It never stops reading its input, which by the windows is never
    /// more than it can hold, and takes from programs only what it may send on.
    private static final String SCRIPT = """
            import os, select, socket, struct, sys
            AUTHORITY, READY, OPEN, DATA, END, CLOSE, TAKEN = range(7)
            CONNECTIONS, WINDOW, PIECE = 32, 32768, 16384
            def read(count):
                data = b""
                while len(data) < count:
                    piece = os.read(0, count - len(data))
                    if not piece:
                        sys.exit("egress: no certificate")
                    data += piece
                return data
            try:
                size = struct.unpack(">xxH", read(4))[0]
                file = os.open(sys.argv[1], os.O_WRONLY | os.O_CREAT | os.O_EXCL)
                os.fchmod(file, 0o444)
                os.write(file, read(size))
                os.close(file)
                door = socket.socket()
                door.bind(("127.0.0.1", int(sys.argv[2])))
                door.listen(64)
            except OSError as e:
                sys.exit("egress: %r" % e)
            out, heard, ways = bytearray(), bytearray(), {}
            def tell(kind, number, data=b""):
                out.extend(struct.pack(">BBH", kind, number, len(data)))
                out.extend(data)
            class Way:
                def __init__(self, program, number):
                    self.program, self.number, self.credit, self.waiting = program, number, WINDOW, bytearray()
                    self.inside_ended = self.outside_ended = self.shut = self.closed = False
                    program.setblocking(False)
                    tell(OPEN, number)
                def fileno(self):
                    return self.program.fileno()
                def hear(self):
                    data = self.program.recv(min(self.credit, PIECE))
                    if data:
                        self.credit -= len(data)
                        tell(DATA, self.number, data)
                    else:
                        self.inside_ended = True
                        tell(END, self.number)
                        self.settle()
                def say(self):
                    count = self.program.send(self.waiting)
                    del self.waiting[:count]
                    tell(TAKEN, self.number, struct.pack(">I", count))
                    self.settle()
                def settle(self):
                    if self.outside_ended and not self.waiting:
                        if not self.shut:
                            self.shut = True
                            self.program.shutdown(socket.SHUT_WR)
                        if self.inside_ended:
                            self.close()
                def close(self):
                    if not self.closed:
                        self.closed = True
                        self.program.close()
                        tell(CLOSE, self.number)
            def arrive(kind, number, data):
                way = ways[number]
                if kind == CLOSE:
                    way.close()
                    del ways[number]
                elif way.closed:
                    pass
                elif kind == DATA:
                    way.waiting += data
                elif kind == TAKEN:
                    way.credit += struct.unpack(">I", data)[0]
                elif kind == END:
                    way.outside_ended = True
                    way.settle()
            def attempt(what):
                try:
                    what()
                except (BlockingIOError, InterruptedError):
                    pass
                except OSError:
                    what.__self__.close()
            for end in (0, 1):
                os.set_blocking(end, False)
            tell(READY, 0)
            while True:
                open_ways = [way for way in ways.values() if not way.closed]
                reads = [0] + [w for w in open_ways if not w.inside_ended and w.credit and len(out) < 65536]
                writes = [w for w in open_ways if w.waiting] + ([1] if out else [])
                if len(ways) < CONNECTIONS:
                    reads.append(door)
                reads, writes, _ = select.select(reads, writes, [])
                for one in writes:
                    if one == 1:
                        del out[:os.write(1, out[:65536])]
                    elif not one.closed:
                        attempt(one.say)
                for one in reads:
                    if one is door:
                        number = next(n for n in range(CONNECTIONS) if n not in ways)
                        ways[number] = Way(door.accept()[0], number)
                    elif one != 0 and not one.closed:
                        attempt(one.hear)
                if 0 in reads:
                    data = os.read(0, 65536)
                    if not data:
                        sys.exit(0)
                    heard += data
                    while len(heard) >= 4:
                        kind, number, size = struct.unpack(">BBH", heard[:4])
                        if len(heard) < 4 + size:
                            break
                        data = bytes(heard[4:4 + size])
                        del heard[:4 + size]
                        try:
                            arrive(kind, number, data)
                        except OSError:
                            ways[number].close()
            """;

    private Forwarder() {}

    static List<String> command() {
        return List.of("python3", "-ISc", SCRIPT, AUTHORITY, Integer.toString(SandboxNetwork.PROXY_PORT));
    }
}
