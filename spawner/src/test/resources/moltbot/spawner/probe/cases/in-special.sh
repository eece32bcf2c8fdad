# tries: comes with an archive that has devices, pipes and programs that run as root
# contained: no device can be opened, and no program runs as another user
# class: way-in
# ends: any
# seen: root
for node in memory disk; do
    [ -c $node -o -b $node ] && reached "a device $node"
done
[ -x run ] && [ "$(./run -c 'id -u' 2>/dev/null || id -u)" = 0 ] && reached "root"
true
