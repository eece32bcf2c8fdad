# tries: runs the machine's setuid programs to become root
# contained: none of them makes it anybody else
# class: setuid
# seen: root
[ "$(id -u)" = 0 ] && grep -q '^ *0  *0  *4294967295' /proc/self/uid_map && reached "root, without any program"
for program in su sudo pkexec newgrp mount fusermount3 fusermount; do
    path=$(command -v $program) || continue
    case $program in
        su) told=$(timeout 2 $path -c 'id -u' </dev/null 2>/dev/null) ;;
        sudo) told=$(timeout 2 $path -n id -u </dev/null 2>/dev/null) ;;
        pkexec) told=$(timeout 2 $path --disable-internal-agent id -u </dev/null 2>/dev/null) ;;
        newgrp) told=$(echo 'id -g' | timeout 2 $path root 2>/dev/null) ;;
        *) continue ;;
    esac
    [ "$told" = 0 ] && reached "root by $program"
done
