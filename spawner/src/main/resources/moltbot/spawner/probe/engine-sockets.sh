# tries: looks for the sockets of container engines and of the system's bus, and for the one that was planted
# contained: none is there
# class: sockets
# kind: network
# seen: host
for path in /run/docker.sock /var/run/docker.sock /run/containerd/containerd.sock /run/podman/podman.sock \
    /run/crio/crio.sock /run/dbus/system_bus_socket /run/systemd/private /run/user/*/bus /run/user/*/docker.sock \
    $PROBE_SOCKET; do
    [ -e "$path" ] && reached "socket $path"
done
