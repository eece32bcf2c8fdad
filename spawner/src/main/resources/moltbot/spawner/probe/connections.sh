# tries: connects to metadata addresses, the local network, a name server and the internet
# contained: no connection is made and nobody refuses one either, since a refusal needs a road
# class: network
# kind: network
# seen: host
# Silence is no sign of a road: on a busy machine it may be its own. A road shows in the routes.
command -v bash >/dev/null 2>&1 || exit 0
exec bash -c '
reached() { echo "$0 $*"; }
for target in tcp/169.254.169.254/80 tcp/fd00:ec2::254/80 tcp/192.0.2.1/443 udp/192.0.2.1/53 udp/169.254.169.254/53 \
    tcp/10.0.0.1/80 tcp/192.168.1.1/80 ${PROBE_TCP:+tcp/127.0.0.1/$PROBE_TCP}; do
    (
        said=$( { : 3<>"/dev/$target"; } 2>&1 && echo connected)
        case $said in
            *connected) reached "connection to $target" ;;
            *refused*) case $target in *127.0.0.1*) ;; *) reached "road to $target" ;; esac ;;
        esac
    ) &
    trying="$trying $!"
done
(sleep 1; kill -9 $trying) >/dev/null 2>&1 &
wait $trying 2>/dev/null
kill -9 $! 2>/dev/null
exit 0' "$kind"
