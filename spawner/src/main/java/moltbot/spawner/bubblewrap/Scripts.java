package moltbot.spawner.bubblewrap;

/// The three constant scripts between this process and a task. None is ever composed from input: everything that
/// varies is a positional argument. Descriptors: 0 the archive that goes in, 1 the task's output, 2 what goes wrong in
/// the scripts themselves (a file), 3 the archive that goes out, 4 the status lines, 5 the task's errors, 6 the
/// lifeline, 7 the task's standard input, 9 the system call filter.
final class Scripts {
    private Scripts() {}

    /// On the machine, as the spawner's own user: opens files, so that nothing later needs to reach them by name.
    /// What was standard input becomes the lifeline: a pipe that nobody writes to, whose end is the spawner's end.
    /// Where it is the task's own, a named pipe is the [Lifeline]; opened both ways first, since a spawner that has
    /// died meanwhile would never open its end.
    /// Arguments: inputs, archive, status, log, filter, lifeline or nothing, command…
    static final String LAUNCH = """
            if [ -n "$6" ]; then
                exec 7<&0 8<>"$6" 6<"$6" 8>&-
            else
                exec 6<&0 7</dev/null
            fi
            exec 0<"$1" 3>"$2" 4>"$3" 5>&2 2>"$4" 9<"$5"
            echo 1000 > /proc/self/oom_score_adj
            shift 6
            exec "$@"
            """;

    /// The first process of user, process and mount namespaces of its own: all that is below ends with it, at once,
    /// whatever state it is in. It ends with bubblewrap, or with the lifeline. That needs no signal to be asked for
    /// in time: bubblewrap's own `--die-with-parent` comes some milliseconds too late for a task that is cancelled
    /// early, which then runs on for ever. It keeps descriptor 5, so that whoever waits for the end of the outputs
    /// waits for it as well. (The `exit` keeps the shell from becoming its last command.)
    /// One small file system holds all the task may write, so that one bound holds for bytes and one for files.
    /// Arguments: file system options, command…
    static final String STAGE = """
            {
                read -r end
                while :; do kill -s KILL -- -1; done
            } <&6 >/dev/null 2>&1 3>&- 4>&- 7<&- 9<&- &
            mount -t tmpfs -o "$1" tmpfs /tmp || exit 1
            mkdir -m 1777 /tmp/tmp /tmp/shm /tmp/workspace /tmp/etc || exit 1
            echo 'sandbox:x:65534:65534:sandbox:/workspace:/bin/sh' > /tmp/etc/passwd
            echo 'sandbox:x:65534:' > /tmp/etc/group
            echo '127.0.0.1 localhost sandbox' > /tmp/etc/hosts
            shift
            "$@" 6<&-
            exit $?
            """;

    /// Inside the outer sandbox: unpacks, runs, packs. The task runs in an inner sandbox with process numbers and
    /// a `/proc` of its own, where this script, its descriptors and its archives do not exist, and in a session of
    /// its own, so that no signal to a group finds them either. How the task ended is written by bubblewrap's
    /// process on this side. What the task leaves running is killed before its workspace is read. The first
    /// lines bound what a connection of the task's to itself may hold; see [Sockets].
    /// Arguments: unpack?, directory, program, PATH, then the words of the inner sandbox and its command, encoded
    static final String INSIDE = """
            for buffer in rmem wmem; do
                echo '4096 65536 262144' > /proc/sys/net/ipv4/tcp_$buffer
            done
            unpack=$1 directory=$2 program=$3 path=$4
            shift 4
            plain() {
                case $1 in
                    p*) word=${1#p} ;;
                    *) word=$(printf '%bx' "${1#e}"); word=${word%x} ;;
                esac
            }
            end() {
                echo "$1" >&4
                exit 0
            }
            if [ "$unpack" = yes ]; then
                tar -x -f - --no-same-owner || {
                    case $(stat -f -c '%a %d' .) in
                        0\\ * | *\\ 0) end full ;;
                        *) end unreadable ;;
                    esac
                }
            fi
            exec <&7 7<&-
            plain "$directory"
            cd "./$word" || end no-directory
            plain "$path"
            path=$word
            plain "$program"
            program=$word
            found=no
            case $program in
                */*) [ -f "$program" ] && [ -x "$program" ] && found=yes ;;
                *)
                    set -f
                    IFS=:
                    for folder in $path; do
                        [ -f "${folder:-.}/$program" ] && [ -x "${folder:-.}/$program" ] && found=yes
                    done
                    unset IFS
                    set +f
                    ;;
            esac
            [ "$found" = yes ] || end no-program
            for encoded do
                shift
                plain "$encoded"
                set -- "$@" "$word"
            done
            echo started >&4
            (
                exec 3>&- 2>&5 5>&-
                exec "$@"
            )
            code=$?
            exec >&2 5>&- 9<&-
            kill -s KILL -- -1
            echo "ended $code" >&4
            cd /workspace && chmod -R u+rwX . || end lost
            [ -z "$(find . ! -type d ! -type f -print -quit)" ] || echo special >&4
            find . -mindepth 1 \\( -type d -o -type f \\) -printf '%P\\0' |
                tar -c -f - --format=posix --pax-option=delete=atime,delete=ctime,delete=mtime \\
                    --owner=0 --group=0 --numeric-owner --hard-dereference --no-recursion --null -T - >&3
            case $? in
                0 | 1) end packed ;;
                *) end lost ;;
            esac
            """;
}
