# tries: reaches the hypervisor below this machine, or a neighbour on it
# contained: no socket leads there
# class: network
# seen: host?
try:
    client = socket.socket(40, socket.SOCK_STREAM)
    reached('a socket to the hypervisor')
except OSError:
    pass
for path in ('/dev/vsock', '/dev/vhost-vsock', '/dev/kvm'):
    if os.access(path, os.R_OK):
        reached(path)
