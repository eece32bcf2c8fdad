package moltbot.spawner.task;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.TreeMap;
import moltbot.contract.sandbox.SandboxLimits;
import moltbot.contract.sandbox.SandboxSpec;
import moltbot.contract.seal.Seal;

/// The one task that nobody has to allow: a constant script that tries to get out of its sandbox and tells what it
/// could reach. It changes nothing, wherever it runs. Each line it writes is one thing that must not be: its kind, a
/// space, and what it was. The last line is `done`.
final class Canary {
    /// Of the script's lines: more says nothing new.
    static final int MAX_LINES = 100;

    private static final SandboxLimits LIMITS =
            new SandboxLimits(Duration.ofSeconds(90), 64L << 20, 16, 32 << 10, 1L << 20);

    /// Silence is no sign of a road: on a busy machine it may be its own. A road shows in the routes.
    /// Argument: the data folder of this house, which must not exist in there. Bash, where it is, makes
    /// connections; what the
    /// kernel tells of networks is read in any case.
    private static final String SCRIPT = """
            cd / 2>/dev/null
            while IFS=: read -r name rest; do
                name=$(echo $name)
                case $name in lo | Inter-* | face* | '') ;; *) echo "network interface $name" ;; esac
            done < /proc/net/dev
            while read -r iface rest; do
                case $iface in Iface | lo | '') ;; *) echo "network route by $iface" ;; esac
            done < /proc/net/route
            for table in /proc/net/tcp /proc/net/tcp6 /proc/net/udp /proc/net/udp6; do
                [ -r $table ] || continue
                while read -r n local remote state rest; do
                    case $state in 0A | 07 | 01) echo "network socket of the machine at $local" ;; esac
                done < $table
            done
            while read -r num refs proto flags type st inode path; do
                case $path in Path | '') ;; *) echo "network Unix socket $path" ;; esac
            done < /proc/net/unix
            for path in /run/docker.sock /var/run/docker.sock /run/containerd/containerd.sock /run/podman/podman.sock \\
                /run/dbus/system_bus_socket; do
                [ -e $path ] && echo "network socket $path"
            done
            if command -v bash >/dev/null 2>&1; then
                for target in tcp/169.254.169.254/80 tcp/fd00:ec2::254/80 tcp/192.0.2.1/443 udp/192.0.2.1/53 \\
                    tcp/10.0.0.1/80 tcp/192.168.1.1/80; do
                    said=$(timeout 1 bash -c ": 3<>/dev/$target" 2>&1)
                    [ $? = 0 ] && echo "network connection to $target"
                    case $said in *refused*) echo "network road to $target" ;; esac
                done
            fi
            [ -e "$1" ] && echo "machine folder $1"
            for path in /root/.ssh /etc/shadow /etc/machine-id /etc/hostname /var/lib /var/log /boot /srv /opt /sys/kernel /mnt \\
                /media /home/*; do
                [ -e "$path" ] && echo "machine file $path"
            done
            for path in / /usr /usr/bin /etc; do
                [ -w $path ] && echo "machine writable $path"
            done
            for folder in /proc/[0-9]*; do
                read -r comm < $folder/comm 2>/dev/null || continue
                case $comm in sh | dash | bash | busybox | bwrap | timeout | env | canary) ;; *) echo "machine process $comm" ;; esac
            done
            for fd in /proc/self/fd/*; do
                case ${fd##*/} in 0 | 1 | 2) continue ;; esac
                to=$(readlink $fd 2>/dev/null) && [ -n "$to" ] && case $to in /proc/* | /dev/null | pipe:*) ;; *) echo "machine handle $to" ;; esac
            done
            env | while IFS='=' read -r name value; do
                case $name in *KEY* | *TOKEN* | *SECRET* | *PASSWORD*) echo "machine variable $name" ;; esac
            done
            for folder in /workspace /tmp /dev/shm; do
                [ -e $folder/moltbot-canary ] && echo "machine leftover $folder/moltbot-canary"
                : > $folder/moltbot-canary
            done 2>/dev/null
            echo done
            """;

    private Canary() {}

    static SandboxSpec spec(Path dataRoot) {
        return new SandboxSpec(
                List.of("/bin/sh", "-c", SCRIPT, "canary", dataRoot.toString()),
                new TreeMap<>(),
                ".",
                Seal.sha256Hex(new byte[0]),
                LIMITS);
    }
}
