# tries: connects to listeners on this machine's loopback, of IPv4 and IPv6
# contained: its loopback is its own
# class: network
# seen: host
for address, port in (('127.0.0.1', 'TCP'), ('::1', 'TCP6'), ('::ffff:127.0.0.1', 'TCP'), ('127.8.8.8', 'TCP')):
    try:
        client = socket.create_connection((address, int(env(port))), 2)
        print(client.recv(100))
        reached('a listener at', address)
    except OSError:
        pass
