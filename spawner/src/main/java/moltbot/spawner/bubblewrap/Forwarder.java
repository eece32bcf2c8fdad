package moltbot.spawner.bubblewrap;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import moltbot.contract.ContractException;
import moltbot.contract.sandbox.SandboxNetwork;
import moltbot.spawner.task.Networks;

/// What carries a sandbox's connections from a port of its own loopback to the gateway's socket, since programs speak
/// TCP to a proxy. It runs in the outer sandbox, beside the script: the task can reach the port and neither the
/// forwarder nor the socket. In perl, which every Debian and its like has in its base, or else in python3.
///
/// The socket lies in a folder that whoever the sandbox runs as may not enter. So it is opened on the way in, as no
/// more than a place (`O_PATH`), as descriptor 18; the certificate is descriptor 19.
///
/// @param interpreter  the program and its flags, up to a script; empty for no network
/// @param openScript    what opens the two descriptors
/// @param listenScript  what listens and forwards
record Forwarder(List<String> interpreter, Optional<Networks.Door> door, String openScript, String listenScript) {
    static final Forwarder NONE = new Forwarder(List.of(), Optional.empty(), "", "");

    private static final String MARK = "egress: ";

    /// Arguments: socket, certificate, command…
    private static final String PERL_OPEN = """
            use POSIX ();
            sysopen(my $socket, shift, 0x200000) or die "egress: socket: $!\\n";
            sysopen(my $authority, shift, 0) or die "egress: certificate: $!\\n";
            POSIX::dup2(fileno $socket, 18) && POSIX::dup2(fileno $authority, 19) or die "egress: descriptors: $!\\n";
            exec { $ARGV[0] } @ARGV;
            die "egress: $!\\n";
            """;

    /// Listens before the command is begun, so that nothing has to wait for it. Arguments: port, command…
    private static final String PERL_LISTEN = """
            use strict;
            use Socket;
            use POSIX ();
            my $port = shift;
            socket(my $door, PF_INET, SOCK_STREAM, 0) or die "egress: socket: $!\\n";
            bind($door, pack_sockaddr_in($port, INADDR_LOOPBACK)) or die "egress: bind: $!\\n";
            listen($door, 64) or die "egress: listen: $!\\n";
            my $child = fork;
            defined $child or die "egress: fork: $!\\n";
            if ($child) {
                POSIX::close(18);
                exec { $ARGV[0] } @ARGV;
                die "egress: $!\\n";
            }
            for my $fd (0 .. 17, 19) { POSIX::close($fd) if $fd != fileno $door }
            $SIG{PIPE} = 'IGNORE';
            my (%handle, %other, %waiting, %ended);
            sub forget {
                my @pair = ($_[0], $other{$_[0]});
                for my $fd (@pair) {
                    close $handle{$fd};
                    delete $_->{$fd} for \\%handle, \\%other, \\%waiting, \\%ended;
                }
            }
            sub admit {
                accept(my $inside, $door) or return;
                socket(my $outside, PF_UNIX, SOCK_STREAM, 0) or return;
                connect($outside, pack_sockaddr_un('/proc/self/fd/18')) or return;
                my @pair = (fileno $inside, fileno $outside);
                $_->blocking(0) for $inside, $outside;
                @handle{@pair} = ($inside, $outside);
                @other{@pair} = reverse @pair;
                @waiting{@pair} = ('', '');
                @ended{@pair} = (0, 0);
            }
            sub flushed {
                my ($fd) = @_;
                return if length $waiting{$fd} || !$ended{$other{$fd}};
                shutdown($handle{$fd}, 1);
                forget($fd) if $ended{$fd} && !length $waiting{$other{$fd}};
            }
            use IO::Handle;
            while (1) {
                my ($read, $write) = ('', '');
                vec($read, fileno $door, 1) = 1 if keys %handle < 160;
                for my $fd (keys %handle) {
                    vec($read, $fd, 1) = 1 if !$ended{$fd} && length $waiting{$other{$fd}} < 65536;
                    vec($write, $fd, 1) = 1 if length $waiting{$fd};
                }
                select($read, $write, undef, undef) > 0 or next;
                for my $fd (keys %handle) {
                    next unless exists $handle{$fd} && vec($read, $fd, 1);
                    my $count = sysread($handle{$fd}, my $bytes, 65536);
                    if (!defined $count) {
                        forget($fd) unless $!{EAGAIN} || $!{EINTR};
                    } elsif ($count) {
                        $waiting{$other{$fd}} .= $bytes;
                    } else {
                        $ended{$fd} = 1;
                        flushed($other{$fd});
                    }
                }
                for my $fd (keys %handle) {
                    next unless exists $handle{$fd} && vec($write, $fd, 1) && length $waiting{$fd};
                    my $count = syswrite($handle{$fd}, $waiting{$fd});
                    if (!defined $count) {
                        forget($fd) unless $!{EAGAIN} || $!{EINTR};
                    } else {
                        substr($waiting{$fd}, 0, $count) = '';
                        flushed($fd);
                    }
                }
                admit() if vec($read, fileno $door, 1);
            }
            """;

    private static final String PYTHON_OPEN = """
            import os, sys
            try:
                socket, authority = os.open(sys.argv[1], os.O_PATH), os.open(sys.argv[2], os.O_RDONLY)
                os.dup2(socket, 18)
                os.dup2(authority, 19)
                os.execvp(sys.argv[3], sys.argv[3:])
            except Exception as e:
                sys.exit("egress: %r" % e)
            """;

