# tries: looks at what its open files are
# contained: standard input, output and error, and none of them a terminal or a file of the machine
# class: handles
# kind: machine
# seen: host
for fd in /proc/self/fd/*; do
    case ${fd##*/} in 0 | 1 | 2) continue ;; esac
    set -- "$@" "$fd"
done
for fd do
    [ -e "$fd" ] && to=$(readlink "$fd") && case $to in /proc/* | /dev/null | pipe:* | '') ;; *) reached "handle $to" ;; esac
done
for fd in 0 1 2; do
    [ -t $fd ] && reached "terminal at $fd"
done
