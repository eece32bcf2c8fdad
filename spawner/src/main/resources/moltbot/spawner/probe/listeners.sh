# tries: lists the TCP and UDP sockets it can see
# contained: none, since it has none itself
# class: network
# kind: network
# seen: host
for table in /proc/net/tcp /proc/net/tcp6 /proc/net/udp /proc/net/udp6; do
    [ -r $table ] || continue
    while read -r n local remote state rest; do
        case $state in 0A | 07 | 01) reached "socket of the machine at $local" ;; esac
    done < $table
done
