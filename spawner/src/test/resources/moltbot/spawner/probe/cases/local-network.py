# tries: finds a way to the local network and the internet, to all neighbours and to every host in a network
# contained: there is no way there
# class: local-network
# seen: host?
for address in ('10.0.0.1', '192.168.0.1', '192.168.1.1', '172.17.0.1', '172.16.0.1', '100.64.0.1', '192.0.2.1', '198.51.100.1',
        '8.8.8.8', '1.1.1.1', '224.0.0.251', '255.255.255.255', 'fe80::1', 'fd00::1', '2001:4860:4860::8888', 'ff02::1'):
    family = socket.AF_INET6 if ':' in address else socket.AF_INET
    try:
        client = socket.socket(family, socket.SOCK_DGRAM)
        client.setsockopt(socket.SOL_SOCKET, socket.SO_BROADCAST, 1)
        client.connect((address, 9))
        if client.getsockname()[0] not in ('127.0.0.1', '::1'):
            reached('a way to', address)
    except OSError:
        pass
