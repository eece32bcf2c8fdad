# tries: asks name servers: the planted one, the system's, a stub resolver and public ones
# contained: nobody answers, and no name is known but its own
# class: dns
# seen: host
question = struct.pack('>6H', 7, 256, 1, 0, 0, 0) + b'\x07example\x03com\0' + struct.pack('>2H', 1, 1)
servers = [line.split()[1] for line in text('/etc/resolv.conf').splitlines() if line.startswith('nameserver ')]
for address, port in [('127.0.0.1', int(env('UDP'))), ('127.0.0.53', 53), ('127.0.0.11', 53), ('8.8.8.8', 53)] + [(s, 53) for s in servers]:
    try:
        client = socket.socket(socket.AF_INET6 if ':' in address else socket.AF_INET, socket.SOCK_DGRAM)
        client.settimeout(0.5)
        client.connect((address, port))
        client.send(question)
        print(client.recv(500))
        reached('a name server at', address)
    except OSError:
        pass
