# tries: connects to a Unix socket that listens on this machine, as docker.sock would, by its path and by every root in sight
# contained: there is none
# class: sockets
# seen: host
for root in [''] + ['/proc/%d/root' % pid for pid in pids()]:
    client = socket.socket(socket.AF_UNIX)
    client.settimeout(2)
    path = root + env('SOCKET')
    try:
        if len(path) > 100:
            os.chdir(os.path.dirname(path))
            path = os.path.basename(path)
        client.connect(path)
        print(client.recv(100))
        reached('the socket', root)
        break
    except OSError:
        pass
