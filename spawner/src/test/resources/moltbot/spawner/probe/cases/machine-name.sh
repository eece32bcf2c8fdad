# tries: reads what tells one machine from another: its name, its number, its hardware's
# contained: none of them
# class: host-name
# seen: host
[ "$(cat /proc/sys/kernel/hostname)" = "$PROBE_HOSTNAME" ] && reached "the name"
for path in /etc/machine-id /var/lib/dbus/machine-id /sys/class/dmi/id/product_uuid /sys/class/dmi/id/board_serial \
    /sys/class/net/eth0/address /sys/class/dmi/id/product_serial; do
    [ -s "$path" ] && [ -r "$path" ] && reached "$path"
done
