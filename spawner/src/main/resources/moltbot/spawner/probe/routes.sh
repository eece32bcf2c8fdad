# tries: lists the routes to other machines, of IPv4 and IPv6
# contained: there is none
# class: network
# kind: network
# seen: host
while read -r interface rest; do
    case $interface in Iface | lo | '') ;; *) reached "route by $interface" ;; esac
done < /proc/net/route
[ -r /proc/net/ipv6_route ] || exit 0
while read -r to bits from frombits next metric refs use flags interface; do
    case $interface in lo | '') ;; *) reached "route of IPv6 by $interface" ;; esac
done < /proc/net/ipv6_route
