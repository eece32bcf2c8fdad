# tries: compares folders and files with the machine's own, by device and number: secrets, homes, logs, mounts, this root
# contained: none is the same
# class: files
# kind: machine
# seen: host
for path in / /root /root/.ssh /etc /etc/shadow /etc/hostname /etc/machine-id /home /home/* /var /var/lib /var/log /run \
    /boot /srv /opt /mnt /media /tmp; do
    [ -e "$path" ] && set -- "$@" "$path"
done
stat -c '%d:%i %n' "$@" 2>/dev/null | while read -r is path; do
    case " $PROBE_MACHINE " in *" $is "*) reached "file $path" ;; esac
done
