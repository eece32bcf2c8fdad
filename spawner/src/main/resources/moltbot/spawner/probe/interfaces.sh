# tries: lists the network interfaces
# contained: there is none but lo, and what every new network of some kernels has, which leads nowhere
# class: network
# kind: network
# seen: host
while IFS=': ' read -r name rest; do
    case $name in
        lo | Inter-* | face* | '') ;;
        tunl0 | gre0 | gretap0 | erspan0 | sit0 | ip_vti0 | ip6_vti0 | ip6tnl0 | ip6gre0) ;;
        *) reached "interface $name" ;;
    esac
done < /proc/net/dev
