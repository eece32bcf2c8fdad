# tries: finds a way to the addresses where clouds keep credentials
# contained: there is no way there: not even a socket can be pointed at them
# class: metadata
# seen: host?
for address in ('169.254.169.254', '169.254.170.2', '169.254.169.123', '100.100.100.200', '168.63.129.16', 'fd00:ec2::254', 'fd20:ce::254'):
    family = socket.AF_INET6 if ':' in address else socket.AF_INET
    try:
        socket.socket(family, socket.SOCK_DGRAM).connect((address, 80))
        reached('a way to', address)
    except OSError:
        pass
