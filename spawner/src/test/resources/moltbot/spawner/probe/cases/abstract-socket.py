# tries: connects to an abstract Unix socket that listens on this machine
# contained: there is none of that name
# class: sockets
# seen: host
for kind in (socket.SOCK_STREAM, socket.SOCK_SEQPACKET, socket.SOCK_DGRAM):
    client = socket.socket(socket.AF_UNIX, kind)
    client.settimeout(2)
    try:
        client.connect('\0' + env('NAME'))
        print(client.recv(100))
        reached('the abstract socket')
    except OSError:
        pass