    private static final String PYTHON_LISTEN = """
            import os, selectors, socket, sys
            try:
                door = socket.socket()
                door.bind(("127.0.0.1", int(sys.argv[1])))
                door.listen(64)
                if os.fork():
                    os.close(18)
                    os.execvp(sys.argv[2], sys.argv[2:])
            except Exception as e:
                sys.exit("egress: %r" % e)
            for fd in [*range(18), 19]:
                if fd != door.fileno():
                    try:
                        os.close(fd)
                    except OSError:
                        pass
            ways, other, waiting, ended = selectors.DefaultSelector(), {}, {}, {}
            def forget(one):
                for end in (one, other[one]):
                    if end in ways.get_map():
                        ways.unregister(end)
                for end in (one, other[one]):
                    for kept in (waiting, ended):
                        del kept[end]
                del other[other[one]], other[one]
            def close(one):
                pair = (one, other[one])
                forget(one)
                for end in pair:
                    end.close()
            def watch(end):
                mask = selectors.EVENT_WRITE if waiting[end] else 0
                if not ended[end] and len(waiting[other[end]]) < 65536:
                    mask |= selectors.EVENT_READ
                if end in ways.get_map():
                    ways.unregister(end)
                if mask:
                    ways.register(end, mask)
            def admit():
                inside, _ = door.accept()
                outside = socket.socket(socket.AF_UNIX)
                try:
                    outside.connect("/proc/self/fd/18")
                except OSError:
                    inside.close()
                    return
                other[inside], other[outside] = outside, inside
                for end in (inside, outside):
                    end.setblocking(False)
                    waiting[end], ended[end] = b"", False
                watch(inside)
                watch(outside)
            def turn(end, mask):
                if mask & selectors.EVENT_READ:
                    data = end.recv(65536)
                    if data:
                        waiting[other[end]] += data
                    else:
                        ended[end] = True
                if mask & selectors.EVENT_WRITE and waiting[end]:
                    waiting[end] = waiting[end][end.send(waiting[end]):]
                for one in (end, other[end]):
                    if ended[other[one]] and not waiting[one]:
                        one.shutdown(socket.SHUT_WR)
                        if ended[one] and not waiting[other[one]]:
                            return close(one)
                watch(end)
                watch(other[end])
            ways.register(door, selectors.EVENT_READ)
            while True:
                for key, mask in ways.select():
                    if key.fileobj is door:
                        admit()
                    elif key.fileobj in other:
                        try:
                            turn(key.fileobj, mask)
                        except (BlockingIOError, InterruptedError):
                            pass
                        except OSError:
                            close(key.fileobj)
            """;

    /// For a task's door; [#NONE] where it has none.
    static Forwarder of(Optional<Networks.Door> door) {
        return door.isEmpty() ? NONE : on(door, Path.of("/usr/bin"));
    }

    /// @param folder  where programs are; `/usr/bin` outside tests
    static Forwarder on(Optional<Networks.Door> door, Path folder) {
        Path perl = folder.resolve("perl");
        Path python = folder.resolve("python3");
        if (Files.isExecutable(perl)) {
            return new Forwarder(List.of(perl.toString(), "-e"), door, PERL_OPEN, PERL_LISTEN);
        } else if (Files.isExecutable(python)) {
            return new Forwarder(List.of(python.toString(), "-ISc"), door, PYTHON_OPEN, PYTHON_LISTEN);
        }
        throw ContractException.refused(
                "no-network",
                "This machine has neither perl nor python3, which the way to the network needs. Nothing was run.");
    }

    /// Goes before the first command, as the spawner's own user.
    List<String> opening() {
        List<String> words = new ArrayList<>();
        door.ifPresent(way -> {
            words.addAll(interpreter);
            words.addAll(
                    List.of(openScript, way.socket().toString(), way.authority().toString()));
        });
        return words;
    }

    /// The outer sandbox, with the certificate in it.
    List<String> outer(List<String> words) {
        return with(words, List.of("--perms", "0444", "--file", "19", SandboxNetwork.AUTHORITY_FILE));
    }

    /// The inner sandbox, likewise.
    List<String> inner(List<String> words) {
        return with(words, List.of("--ro-bind", SandboxNetwork.AUTHORITY_FILE, SandboxNetwork.AUTHORITY_FILE));
    }

    private List<String> with(List<String> words, List<String> more) {
        if (door.isEmpty()) {
            return words;
        }
        List<String> all = new ArrayList<>(words);
        all.addAll(1, more);
        return all;
    }

    /// Goes before the script in the outer sandbox.
    List<String> listening() {
        if (door.isEmpty()) {
            return List.of();
        }
        List<String> words = new ArrayList<>(interpreter);
        words.addAll(List.of(listenScript, Integer.toString(SandboxNetwork.PROXY_PORT)));
        return words;
    }

    /// True if this is why a sandbox was not set up.
    static boolean failed(String log) {
        return log.contains(MARK);
    }

    static ContractException refusal() {
        return ContractException.refused(
                "no-network",
                "The sandbox's way to the network could not be opened on this machine, so nothing was run; the"
                        + " spawner's log says why.");
    }
}
