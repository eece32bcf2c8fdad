# tries: lists the Unix sockets that have a name, by path or abstract
# contained: none
# class: network
# kind: network
# seen: host
[ -r /proc/net/unix ] || exit 0
while read -r number refs protocol flags type state inode path; do
    case $path in Path | '') ;; *) reached "Unix socket $path" ;; esac
done < /proc/net/unix
