# tries: speaks to a container engine, wherever its socket may be, the planted one among them
# contained: there is none that takes a connection
# class: docker-socket
# seen: host
import glob
for path in ['/run/docker.sock', '/var/run/docker.sock', '/run/containerd/containerd.sock', '/run/podman/podman.sock',
        '/run/crio/crio.sock', '/workspace/docker.sock', '/tmp/docker.sock', env('SOCKET')] + glob.glob('/run/user/*/*.sock'):
    client = socket.socket(socket.AF_UNIX)
    client.settimeout(2)
    try:
        client.connect(path)
        reached('an engine at', path)
    except OSError:
        pass
for variable in ('DOCKER_HOST', 'CONTAINER_HOST', 'KUBERNETES_SERVICE_HOST'):
    if variable in os.environ:
        reached('the way to an engine:', variable)
